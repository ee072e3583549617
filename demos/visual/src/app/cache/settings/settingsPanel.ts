import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { Choice } from '../../ui/choice.js';
import { Slider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import { evictions } from './evictions.js';
import type { Settings } from './settings.js';

/** Controls for all settings. Further controls of a page stand beside the switch. */
@Component({
  selector: 'app-settings-panel',
  imports: [Choice, Slider, Switch],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="panel" aria-labelledby="settings">
      <div class="panel-head">
        <h2 id="settings">Settings</h2>
        <ng-content />
        <app-switch label="Prefetching" [(value)]="settings().prefetching" />
      </div>
      <div class="controls">
        <app-slider
          label="Latency"
          unit=" ms"
          [max]="2000"
          [step]="50"
          [(value)]="settings().latency"
        />
        <app-slider
          label="Failures"
          unit=" %"
          [max]="100"
          [step]="5"
          [(value)]="settings().failures"
        />
        <app-slider
          label="Capacity"
          [min]="capacityStep()"
          [max]="capacityStep() * 50"
          [step]="capacityStep()"
          [(value)]="settings().capacity"
        />
        <app-slider label="Concurrency" [max]="16" [(value)]="settings().concurrency" />
        <app-choice label="Predictor" [options]="predictors()" [(value)]="settings().predictor" />
        <app-choice label="Eviction" [options]="policies" [(value)]="settings().eviction" />
      </div>
    </section>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    .panel {
      height: 100%;
    }
    .panel-head {
      flex-wrap: wrap;
      align-items: center;
      column-gap: var(--space-4);
    }
    .controls {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(130px, 1fr));
      gap: var(--space-2) var(--space-4);
    }
  `,
})
export class SettingsPanel {
  readonly settings = input.required<Settings>();
  /** The names of the predictors to choose from. */
  readonly predictors = input.required<readonly string[]>();
  readonly capacityStep = input(20);

  protected readonly policies = Object.keys(evictions);
}
