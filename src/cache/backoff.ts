const HOUR = 3_600_000;
/** The longest rest for which an error may ask, in ms. */
const MAX_RETRY_AFTER = 24 * HOUR;

/** The keys that rest: their loads failed, and they are not prefetched for a time. */
export interface Backoff<K> {
  /** Until when a key rests, in ms of the clock; -Infinity if it does not rest. */
  readonly restsUntil: (id: unknown) => number;
  /**
   * Begins a rest.
   *
   * @param error - its `retryAfter`, if it is a finite number above 0, is the shortest rest in ms
   */
  readonly failed: (id: unknown, key: K, error?: unknown) => void;
  /** The remembered keys, each with its identity. */
  readonly keys: () => [id: unknown, key: K][];
  /** Ends the rest of a key: its load succeeded, or its item was set or invalidated. */
  readonly forget: (id: unknown) => void;
  clear(): void;
}

/**
 * Lets a key rest after each failed load.
 *
 * @param shortest - the first rest, in ms; doubled at each failure in a row, up to an hour
 * @param limit - how many keys are remembered; the oldest failure is forgotten first
 * @param now - the clock, in ms
 * @param unblocked - called with each key whose rest ends early
 */
export function createBackoff<K>(
  shortest: number,
  limit: number,
  now: () => number,
  unblocked: (id: unknown) => void,
): Backoff<K> {
  // Keys in the order of their last failures.
  const resting = new Map<
    unknown,
    { readonly key: K; readonly until: number; readonly rest: number }
  >();
  return {
    restsUntil: (id) => (resting.size > 0 ? (resting.get(id)?.until ?? -Infinity) : -Infinity),
    failed(id, key, error) {
      const rest = Math.max(shortest, Math.min(2 * (resting.get(id)?.rest ?? 0), HOUR));
      resting.delete(id);
      resting.set(id, { key, until: now() + Math.max(rest, retryAfterOf(error)), rest });
      if (resting.size > limit) resting.delete(resting.keys().next().value);
    },
    keys: () => Array.from(resting, ([id, { key }]) => [id, key]),
    forget(id) {
      if (resting.delete(id)) unblocked(id);
    },
    clear() {
      const ids = [...resting.keys()];
      resting.clear();
      ids.forEach(unblocked);
    },
  };
}

/** For how many ms an error asks for a rest; 0 if it does not. */
function retryAfterOf(error: unknown): number {
  let retryAfter: unknown;
  try {
    ({ retryAfter } = error as { readonly retryAfter?: unknown });
  } catch {
    // `undefined` has no members, and a getter may throw.
  }
  return Number.isFinite(retryAfter) ? Math.min(retryAfter as number, MAX_RETRY_AFTER) : 0;
}
