import { ChangeDetectionStrategy, Component, computed, linkedSignal, signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { filter, map } from 'rxjs';
import { dynamicDistanceDecay, ofType } from 'rxjs-prefetch-cache';
import { injectPrefetchCache, prefetchResource, stateSignal } from 'rxjs-prefetch-cache/angular';
import { PlanPanel } from '../cache/plan/planPanel.js';
import { StatsPanel } from '../cache/stats/statsPanel.js';
import { Slider } from '../ui/slider.js';
import { Switch } from '../ui/switch.js';
import { injectLoadPage, pageSize } from './injectLoadPage.js';
import { injectNetworkLog } from './network/injectNetworkLog.js';
import { NetworkPanel } from './network/networkPanel.js';
import { Pager } from './pager.js';
import { ReadingsTable } from './readingsTable.js';

const capacity = 40;

/** A long table, page by page over HTTP, with the next pages prefetched. */
@Component({
  selector: 'app-table-page',
  imports: [NetworkPanel, Pager, PlanPanel, ReadingsTable, Slider, StatsPanel, Switch],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1 class="only-said">Table</h1>
    <div class="page">
      <section class="panel table" aria-labelledby="table-title">
        <div class="panel-head">
          <h2 id="table-title">Readings</h2>
          <p class="muted status" role="status">{{ status() }}</p>
          @if (resource.error()) {
            <button type="button" class="again" (click)="resource.reload()">Try again</button>
          }
        </div>
        <app-readings-table
          [rows]="rows()"
          [isOld]="resource.isLoading() && resource.hasValue()"
          [size]="pageSize"
        />
        <app-pager [(page)]="page" [pages]="pages()" />
      </section>
      <app-stats-panel
        class="stats"
        [state]="state()"
        [errors]="network.counts().failed"
        [capacity]="capacity"
      />
      <app-plan-panel class="plan" [state]="state()" [reasonOf]="reasonOf" />
      <app-network-panel class="network" [log]="network" />
      <section class="panel settings" aria-labelledby="settings">
        <div class="panel-head">
          <h2 id="settings">Settings</h2>
          <app-switch label="Prefetching" [(value)]="prefetching" />
        </div>
        <app-slider label="Latency" unit=" ms" [max]="2000" [step]="50" [(value)]="latency" />
        <app-slider label="Failures" unit=" %" [max]="100" [step]="5" [(value)]="failures" />
      </section>
    </div>
  `,
  styles: `
    .page {
      display: grid;
      gap: var(--space-3);
      grid-template:
        'table table stats' auto
        'table table plan' 1fr
        'settings network plan' minmax(190px, 1fr) / minmax(220px, 1fr) minmax(420px, 3fr) minmax(
          300px,
          380px
        );
      height: max(calc(100vh - 48px - var(--space-4)), 720px);
    }
    .table {
      grid-area: table;
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      align-content: start;
      gap: var(--space-2);
    }
    .panel-head {
      margin-bottom: 0;
    }
    .status {
      min-height: 20px;
    }
    .again {
      padding: 0;
      border: 0;
      background: none;
      color: var(--accent);
      text-decoration: underline;
      cursor: pointer;
    }
    .stats {
      grid-area: stats;
    }
    .plan {
      grid-area: plan;
    }
    .network {
      grid-area: network;
    }
    .settings {
      grid-area: settings;
      display: grid;
      align-content: start;
      gap: var(--space-2);
    }
    .settings > .panel-head {
      align-items: center;
    }
    @media (max-width: 1000px) {
      .page {
        grid-template: 'table' auto 'network' auto 'settings' auto 'stats' auto 'plan' auto / minmax(
            0,
            1fr
          );
        gap: var(--space-2);
        height: auto;
      }
    }
  `,
})
export class TablePage {
  protected readonly capacity = capacity;
  protected readonly pageSize = pageSize;
  protected readonly latency = signal(300);
  protected readonly failures = signal(0);
  protected readonly prefetching = signal(true);
  protected readonly page = signal(1);

  protected readonly network = injectNetworkLog();
  private readonly provider = {
    load: injectLoadPage({ latency: this.latency, failures: this.failures }, this.network),
    has: (page: number): boolean => page >= 1 && page <= this.pages(),
  };
  // With the log of the server and one request on demand that is as much as a browser opens to one
  // host.
  private readonly cache = injectPrefetchCache(
    this.provider,
    dynamicDistanceDecay({ maxSpan: 8 }),
    {
      maxKeys: capacity,
      concurrency: 3,
      lookahead: 6,
      prefetchBackoff: 3000,
      enabled$: toObservable(this.prefetching),
    },
  );
  protected readonly resource = prefetchResource({
    key: this.page,
    cache: this.cache,
    whileLoading: 'last',
  });
  protected readonly state = stateSignal(this.cache);

  private readonly wait = toSignal(
    this.cache.events$.pipe(
      filter((event) => event.type === 'hit' || event.type === 'serve'),
      map((event) => (event.type === 'serve' ? event.wait : 0)),
    ),
    { initialValue: 0 },
  );
  /**
   * How many readings there are, as the page that came last says: one that could not be loaded says
   * nothing.
   */
  private readonly total = linkedSignal<number | undefined, number>({
    source: () => (this.resource.hasValue() ? this.resource.value().total : undefined),
    computation: (total, before) => total ?? before?.value ?? Infinity,
  });

  protected readonly rows = computed(() =>
    this.resource.hasValue() ? this.resource.value().rows : [],
  );
  protected readonly pages = computed(() => Math.ceil(this.total() / pageSize));

  protected readonly status = computed(() => {
    const error = this.resource.error();
    if (error)
      return `Page ${this.page()} could not be loaded: ${(error.cause as Error | undefined)?.message ?? error.message}`;
    if (this.resource.isLoading()) return `Page ${this.page()} is being loaded`;
    return `Page ${this.page()}, ${this.wait() === 0 ? 'at once' : `after ${this.wait().toFixed(0)} ms`}`;
  });

  constructor() {
    this.cache.events$.pipe(ofType('join')).subscribe(({ key }) => this.network.join(key));
  }

  protected readonly reasonOf = (page: number, current: number): string => {
    const ahead = page - current;
    return `${Math.abs(ahead)} ${ahead > 0 ? 'ahead' : 'back'}`;
  };
}
