import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { CacheState } from 'rxjs-prefetch-cache';
import { residencyOf } from './residencyOf.js';

/** The last request of a reader, and its plan. */
@Component({
  selector: 'app-plan-panel',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="panel" aria-labelledby="plan">
      <div class="panel-head">
        <h2 id="plan">Plan{{ of() }}</h2>
        <span class="muted">{{ loaded() }} of {{ rows().length }} loaded</span>
      </div>
      <p class="history">
        <span class="muted">Last 5:</span>
        @for (key of history(); track $index) {
          <span [class.current]="$last">{{ key }}</span>
        }
      </p>
      <ol tabindex="0" aria-label="Planned keys, the likeliest first">
        @for (row of rows(); track $index) {
          <li [class.is-loaded]="row.mark === 'loaded'">
            <span class="number">{{ row.key }}</span>
            <span class="mark" role="img" [attr.aria-label]="row.mark">{{ row.sign }}</span>
            <span class="bar" [style.--share]="row.share"></span>
            <span class="number">{{ row.likelihood }}</span>
            <span class="reason muted" [title]="row.reason">{{ row.reason }}</span>
          </li>
        } @empty {
          <li class="muted">Nothing is worth a load.</li>
        }
      </ol>
    </section>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    .panel {
      display: flex;
      flex-direction: column;
      height: 100%;
    }
    .history {
      flex: none;
      font-size: 12px;
      display: flex;
      gap: var(--space-2);
      min-height: 20px;
      margin-bottom: var(--space-2);
      padding-bottom: var(--space-2);
      border-bottom: 1px solid var(--line);
      overflow: hidden;
      white-space: nowrap;
    }
    .current {
      font-weight: 600;
    }
    ol {
      flex: 1 1 0;
      min-height: 100px;
      overflow: hidden auto;
      overscroll-behavior: contain;
      font-size: 12px;
      line-height: 18px;
    }
    li {
      display: grid;
      grid-template-columns: minmax(36px, auto) 14px 48px 30px minmax(0, 1fr);
      align-items: center;
      gap: var(--space-1) 6px;
    }
    .mark {
      color: var(--muted);
      text-align: center;
    }
    .is-loaded .mark {
      color: var(--accent);
      font-weight: 700;
    }
    .bar {
      height: 8px;
      border-radius: 2px;
      background: linear-gradient(var(--planned) 0 0) 0 / calc(var(--share) * 100%) 100% no-repeat
        var(--well);
    }
    @media (max-width: 1000px) {
      ol {
        flex: none;
        height: 198px;
      }
    }
    .reason {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
  `,
})
export class PlanPanel {
  readonly state = input.required<CacheState<unknown> | undefined>();
  /** Which reader: the first is 0. */
  readonly reader = input(0);
  /** Name of the reader, for the title. */
  readonly of = input('');
  /** Why a key is planned, given the current one and the expert that named it, if known. */
  readonly reasonOf =
    input.required<(key: never, current: never, expert: string | undefined) => string>();

  private readonly readerState = computed(
    () => this.state()?.readers.toSorted((a, b) => a.id - b.id)[this.reader()],
  );
  private readonly residency = computed(() => residencyOf(this.state()));

  protected readonly history = computed(
    () => this.readerState()?.history.slice(-5).map(String) ?? [],
  );

  protected readonly rows = computed(() => {
    const [reader, residency] = [this.readerState(), this.residency()];
    const plan = this.state()?.plan.filter((planned) => planned.reader === reader?.id) ?? [];
    const most = plan[0]?.likelihood ?? 1;
    return plan.map(({ key, likelihood, why }) => ({
      key: String(key),
      likelihood: likelihood < 10 ? likelihood.toFixed(2) : likelihood.toFixed(1),
      share: likelihood / most,
      mark: residency(key),
      sign: signs[residency(key)],
      reason: this.reasonOf()(key as never, reader?.current as never, why?.expert),
    }));
  });

  protected readonly loaded = computed(
    () => this.rows().filter(({ mark }) => mark === 'loaded').length,
  );
}

const signs = { loaded: '✓', 'on its way': '…', waiting: '' } as const;
