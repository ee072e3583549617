import { ChangeDetectionStrategy, Component, computed, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { of } from 'rxjs';
import { injectWatchedCache } from '../cache/injectWatchedCache.js';
import { LogPanel } from '../cache/log/logPanel.js';
import { PlanPanel } from '../cache/plan/planPanel.js';
import { createSettings } from '../cache/settings/settings.js';
import { SettingsPanel } from '../cache/settings/settingsPanel.js';
import { slowed } from '../cache/slowed.js';
import { StatsPanel } from '../cache/stats/statsPanel.js';
import { makeTile } from './makeTile.js';
import { MapView } from './mapView.js';
import { placeOf } from './place.js';
import { predictors } from './predictors.js';
import { reasonOf } from './reasonOf.js';
import type { Tile } from './tile.js';
import { TileLegend } from './tileLegend.js';
import { moved, zoomed, type View } from './view.js';

const [first = ''] = Object.keys(predictors);

/** How far a button goes, in pixels. */
const stride = 96;

/** A map whose tiles are prefetched before they become visible. */
@Component({
  selector: 'app-tiles-page',
  imports: [LogPanel, MapView, PlanPanel, SettingsPanel, StatsPanel, TileLegend],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1 class="only-said">Tiles</h1>
    <div class="page">
      <section class="panel map" aria-labelledby="map-title">
        <div class="panel-head">
          <h2 id="map-title">Map</h2>
          <app-tile-legend />
        </div>
        <app-map [cache]="now()" [state]="cache.state()" [(view)]="view" />
        <div class="buttons" role="group" aria-label="Move the map">
          @for (button of buttons; track button.name) {
            <button
              type="button"
              class="button"
              [attr.aria-label]="button.name"
              (click)="view.update(button.move)"
            >
              {{ button.sign }}
            </button>
          }
        </div>
      </section>
      <app-stats-panel
        class="stats"
        [state]="cache.calmState()"
        [errors]="cache.errors()"
        [capacity]="settings.capacity()"
      />
      <app-plan-panel class="plan" [state]="cache.calmState()" [reasonOf]="reasonOf" />
      <app-log-panel class="log" [log]="cache.log" />
      <app-settings-panel class="settings" [settings]="settings" [predictors]="names" />
    </div>
  `,
  styles: `
    .page {
      display: grid;
      gap: var(--space-3);
      grid-template:
        'map map stats' auto
        'map map plan' 1fr
        'settings log plan' auto / minmax(300px, 2fr) minmax(320px, 3fr) minmax(300px, 380px);
      height: max(calc(100vh - 48px - var(--space-4)), 720px);
    }
    .map {
      grid-area: map;
      display: flex;
      flex-direction: column;
    }
    .map > .panel-head {
      flex-wrap: wrap;
    }
    app-map {
      flex: 1;
    }
    .buttons {
      display: flex;
      gap: var(--space-1);
    }
    .stats {
      grid-area: stats;
    }
    .plan {
      grid-area: plan;
    }
    .log {
      grid-area: log;
    }
    .settings {
      grid-area: settings;
    }
    @media (max-width: 1000px) {
      .page {
        grid-template: 'map' auto 'stats' auto 'settings' auto 'plan' auto 'log' auto / minmax(
            0,
            1fr
          );
        gap: var(--space-2);
        height: auto;
      }
      app-map {
        min-height: 380px;
      }
    }
  `,
})
export class TilesPage {
  protected readonly names = Object.keys(predictors);
  protected readonly reasonOf = reasonOf;
  protected readonly settings = createSettings({ capacity: 160, predictor: first });
  protected readonly view = signal<View>({ x: 0.6, y: 0.72, zoom: 6 });
  protected readonly buttons: readonly {
    readonly name: string;
    readonly sign: string;
    readonly move: (view: View) => View;
  }[] = [
    { name: 'To the left', sign: '←', move: (view) => moved(view, -stride, 0) },
    { name: 'Up', sign: '↑', move: (view) => moved(view, 0, -stride) },
    { name: 'Down', sign: '↓', move: (view) => moved(view, 0, stride) },
    { name: 'To the right', sign: '→', move: (view) => moved(view, stride, 0) },
    { name: 'Zoom out', sign: '−', move: (view) => zoomed(view, -1) },
    { name: 'Zoom in', sign: '+', move: (view) => zoomed(view, 1) },
  ];

  private readonly provider = computed(() =>
    slowed<string, Tile>(
      { load: (key) => of(makeTile(placeOf(key))), has: isOnMap },
      this.settings,
    ),
  );
  protected readonly cache = injectWatchedCache(this.provider, predictors, this.settings, {
    prefetchBackoff: 3000,
    lookahead: 40,
  });
  protected readonly now = toSignal(this.cache.cache$);
}

function isOnMap(key: string): boolean {
  const { z, x, y } = placeOf(key);
  return x < 2 ** z && y < 2 ** z;
}
