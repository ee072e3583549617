import { VirtualTimeScheduler } from 'rxjs';
import { createSource } from '../../../src/replay/createSource.js';
import { passTime } from '../../../src/replay/passTime.js';
import type { Item, Key, Setting, Source } from '../../../src/replay/types.js';
import type { ViewTrace } from './trace.js';

/** What a system of views is given to work with. */
export interface ViewBench {
  readonly setting: Setting;
  readonly source: Source;
  readonly clock: VirtualTimeScheduler;
}

/** What is measured, made anew for each run. */
export type ViewSystem = (bench: ViewBench) => ViewSession;

/** A system at work for one person. */
export interface ViewSession {
  /**
   * Shows a view in place of the last one. `complete` gets its items, once all are there, in this
   * call or later; a call for a view that is not shown any more counts for nothing.
   */
  show(keys: readonly Key[], complete: (items: readonly Item[]) => void): void;
  close(): void;
}

/** What came of a run. */
export interface ViewOutcome {
  readonly views: number;
  /** Milliseconds in which something of a view was missing, the mean over all views. */
  readonly wait: number;
  /** The share of views that were complete at once, and of those that never were. */
  readonly ready: number;
  readonly never: number;
  /** Loads that were begun a view, and those of them that were stopped. */
  readonly loads: number;
  readonly stopped: number;
}

/**
 * One person looks at views by means of a system, in virtual time. Each view is shown for its time,
 * whether it is complete or not.
 *
 * @throws Error if the items are not those of the view
 */
export async function replayViews(
  system: ViewSystem,
  { views }: ViewTrace,
  setting: Setting,
): Promise<ViewOutcome> {
  const clock = new VirtualTimeScheduler(undefined, 0);
  const source = createSource(clock, setting);
  const session = system({ setting, source, clock });
  const waits = views.map(({ stay }) => stay);
  let never = views.length;
  let at = -1;

  const show = (): void => {
    const [i, view, since] = [++at, views[at], clock.frame];
    if (!view) return;
    clock.schedule(show, view.stay);
    let isComplete = false;
    session.show(view.keys, (items) => {
      if (i !== at || isComplete) return;
      check(view.keys, items);
      isComplete = true;
      never--;
      waits[i] = clock.frame - since;
    });
  };
  clock.schedule(show, 0);
  try {
    await passTime(clock, () => at === views.length);
    const { begun, stopped } = source;
    const count = views.length;
    return {
      views: count,
      wait: waits.reduce((sum, wait) => sum + wait, 0) / count,
      ready: waits.filter((wait) => wait === 0).length / count,
      never: never / count,
      loads: begun / count,
      stopped: stopped / count,
    };
  } finally {
    session.close();
  }
}

function check(keys: readonly Key[], items: readonly Item[]): void {
  const got = new Set(items.map(({ key }) => key));
  const missing = keys.find((key) => !got.has(key));
  if (missing !== undefined || got.size !== new Set(keys).size)
    throw new Error(
      `Expected the items of ${keys.join(', ')}, got those of ${[...got].join(', ')}`,
    );
}
