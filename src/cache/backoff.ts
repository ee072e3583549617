const HOUR = 3_600_000;

/** Which keys rest, after their loads failed. */
export interface Backoff {
  /** Whether a key is not to be speculated now. */
  isResting(id: unknown): boolean;
  failed(id: unknown): void;
  /** Ends the rest of a key, and its growth. */
  readonly forget: (id: unknown) => void;
  /** Ends the rest of all keys. */
  readonly clear: () => void;
}

/**
 * Rest after failure: `retryAfter` ms, doubled at each failure in a row up to an hour.
 *
 * @param limit - how many keys are remembered; the one that failed longest ago is forgotten first
 * @param now - the clock, in ms
 */
export function createBackoff(retryAfter: number, limit: number, now: () => number): Backoff {
  // In the order of the last failure.
  const resting = new Map<unknown, { readonly until: number; readonly rest: number }>();
  return {
    isResting: (id) => now() < (resting.get(id)?.until ?? -Infinity),
    failed(id) {
      const rest = Math.max(retryAfter, Math.min(2 * (resting.get(id)?.rest ?? 0), HOUR));
      resting.delete(id);
      resting.set(id, { until: now() + rest, rest });
      if (resting.size > limit) resting.delete(resting.keys().next().value);
    },
    forget: (id) => void resting.delete(id),
    clear: () => resting.clear(),
  };
}
