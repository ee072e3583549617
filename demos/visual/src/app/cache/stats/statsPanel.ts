import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { accuracy, hitRate, type CacheState, type CacheStats } from 'rxjs-prefetch-cache';
import { Sparkline } from '../../ui/sparkline.js';
import { injectHistory } from './injectHistory.js';

/**
 * What was seen at one moment; `hitRate` and `wait` are of the requests since the moment before.
 */
interface Moment {
  readonly stats: CacheStats | undefined;
  readonly hitRate: number;
  readonly wait: number;
  readonly inFlight: number;
  readonly residents: number;
}

/** The figures of a cache, those that move with a line over the last half minute. */
@Component({
  selector: 'app-stats-panel',
  imports: [Sparkline],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="panel" aria-labelledby="stats">
      <div class="panel-head"><h2 id="stats">Statistics</h2></div>
      <dl class="charts">
        @for (chart of charts(); track chart.name) {
          <div>
            <dt>{{ chart.name }}</dt>
            <dd>
              <strong>{{ chart.now }}</strong><span class="muted">{{ chart.of }}</span>
            </dd>
            <dd><app-sparkline [values]="chart.values" [top]="chart.top" /></dd>
          </div>
        }
      </dl>
      <dl class="counts">
        @for (count of counts(); track count.name) {
          <div [title]="count.title">
            <dt>{{ count.name }}</dt>
            <dd>{{ count.value }}</dd>
          </div>
        }
      </dl>
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
    .charts,
    .counts {
      display: grid;
      grid-template-columns: 1fr 1fr;
      column-gap: var(--space-4);
    }
    .charts {
      row-gap: var(--space-3);
      margin-bottom: var(--space-3);
    }
    dt {
      color: var(--muted);
    }
    strong {
      margin-right: 5px;
      font-size: 20px;
      line-height: 28px;
      font-weight: 600;
    }
    .counts > div {
      display: flex;
      justify-content: space-between;
      min-height: 24px;
      padding: 2px 0;
      border-top: 1px solid var(--line);
    }
  `,
})
export class StatsPanel {
  readonly state = input.required<CacheState<unknown> | undefined>();
  readonly errors = input.required<number>();
  readonly capacity = input.required<number>();

  private readonly past = injectHistory<Moment>((before) => momentOf(this.state()?.stats, before));

  /** Apart from the numbers beside them, which change more often. */
  private readonly lines = computed(() => {
    const past = this.past();
    return {
      hitRate: past.map((moment) => moment.hitRate),
      wait: past.map(({ wait }) => wait),
      inFlight: past.map(({ inFlight }) => inFlight),
      residents: past.map(({ residents }) => residents),
    };
  });

  protected readonly charts = computed(() => {
    const stats = this.state()?.stats;
    const lines = this.lines();
    return [
      {
        name: 'Hit rate',
        now: stats ? percent(hitRate(stats)) : '–',
        of: '',
        values: lines.hitRate,
        top: 1,
      },
      {
        name: 'Mean wait',
        now: stats ? stats.wait.mean.toFixed(0) : '–',
        of: 'ms',
        values: lines.wait,
        top: 20,
      },
      {
        name: 'In flight',
        now: String(stats?.inFlight ?? '–'),
        of: '',
        values: lines.inFlight,
        top: 8,
      },
      {
        name: 'Residents',
        now: String(stats?.residents ?? '–'),
        of: `of ${this.capacity()}`,
        values: lines.residents,
        top: this.capacity(),
      },
    ];
  });

  protected readonly counts = computed(() => {
    const stats = this.state()?.stats;
    const shown = (value: number | string | undefined): string =>
      value === undefined ? '–' : value.toLocaleString('en');
    return [
      { name: 'Hits', value: shown(stats?.hits), title: 'Requests whose item was there' },
      {
        name: 'Accuracy',
        value: shown(stats && percent(accuracy(stats))),
        title: 'Of the loads ahead that are decided, those that were asked for',
      },
      { name: 'Joins', value: shown(stats?.joins), title: 'Requests whose item was on its way' },
      { name: 'Waste', value: shown(stats?.wasted), title: 'Loads ahead that nobody asked for' },
      { name: 'Misses', value: shown(stats?.misses), title: 'Requests whose item was neither' },
      {
        name: 'p95 wait',
        value: shown(stats && `${stats.wait.p95.toFixed(0)} ms`),
        title: 'The wait that 95 of 100 requests do not exceed',
      },
      { name: 'Evictions', value: shown(stats?.evictions), title: 'Items that were let go' },
      {
        name: 'Errors',
        value: shown(this.errors()),
        title: 'Loads that failed, on demand or ahead',
      },
    ];
  });
}

function momentOf(stats: CacheStats | undefined, before: Moment | undefined): Moment {
  // A new cache counts anew.
  const since =
    before?.stats && stats && before.stats.requests <= stats.requests ? before.stats : undefined;
  const requests = (stats?.requests ?? 0) - (since?.requests ?? 0);
  const served = (stats?.wait.count ?? 0) - (since?.wait.count ?? 0);
  return {
    stats,
    // Where nothing was asked for, the line goes on as it was.
    hitRate:
      requests > 0 && stats ? (stats.hits - (since?.hits ?? 0)) / requests : (before?.hitRate ?? 0),
    wait: served > 0 && stats ? (stats.wait.total - (since?.wait.total ?? 0)) / served : 0,
    inFlight: stats?.inFlight ?? 0,
    residents: stats?.residents ?? 0,
  };
}

function percent(rate: number): string {
  return `${Math.round(rate * 100)} %`;
}
