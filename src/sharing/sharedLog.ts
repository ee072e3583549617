import { readKey, writeKey } from '../structures/savedKey.js';
import type { Access } from '../types.js';

/**
 * One step of a reader: `[reader, key]`, with the number of the view for a reader of views; or
 * `[reader]`, its end. Keys are written as in saved models.
 */
export type SharedStep =
  | readonly [reader: number, key: unknown, view: number]
  | readonly [reader: number, key: unknown]
  | readonly [reader: number];

/** The latest steps of the readers of one process, as they are stored. */
export interface SharedLog {
  /** Number of steps from the start of the process to the end of the log. */
  readonly end: number;
  readonly steps: readonly SharedStep[];
}

/** The log that a process writes. */
export interface OwnLog extends SharedLog {
  /** Adds a request. O(1), amortized */
  add(access: Access<unknown>, key: unknown): void;
  /** Adds the end of a reader. O(1), amortized */
  ended(reader: number): void;
  /** The steps that are kept, as plain data. */
  toJSON(): SharedLog;
}

/** Steps of a log at most: all are read in one call. */
export const MAX_STEPS = 100_000;
/** A key with a longer text is not shared, so that a log stays small. */
const MAX_KEY = 1000;

/** @param limit - steps that are kept, at most `MAX_STEPS` */
export function createOwnLog(limit: number): OwnLog {
  let steps: SharedStep[] = [];
  const push = (step: SharedStep): void => {
    log.end++;
    // Cut only now and then, so that a step costs O(1).
    if (steps.push(step) >= 2 * limit) steps = steps.slice(-limit);
  };
  const log = {
    end: 0,
    get steps() {
      return steps.slice(-limit);
    },
    add({ reader, view }: Access<unknown>, key: unknown) {
      const written = writeKey(key);
      if (written === undefined || (typeof written === 'string' && written.length > MAX_KEY))
        return;
      push(view === undefined ? [reader, written] : [reader, written, view]);
    },
    ended: (reader: number) => push([reader]),
    toJSON: () => ({ end: log.end, steps: log.steps }),
  };
  return log;
}

/** The log that a process has stored; undefined for anything else. */
export function readLog(stored: unknown): SharedLog | undefined {
  const { end, steps } = Object(stored) as Partial<SharedLog>;
  if (!isCount(end) || !Array.isArray(steps)) return undefined;
  if (steps.length > Math.min(end, MAX_STEPS)) return undefined;
  return steps.every(isStep) ? { end, steps } : undefined;
}

function isStep(step: unknown): step is SharedStep {
  if (!Array.isArray(step)) return false;
  const [reader, key, view] = step as unknown[];
  if (!Number.isSafeInteger(reader)) return false;
  if (step.length === 1) return true;
  return readKey(key) !== undefined && (step.length === 2 || (step.length === 3 && isCount(view)));
}

/** Whether a value is a whole number of 0 or more. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
