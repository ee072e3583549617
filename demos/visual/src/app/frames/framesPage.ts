import { ChangeDetectionStrategy, Component, computed, signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import type { PrefetchCache } from 'rxjs-prefetch-cache';
import type { Frame } from 'rxjs-prefetch-cache/mot';
import { injectWatchedCache } from '../cache/injectWatchedCache.js';
import { LogPanel } from '../cache/log/logPanel.js';
import { PlanPanel } from '../cache/plan/planPanel.js';
import { createSettings } from '../cache/settings/settings.js';
import { SettingsPanel } from '../cache/settings/settingsPanel.js';
import { slowed } from '../cache/slowed.js';
import { StatsPanel } from '../cache/stats/statsPanel.js';
import { Switch } from '../ui/switch.js';
import { predictors } from './predictors.js';
import { injectReader } from './reader/injectReader.js';
import { ReaderView } from './reader/readerView.js';
import { reasonOf } from './reasonOf.js';
import { openSequence } from './sequence/openSequence.js';
import { openSequences } from './sequence/openSequences.js';
import type { Opening } from './sequence/sequence.js';
import { SequencePanel } from './sequence/sequencePanel.js';
import { Timeline } from './timeline/timeline.js';

const [first = ''] = Object.keys(predictors);

/** How many frames before the shown one leave a trail. */
const trail = 30;

/** Frames of a video, prefetched. */
@Component({
  selector: 'app-frames-page',
  imports: [
    LogPanel,
    PlanPanel,
    ReaderView,
    SequencePanel,
    SettingsPanel,
    StatsPanel,
    Switch,
    Timeline,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(document:keydown)': 'press($event)' },
  template: `
    <h1 class="only-said">Frames</h1>
    <div class="page" [class.two]="isTwo()">
      <app-sequence-panel class="readers" [opening]="opening()" (file)="file.set($event)">
        @for (reader of readers(); track reader.name; let i = $index) {
          <app-reader
            [reader]="reader"
            [sequence]="sequence()"
            [before]="before"
            [title]="isTwo() ? reader.name : ''"
            (focusin)="selected.set(i)"
            (pointerdown)="selected.set(i)"
          />
        }
      </app-sequence-panel>
      <app-stats-panel
        class="stats"
        [state]="cache.calmState()"
        [errors]="cache.errors()"
        [capacity]="settings.capacity()"
      />
      <app-plan-panel
        class="plan"
        [state]="cache.calmState()"
        [reader]="selected()"
        [of]="isTwo() ? ' of ' + reader().name : ''"
        [reasonOf]="reasonOf"
      />
      <app-timeline
        class="timeline"
        [state]="cache.state()"
        [sequence]="sequence()"
        [readers]="readers()"
        [reader]="reader()"
      />
      <app-settings-panel class="settings" [settings]="settings" [predictors]="names">
        <app-switch label="Two readers" [value]="isTwo()" (valueChange)="pair($event)" />
      </app-settings-panel>
      <app-log-panel class="log" [log]="cache.log" />
    </div>
  `,
  styles: `
    .page {
      /* As wide as lets the whole page stand in the window, from 800 pixels of height. */
      --wide: clamp(500px, calc((100vh - 532px) * 16 / 9 + 26px), 680px);
      display: grid;
      gap: var(--space-3);
      grid-template:
        'readers stats plan' auto
        'timeline timeline timeline' auto
        'settings log log' auto / var(--wide) minmax(260px, 1fr) minmax(300px, 1.1fr);
    }
    .two {
      grid-template:
        'readers readers readers' auto
        'timeline timeline timeline' auto
        'stats plan log' auto
        'settings settings settings' auto / 1fr 1fr 1fr;
    }
    .readers {
      grid-area: readers;
    }
    .stats {
      grid-area: stats;
    }
    .plan {
      grid-area: plan;
    }
    .timeline {
      grid-area: timeline;
    }
    .settings {
      grid-area: settings;
    }
    .log {
      grid-area: log;
    }
    @media (max-width: 1000px) {
      .page,
      .two {
        grid-template: 'readers' auto 'timeline' auto 'stats' auto 'settings' auto 'plan' auto 'log' auto / minmax(
            0,
            1fr
          );
        gap: var(--space-2);
      }
    }
  `,
})
export class FramesPage {
  protected readonly names = Object.keys(predictors);
  protected readonly reasonOf = reasonOf;
  protected readonly settings = createSettings({ capacity: 200, predictor: first });

  /** The file of the user; without one a sequence is generated. */
  protected readonly file = signal<File | undefined>(undefined);
  protected readonly opening = toSignal<Opening, Opening>(
    openSequences(toObservable(this.file), openSequence),
    {
      initialValue: { status: 'opening', doing: 'Generating', done: 0 },
    },
  );
  protected readonly sequence = computed(() => this.opening().sequence);
  private readonly provider = computed(() => {
    const sequence = this.sequence();
    return sequence && slowed<number, Frame>(sequence.provider, this.settings);
  });
  // Only the latest frame, as in a viewer, and failures are tried again soon.
  protected readonly cache = injectWatchedCache(this.provider, predictors, this.settings, {
    order: 'switch',
    prefetchBackoff: 3000,
  });
  private readonly now = toSignal(this.cache.cache$);

  protected readonly isTwo = signal(false);
  protected readonly selected = signal(0);
  private readonly both = [
    this.read('A', signal(true), 0.024),
    this.read('B', this.isTwo, 0.6),
  ] as const;
  protected readonly readers = computed(() => (this.isTwo() ? this.both : this.both.slice(0, 1)));
  protected readonly reader = computed(() => this.both[this.selected()] ?? this.both[0]);

  /** Resident frames before a frame. Makes no request. */
  protected readonly before = (frame: number): Frame[] => {
    const cache: PrefetchCache<number, Frame> | undefined = this.now();
    const found: Frame[] = [];
    for (let i = 1; i <= trail; i++) {
      const earlier = cache?.peek(frame - i);
      if (!earlier) break;
      found.push(earlier);
    }
    return found;
  };

  protected pair(isTwo: boolean): void {
    this.selected.set(0);
    this.isTwo.set(isTwo);
  }

  /** Handles the keys of the page, which step and play unless the focused element uses them. */
  protected press(event: KeyboardEvent): void {
    const target = event.target as Element;
    if (
      event.defaultPrevented ||
      event.altKey ||
      event.metaKey ||
      target.closest('input, select, textarea')
    )
      return;
    const by = event.ctrlKey ? 15 : event.shiftKey ? 5 : 1;
    if (event.key === 'ArrowRight') this.reader().step(by);
    else if (event.key === 'ArrowLeft') this.reader().step(-by);
    else if (event.key === ' ' && !target.closest('button, a'))
      this.reader().isPlaying.update((isPlaying) => !isPlaying);
    else return;
    event.preventDefault();
  }

  private read(name: string, isOn: () => boolean, begin: number): ReturnType<typeof injectReader> {
    return injectReader({
      name,
      sequence: this.sequence,
      cache$: this.cache.cache$,
      isOn: computed(isOn),
      begin,
      note: (detail, frame) => this.cache.log.note(detail, frame),
    });
  }
}
