import type { WaitStats } from '../types.js';

/** The upper edge of the first bucket that is not for waits of 0, in ms. */
const FIRST = 0.001;
/**
 * How much wider each bucket is than the one before: its middle is within 5 % of all that it holds.
 */
const GROWTH = 1.05 / 0.95;
/** The last bucket, which also holds all above it: beyond 30,000 years. */
const LAST = 400;

/** Counts waits. */
export interface Waits {
  /** How many waits fell into each bucket; the first counts those of 0. */
  readonly buckets: number[];
  add(wait: number): void;
  read(): WaitStats;
}

/**
 * A logarithmic histogram with a relative error of 5 %, after DDSketch (Masson, Rim and Lee, VLDB
 * 2019).
 *
 * @param from - where to go on counting
 */
export function createWaits(from?: WaitStats): Waits {
  const buckets = from?.count ? [...from.histogram] : [0];
  let total = from?.total ?? 0;
  return {
    buckets,
    add(wait) {
      total += wait;
      const bucket =
        wait > 0
          ? Math.min(Math.max(Math.ceil(Math.log(wait / FIRST) / Math.log(GROWTH)), 1), LAST)
          : 0;
      while (buckets.length <= bucket) buckets.push(0);
      (buckets[bucket] as number)++;
    },
    read() {
      const count = buckets.reduce((sum, waits) => sum + waits);
      let rank = Math.ceil(0.95 * count);
      const i = buckets.findIndex((waits) => (rank -= waits) <= 0);
      return {
        count,
        total,
        mean: count && total / count,
        p95: i && (2 * FIRST * GROWTH ** i) / (1 + GROWTH),
        histogram: count ? [...buckets] : [],
      };
    },
  };
}
