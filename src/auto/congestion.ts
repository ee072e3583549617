/** Measures how much loads slow each other down. */
export interface Congestion {
  /**
   * Part of the time of a lone load by which each further load in flight delays the others; 0 where
   * they do not share a line.
   */
  readonly price: number;
  /** A load began. */
  started(key: unknown): void;
  /** A load ended; with its duration if it has its item. */
  ended(key: unknown, duration?: number): void;
}

/** Weight of a load in the moving averages. */
const WEIGHT = 0.01;
/** Smaller prices may be chance. */
const NOISE = 0.05;
/** Variance of the loads in flight from which on a price follows. */
const LEAST_VARIANCE = 0.2;

/**
 * Measures the slope of durations over the number of loads in flight at their start: a moving linear
 * regression. The number at their end would mislead: of the loads that share a line the last to end
 * are alone by then, and took the longest.
 */
export function createCongestion(): Congestion {
  /** Loads in flight, each with how many there were once it had begun. */
  const inFlight = new Map<unknown, number>();
  let [meanLoads, meanTime, variance, covariance] = [1, 0, 0, 0];
  const congestion = {
    price: 0,
    started(key: unknown) {
      inFlight.delete(key);
      inFlight.set(key, inFlight.size + 1);
    },
    ended(key: unknown, duration?: number) {
      const loads = inFlight.get(key);
      inFlight.delete(key);
      if (loads === undefined || duration === undefined) return;
      if (meanTime === 0) [meanLoads, meanTime] = [loads, duration];
      const [moreLoads, moreTime] = [loads - meanLoads, duration - meanTime];
      meanLoads += WEIGHT * moreLoads;
      meanTime += WEIGHT * moreTime;
      variance += WEIGHT * (moreLoads * moreLoads - variance);
      covariance += WEIGHT * (moreLoads * moreTime - covariance);
      if (variance < LEAST_VARIANCE) return;
      const slope = covariance / variance;
      const alone = Math.max(meanTime - slope * (meanLoads - 1), meanTime / 10);
      congestion.price = alone > 0 ? Math.max(0, slope / alone - NOISE) : 0;
    },
  };
  return congestion;
}
