/** Whether loads slow each other down. */
export interface Congestion {
  /**
   * By what share of a lone load's time each load more in flight delays the others: 0 where they
   * do not share a line.
   */
  readonly price: number;
  started(key: unknown): void;
  /** A load is over; with its duration if it has its item. */
  ended(key: unknown, duration?: number): void;
}

/** What a load weighs in the moving averages. */
const WEIGHT = 0.01;
/** Less than this may be chance. */
const NOISE = 0.05;
/** The number in flight must have varied so much before anything follows from it. */
const LEAST_VARIANCE = 0.2;

/**
 * Nothing measured yet. The slope of durations over the number in flight when a load begins: a
 * moving linear regression. The number when it ends would say less, as of those that share a line
 * the last to end are alone by then, and took the longest.
 */
export function createCongestion(): Congestion {
  /** What is in flight: each load with how many there were when it had begun. */
  const air = new Map<unknown, number>();
  let [meanAir, meanTime, variance, covariance] = [1, 0, 0, 0];
  const congestion = {
    price: 0,
    started(key: unknown) {
      air.delete(key);
      air.set(key, air.size + 1);
    },
    ended(key: unknown, duration?: number) {
      const together = air.get(key);
      air.delete(key);
      if (together === undefined || duration === undefined) return;
      if (meanTime === 0) [meanAir, meanTime] = [together, duration];
      const [byAir, byTime] = [together - meanAir, duration - meanTime];
      meanAir += WEIGHT * byAir;
      meanTime += WEIGHT * byTime;
      variance += WEIGHT * (byAir * byAir - variance);
      covariance += WEIGHT * (byAir * byTime - covariance);
      if (variance < LEAST_VARIANCE) return;
      const slope = covariance / variance;
      const alone = Math.max(meanTime - slope * (meanAir - 1), meanTime / 10);
      congestion.price = alone > 0 ? Math.max(0, slope / alone - NOISE) : 0;
    },
  };
  return congestion;
}
