import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';

let made = 0;

/** A number between two limits, with its name and value. */
@Component({
  selector: 'app-slider',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label [for]="id">{{ label() }}</label>
    <output [for]="id">{{ value() }}{{ unit() }}</output>
    <input
      type="range"
      [id]="id"
      [min]="min()"
      [max]="max()"
      [step]="step()"
      [value]="value()"
      [attr.aria-valuetext]="value() + unit()"
      (input)="value.set(range.valueAsNumber)"
      #range
    />
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: 1fr auto;
      row-gap: 2px;
      min-width: 0;
    }
    input {
      grid-column: 1 / -1;
      width: 100%;
      height: 16px;
      margin: 0;
      accent-color: var(--accent);
      cursor: pointer;
    }
    output {
      color: var(--muted);
    }
    @media (pointer: coarse), (max-width: 700px) {
      input {
        height: 28px;
      }
    }
  `,
})
export class Slider {
  readonly label = input.required<string>();
  readonly min = input(0);
  readonly max = input.required<number>();
  readonly step = input(1);
  /** Text after the number, with its space. */
  readonly unit = input('');
  readonly value = model.required<number>();

  protected readonly id = `slider-${++made}`;
}
