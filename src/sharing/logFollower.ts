import { readKey } from '../structures/savedKey.js';
import type { Access, AccessPredictor } from '../types.js';
import type { ByProcess } from './processes.js';
import type { SharedLog, SharedStep } from './sharedLog.js';

/** What a predictor has learned of one log. */
export interface Followed {
  /** Requests that were learned. */
  readonly learned: number;
  /** Steps that the log no longer had. */
  readonly missed: number;
  /** What the predictor or the identity threw: the first error, if any. */
  readonly errors: readonly unknown[];
}

/** Teaches a predictor the steps of other processes, each step once. */
export interface LogFollower {
  /** The ends of the logs that were learned. */
  readonly seen: ByProcess;
  /** Takes over what a restored model contains: the steps before these ends are not learned again. */
  skipTo(ends: ByProcess): void;
  /**
   * Learns what is new of a log, in slices of some ms. O(new steps)
   *
   * A step that throws is not learned; the next ones are.
   */
  follow(process: string, log: SharedLog): Generator<void, Followed>;
  /** Ends the readers of all processes but these. */
  endAllBut(processes: ByProcess): void;
}

/** What a follower needs. */
export interface FollowerOptions<K> {
  readonly predictor: AccessPredictor<K>;
  /** The key of a written identity; undefined for one that is not known here. */
  readonly toKey: (written: unknown) => K | undefined;
  /** Whether a request for this key would be a hit in the cache of this process. */
  readonly isResident: (key: K) => boolean;
  readonly now: () => number;
}

/** Steps of one slice. */
const SLICE = 100;
/** Readers of one process at most; beyond them, the one that moved longest ago has ended. */
const MAX_READERS = 1000;
/** Processes of which the end of the log is remembered, also after they have ended. */
const MAX_PROCESSES = 256;
/** Keys of history that the predictor gets. */
const HISTORY = 30;

/** A reader of another process. */
interface ForeignReader<K> {
  readonly number: number;
  readonly history: K[];
}

// One idea: the steps of other processes as requests of readers with negative numbers.
export function createLogFollower<K>(options: FollowerOptions<K>): LogFollower {
  const { predictor, toKey, isResident, now } = options;
  let seen = new Map<string, number>();
  const readers = new Map<string, Map<number, ForeignReader<K>>>();
  let created = 0;

  const end = (known: Map<number, ForeignReader<K>>, reader: number): void => {
    const found = known.get(reader);
    known.delete(reader);
    if (found) predictor.ended?.(found.number);
  };
  const endAll = (process: string): void => {
    const known = readers.get(process);
    readers.delete(process);
    for (const reader of [...(known?.keys() ?? [])]) if (known) end(known, reader);
  };
  const readersOf = (process: string): Map<number, ForeignReader<K>> => {
    const known = readers.get(process) ?? new Map<number, ForeignReader<K>>();
    readers.set(process, known);
    return known;
  };
  const readerOf = (known: Map<number, ForeignReader<K>>, reader: number): ForeignReader<K> => {
    const found = known.get(reader) ?? { number: -++created, history: [] };
    known.delete(reader);
    known.set(reader, found);
    if (known.size > MAX_READERS) end(known, known.keys().next().value as number);
    return found;
  };
  /** @returns whether a request was learned */
  const learn = (
    known: Map<number, ForeignReader<K>>,
    step: SharedStep,
    next: SharedStep | undefined,
  ): boolean => {
    const [reader, written, view] = step;
    if (step.length === 1) {
      end(known, reader);
      return false;
    }
    const key = toKey(readKey(written));
    if (key === undefined) return false;
    const { number, history } = readerOf(known, reader);
    history.push(key);
    if (history.length > HISTORY) history.shift();
    const access: Access<K> = {
      key,
      at: now(),
      reader: number,
      view,
      outcome: isResident(key) ? 'hit' : 'miss',
      isResident,
    };
    predictor.observe?.(access);
    // As in a cache: one prediction after all keys of a view. It is measured, not prefetched.
    const isWithin = view !== undefined && next?.[0] === reader && next[2] === view;
    if (!isWithin) predictor.predict(key, history, ignore);
    return true;
  };

  /** Notes the end of a log; the process whose log has not changed for the longest time is forgotten. */
  const see = (process: string, end: number): void => {
    seen.delete(process);
    seen.set(process, end);
    if (seen.size > MAX_PROCESSES) seen.delete(seen.keys().next().value as string);
  };

  return {
    get seen() {
      return seen;
    },
    skipTo(ends) {
      for (const process of [...readers.keys()]) endAll(process);
      seen = new Map([...ends].slice(-MAX_PROCESSES));
    },
    *follow(process, { end, steps }) {
      const known = seen.get(process) ?? 0;
      const from = Math.max(known, end - steps.length);
      // Also without news: the process takes part, and must not be the one that is forgotten.
      see(process, from);
      if (end <= known) return { learned: 0, missed: 0, errors: [] };
      const news = steps.slice(from - end);
      const errors: unknown[] = [];
      let learned = 0;
      const guard = (job: () => void): void => {
        try {
          job();
        } catch (error) {
          if (errors.length === 0) errors.push(error);
        }
      };
      // After a gap, the steps of a reader are not in a row.
      if (from > known) guard(() => endAll(process));
      for (const [i, step] of news.entries()) {
        see(process, from + i + 1);
        guard(() => {
          if (learn(readersOf(process), step, news[i + 1])) learned++;
        });
        if ((i + 1) % SLICE === 0) yield;
      }
      return { learned, missed: from - known, errors };
    },
    endAllBut(processes) {
      for (const process of [...readers.keys()]) if (!processes.has(process)) endAll(process);
    },
  };
}

function ignore(): void {
  // A prediction for a reader of another process is only measured.
}
