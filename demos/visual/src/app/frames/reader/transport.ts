import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import type { Reader } from './injectReader.js';

/** The buttons of a reader: steps, play, the rate, and a frame by number. */
@Component({
  selector: 'app-transport',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="steps" role="group" [attr.aria-label]="'Steps of reader ' + reader().name">
      @for (by of [-15, -5, -1]; track by) {
        <button
          type="button"
          class="button"
          [attr.aria-label]="'−' + -by + ' frames'"
          (click)="reader().step(by)"
        >
          −{{ -by }}
        </button>
      }
      <button
        type="button"
        class="button button-primary play"
        [attr.aria-label]="reader().isPlaying() ? 'Pause' : 'Play'"
        (click)="reader().isPlaying.set(!reader().isPlaying())"
      >
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path
            [attr.d]="reader().isPlaying() ? 'M4 2.5h3v11H4zM9 2.5h3v11H9z' : 'M4.5 2v12l9-6z'"
          />
        </svg>
      </button>
      @for (by of [1, 5, 15]; track by) {
        <button
          type="button"
          class="button"
          [attr.aria-label]="'+' + by + ' frames'"
          (click)="reader().step(by)"
        >
          +{{ by }}
        </button>
      }
    </div>
    <select
      class="field"
      aria-label="Frames a second"
      (change)="reader().rate.set(+rate.value)"
      #rate
    >
      @for (perSecond of rates; track perSecond) {
        <option [value]="perSecond" [selected]="perSecond === reader().rate()">
          {{ perSecond }} fps
        </option>
      }
    </select>
    <form (submit)="$event.preventDefault(); kept.set(undefined); jump(number.valueAsNumber)">
      <input
        class="field"
        type="number"
        step="1"
        inputmode="numeric"
        [attr.aria-label]="'Frame, up to ' + lastFrame()"
        placeholder="Frame"
        [value]="shownNumber()"
        (focus)="keep(); number.select()"
        (input)="keep()"
        (blur)="kept.set(undefined)"
        #number
      />
      <button class="button">Go</button>
    </form>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2);
    }
    .steps {
      display: flex;
      flex: 1 1 276px;
      gap: var(--space-1);
    }
    .steps .button {
      flex: 1;
      padding: 0;
    }
    select {
      padding: 0 2px;
    }
    form {
      display: flex;
      flex: 1 0 108px;
      gap: var(--space-1);
    }
    input {
      flex: 1;
      width: 64px;
      min-width: 0;
    }
  `,
})
export class Transport {
  readonly reader = input.required<Reader>();
  readonly lastFrame = input.required<number>();

  protected readonly rates = [5, 10, 15, 25, 30, 60];
  /** The number in the field while a user types, so that play does not overwrite it. */
  protected readonly kept = signal<number | undefined>(undefined);
  protected readonly shownNumber = computed(() => this.kept() ?? this.reader().current());

  protected keep(): void {
    this.kept.update((kept) => kept ?? this.reader().current());
  }

  protected jump(frame: number): void {
    if (!Number.isNaN(frame)) this.reader().go(frame);
  }
}
