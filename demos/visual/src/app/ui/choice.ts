import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';

let made = 0;

/** One of several, by name. */
@Component({
  selector: 'app-choice',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label [for]="id">{{ label() }}</label>
    <select class="field" [id]="id" [value]="value()" (change)="value.set(select.value)" #select>
      @for (option of options(); track option) {
        <option [value]="option" [selected]="option === value()">{{ option }}</option>
      }
    </select>
  `,
  styles: `
    :host {
      display: grid;
      row-gap: 2px;
      min-width: 0;
    }
    select {
      width: 100%;
      min-width: 0;
    }
  `,
})
export class Choice {
  readonly label = input.required<string>();
  readonly options = input.required<readonly string[]>();
  readonly value = model.required<string>();

  protected readonly id = `choice-${++made}`;
}
