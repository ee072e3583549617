import { setImmediate } from 'node:timers/promises';
import { Subject, VirtualTimeScheduler } from 'rxjs';
import { auto, prefetchCache, shareModel, type ModelStorage } from 'rxjs-prefetch-cache';
import { createSource } from '../../../src/replay/createSource.js';
import { passTime } from '../../../src/replay/passTime.js';
import { someSessions, type Sessions } from '../../../src/replay/sessions.js';
import type { Item, Key, Setting } from '../../../src/replay/types.js';
import type { Trace } from '../replay/trace.js';

/** Means over all requests of all processes; waits in percent of one load. */
export interface ProcessesOutcome {
  readonly requests: number;
  readonly wait: number;
  readonly loads: number;
}

/** How processes share. */
export interface Sharing {
  /** Milliseconds between exchanges. */
  readonly every: number;
}

/**
 * Replays the sessions of each process, one after the other, while all processes share one clock.
 *
 * @param parts - the sessions of each process
 * @param sharing - undefined: each process learns alone
 * @throws Error if an item is not the requested one, or never comes
 */
export async function replayProcesses(
  parts: readonly Sessions[],
  setting: Setting,
  sharing: Sharing | undefined,
): Promise<ProcessesOutcome> {
  const clock = new VirtualTimeScheduler(undefined, 0);
  const storage = new Map<string, unknown>();
  const running = parts.map((part) =>
    startProcess(part, setting, clock, sharing && { ...sharing, storage }),
  );
  await passTime(
    clock,
    () => running.every(({ isOver }) => isOver()),
    sharing && (() => setImmediate()),
  );
  const outcomes = running.map(({ end }) => end());
  const total = (of: (outcome: ProcessSum) => number): number =>
    outcomes.reduce((sum, outcome) => sum + of(outcome), 0);
  const requests = total((sum) => sum.requests);
  return {
    requests,
    wait: (total((sum) => sum.wait) / requests / setting.load) * 100,
    loads: total((sum) => sum.loads) / requests,
  };
}

/** The sessions of each of `count` processes: every `count`-th, or parts of a trace without any. */
export function partsOf({ keys, starts = [] }: Trace, count: number): Sessions[] {
  const numbers = Array.from({ length: count }, (_, process) => process);
  if (starts.length >= 2 * count)
    return numbers.map((process) =>
      someSessions({ keys, starts }, (session) => session % count === process),
    );
  const length = Math.ceil(keys.length / count);
  return numbers
    .map((process) => ({
      keys: keys.slice(process * length, (process + 1) * length),
      starts: [0],
    }))
    .filter((part) => part.keys.length > 0);
}

interface ProcessSum {
  readonly requests: number;
  readonly wait: number;
  readonly loads: number;
}

interface RunningProcess {
  readonly isOver: () => boolean;
  readonly end: () => ProcessSum;
}

function startProcess(
  { keys, starts }: Sessions,
  { load, think, capacity, slots, ...line }: Setting,
  clock: VirtualTimeScheduler,
  sharing: (Sharing & { readonly storage: ModelStorage }) | undefined,
): RunningProcess {
  const source = createSource(clock, { load, think, capacity, slots, ...line });
  const options = { maxKeys: capacity, concurrency: slots, scheduler: clock };
  const learner = auto<Key>();
  const shared =
    sharing &&
    shareModel(learner, sharing.storage, { name: 'bench', every: sharing.every, scheduler: clock });
  const cache = prefetchCache<Key, Item>(
    (key) => source.load(key),
    shared?.predictor ?? learner,
    options,
  );
  const begins = new Set(starts);
  let at = 0;
  let wait = 0;
  let askedAt = 0;
  const arrive = () => {
    const key$ = new Subject<Key>();
    const reading = key$.pipe(cache).subscribe(({ key }) => {
      if (key !== keys[at]) throw new Error(`Request ${at} was for ${keys[at]} and got ${key}`);
      at++;
      wait += clock.frame - askedAt;
      if (at < keys.length) clock.schedule(ask, think);
    });
    return { key$, reading };
  };
  let reader = arrive();
  const ask = (): void => {
    if (at > 0 && begins.has(at)) {
      reader.reading.unsubscribe();
      reader = arrive();
    }
    askedAt = clock.frame;
    reader.key$.next(keys[at] as Key);
  };
  clock.schedule(ask, 0);
  return {
    isOver: () => at === keys.length,
    end() {
      void shared?.close();
      cache.close();
      return { requests: keys.length, wait, loads: source.begun };
    },
  };
}
