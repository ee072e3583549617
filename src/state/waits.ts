import type { WaitStats } from '../types.js';

/** The upper edge of the first bucket, in ms. */
const FIRST = 0.001;
/** How much wider each bucket is than the one before: its middle is within 5 % of all that it holds. */
const GROWTH = 1.05 / 0.95;
const LOG_GROWTH = Math.log(GROWTH);
/** The last bucket, which also holds all above it: beyond 30,000 years. */
const LAST = 400;

/** Counts waits. */
export interface Waits {
  /** How many there were; to count one of 0 is to add it. */
  count: number;
  add(wait: number): void;
  read(): WaitStats;
}

/**
 * A logarithmic histogram with a relative error of 5 %, after DDSketch (Masson, Rim and Lee, VLDB 2019).
 *
 * @param from - where to go on counting
 */
export function createWaits(from?: WaitStats): Waits {
  // The first is filled in when they are read: most waits are 0, and a hit may cost little.
  const buckets: number[] = from ? [...from.histogram] : [];
  let total = from?.total ?? 0;
  let waited = (from?.count ?? 0) - (buckets[0] ?? 0);

  const percentile = (share: number): number => {
    let rank = Math.ceil(share * waits.count);
    for (let i = 0; i < buckets.length; i++) {
      rank -= buckets[i] as number;
      if (rank <= 0) return i === 0 ? 0 : (2 * FIRST * GROWTH ** i) / (1 + GROWTH);
    }
    return 0;
  };

  const waits: Waits = {
    count: from?.count ?? 0,
    add(wait) {
      waits.count++;
      if (wait === 0) return;
      total += wait;
      const bucket = Math.min(Math.max(Math.ceil(Math.log(wait / FIRST) / LOG_GROWTH), 1), LAST);
      while (buckets.length <= bucket) buckets.push(0);
      (buckets[bucket] as number)++;
      waited++;
    },
    read() {
      const { count } = waits;
      if (count > 0) buckets[0] = count - waited;
      return { count, total, mean: count > 0 ? total / count : 0, p95: percentile(0.95), histogram: [...buckets] };
    },
  };
  return waits;
}
