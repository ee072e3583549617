import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';

/** On or off, with what it turns. */
@Component({
  selector: 'app-switch',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label>
      <input
        type="checkbox"
        role="switch"
        [checked]="value()"
        (change)="value.set(box.checked)"
        #box
      />
      {{ label() }}
    </label>
  `,
  styles: `
    label {
      display: flex;
      align-items: center;
      gap: var(--space-2);
      min-height: var(--control);
      cursor: pointer;
    }
    input {
      appearance: none;
      flex: none;
      width: 32px;
      height: 18px;
      margin: 0;
      border: 1px solid var(--edge);
      border-radius: 9px;
      background: var(--well);
      cursor: pointer;
      transition: background 120ms;
    }
    input::before {
      content: '';
      display: block;
      width: 12px;
      height: 12px;
      margin: 2px;
      border-radius: 50%;
      background: var(--edge);
      transition: translate 120ms;
    }
    input:checked {
      background: var(--accent);
      border-color: var(--accent);
    }
    input:checked::before {
      background: var(--on-accent);
      translate: 14px 0;
    }
    /* Forced colours leave no background, by which the state is told: the box of the system has its own way. */
    @media (forced-colors: active) {
      input {
        appearance: auto;
        width: 18px;
      }
      input::before {
        content: none;
      }
    }
  `,
})
export class Switch {
  readonly label = input.required<string>();
  readonly value = model.required<boolean>();
}
