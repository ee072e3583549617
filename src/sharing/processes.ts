import { isCount } from './sharedLog.js';

/**
 * A number for each process: the time of its last sign of life, or the end of its log. Both only
 * grow, so that of two numbers the larger one is the newer one.
 */
export type ByProcess = ReadonlyMap<string, number>;

/**
 * The newer number of each process. Commutative, associative and idempotent: processes may read and
 * write in any order, and any number of times (a state-based counter; M. Shapiro et al.,
 * Conflict-free replicated data types, SSS 2011).
 */
export function newestOf(a: ByProcess, b: ByProcess): Map<string, number> {
  const newest = new Map(a);
  for (const [process, number] of b)
    newest.set(process, Math.max(number, newest.get(process) ?? number));
  return newest;
}

/**
 * The processes with a sign of life between two times. A sign after `until` is of a clock that was
 * set back since.
 */
export function aliveBetween(seen: ByProcess, since: number, until: number): Map<string, number> {
  return new Map([...seen].filter(([, at]) => at >= since && at <= until));
}

/** As it is stored: an object of numbers. Undefined for anything else. */
export function readByProcess(stored: unknown): Map<string, number> | undefined {
  if (Object(stored) !== stored || Array.isArray(stored)) return undefined;
  const pairs = Object.entries(stored as object) as [string, unknown][];
  return pairs.every((pair): pair is [string, number] => isCount(pair[1]))
    ? new Map(pairs)
    : undefined;
}
