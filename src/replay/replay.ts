import { VirtualTimeScheduler } from 'rxjs';
import { accuracy, coverage, timeliness } from 'rxjs-prefetch-cache';
import { createSource } from './createSource.js';
import { passTime } from './passTime.js';
import type { Key, Session, Setting, System } from './types.js';

/** The results of a run. Waits are in percent of one load. */
export interface Outcome {
  readonly requests: number;
  /** The time from a request to its item, the mean over all requests. */
  readonly wait: number;
  /** The share of the requests that did not wait. */
  readonly hits: number;
  /** The wait that 95 of 100 requests do not exceed. */
  readonly p95: number;
  /** Loads that were begun a request, prefetches included. */
  readonly loads: number;
  /** Loads that were stopped before their end a request. */
  readonly stopped: number;
  /** Figures of the system; undefined if it counts none. */
  readonly accuracy?: number;
  readonly coverage?: number;
  readonly timeliness?: number;
}

/**
 * Reads a trace with a system, in virtual time: the reader requests, waits, looks at the item, and
 * requests again.
 *
 * @param starts - indices of keys before which the reader leaves, and another one comes
 * @throws Error if an item is not the one that was asked for, or comes twice, or never
 */
export async function replay(
  system: System,
  keys: readonly Key[],
  setting: Setting,
  starts?: ReadonlySet<number>,
): Promise<Outcome> {
  const clock = new VirtualTimeScheduler(undefined, 0);
  const source = createSource(clock, setting);
  const session = system({ setting, source, clock, keys });
  const waits = new Float64Array(keys.length);
  let at = 0;

  const ask = (): void => {
    const [i, key, asked] = [at, keys[at] as Key, clock.frame];
    if (i > 0 && starts?.has(i)) session.leave?.();
    session.get(key, (item) => {
      if (item.key !== key) throw new Error(`Request ${i} was for ${key} and got ${item.key}`);
      if (at !== i) throw new Error(`Request ${i}, for ${key}, was answered twice`);
      at++;
      waits[i] = clock.frame - asked;
      if (at < keys.length) clock.schedule(ask, setting.think);
    });
  };
  if (keys.length > 0) clock.schedule(ask, 0);
  try {
    await passTime(clock, () => at === keys.length, session.settle);
    const [loads, stopped] = [source.begun / keys.length, source.stopped / keys.length];
    return { requests: keys.length, ...waitsOf(waits, setting), loads, stopped, ...rates(session) };
  } finally {
    session.close();
  }
}

function waitsOf(waits: Float64Array, { load }: Setting): Pick<Outcome, 'wait' | 'hits' | 'p95'> {
  const sum = waits.reduce((before, wait) => before + wait, 0);
  const sorted = waits.slice().sort();
  const percent = 100 / load;
  return {
    wait: (sum / waits.length) * percent,
    hits: waits.filter((wait) => wait === 0).length / waits.length,
    p95: (sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0) * percent,
  };
}

function rates(session: Session): Partial<Pick<Outcome, 'accuracy' | 'coverage' | 'timeliness'>> {
  const stats = session.stats?.();
  return stats
    ? { accuracy: accuracy(stats), coverage: coverage(stats), timeliness: timeliness(stats) }
    : {};
}
