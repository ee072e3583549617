const HOUR = 3_600_000;

/** Which keys rest, after their loads failed. */
export interface Backoff {
  /** Until when a key is not to be prefetched, in ms; -Infinity if it may be. */
  readonly restsUntil: (id: unknown) => number;
  readonly failed: (id: unknown) => void;
  /** Its load succeeded, or its item was set or invalidated: it rests no more. */
  readonly forget: (id: unknown) => void;
  clear(): void;
}

/**
 * Rest after failure: `shortest` ms, doubled at each failure in a row up to an hour.
 *
 * @param limit - how many keys are remembered; the one that failed longest ago is forgotten first
 * @param now - the clock, in ms
 * @param freed - called with each key whose rest ends before its time
 */
export function createBackoff(
  shortest: number,
  limit: number,
  now: () => number,
  freed: (id: unknown) => void,
): Backoff {
  // In the order of the last failure.
  const resting = new Map<unknown, { readonly until: number; readonly rest: number }>();
  return {
    restsUntil: (id) => (resting.size > 0 ? (resting.get(id)?.until ?? -Infinity) : -Infinity),
    failed(id) {
      const rest = Math.max(shortest, Math.min(2 * (resting.get(id)?.rest ?? 0), HOUR));
      resting.delete(id);
      resting.set(id, { until: now() + rest, rest });
      if (resting.size > limit) resting.delete(resting.keys().next().value);
    },
    forget(id) {
      if (resting.delete(id)) freed(id);
    },
    clear() {
      const ids = [...resting.keys()];
      resting.clear();
      ids.forEach(freed);
    },
  };
}
