import type { WaitStats } from '../types.js';

/** Upper edge of the first bucket above 0, in ms. */
const FIRST = 0.001;
/** Ratio of the widths of adjacent buckets: the middle of a bucket is within 5 % of its waits. */
const GROWTH = 1.05 / 0.95;
/** The last bucket, which also counts all longer waits: beyond 30,000 years. */
const LAST = 400;

/** A histogram of waits. */
export interface Waits {
  /** Number of waits in each bucket; the first one counts waits of 0. */
  readonly buckets: number[];
  add(wait: number): void;
  read(): WaitStats;
}

/**
 * A logarithmic histogram with a relative error of 5 %, after DDSketch (Masson, Rim and Lee, VLDB
 * 2019).
 *
 * @param from - the counts to continue from
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
