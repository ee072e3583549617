const HOUR = 3_600_000;

/** Which keys rest, after their loads failed. */
export interface Backoff {
  /** Whether a key is not to be speculated at this time. */
  isResting(id: unknown, now: number): boolean;
  failed(id: unknown, now: number): void;
  succeeded(id: unknown): void;
  /** How many keys are remembered. */
  readonly size: number;
}

/**
 * Rest after failure: `retryAfter` ms, doubled at each failure in a row up to an hour.
 *
 * @param limit - how many keys are remembered; the one that failed longest ago is forgotten first
 */
export function createBackoff(retryAfter: number, limit: number): Backoff {
  // In the order of the last failure.
  const resting = new Map<unknown, { until: number; rest: number }>();
  return {
    get size() {
      return resting.size;
    },
    isResting(id, now) {
      const found = resting.size > 0 ? resting.get(id) : undefined;
      return found !== undefined && now < found.until;
    },
    failed(id, now) {
      const before = resting.get(id);
      const rest = before ? Math.max(retryAfter, Math.min(2 * before.rest, HOUR)) : retryAfter;
      resting.delete(id);
      resting.set(id, { until: now + rest, rest });
      if (resting.size > limit) resting.delete(resting.keys().next().value);
    },
    succeeded(id) {
      if (resting.size > 0) resting.delete(id);
    },
  };
}
