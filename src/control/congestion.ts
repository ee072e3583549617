/** Whether loads slow each other down. */
export interface Congestion {
  /** By what share of a lone load's time each load more in the air delays the others: 0 where they do not share a line. */
  readonly price: number;
  started(): void;
  /** A load is over; with its duration if it has its item. */
  ended(duration?: number): void;
}

/** What a load weighs in the moving averages. */
const WEIGHT = 0.01;
/** Less than this may be chance. */
const NOISE = 0.1;
/** The number in the air must have varied so much before anything follows from it. */
const LEAST_VARIANCE = 0.2;

/** Nothing measured yet. The slope of durations over the number in the air: a moving linear regression. */
export function createCongestion(): Congestion {
  let air = 0;
  let [meanAir, meanTime, variance, covariance] = [1, 0, 0, 0];
  const congestion = {
    price: 0,
    started() {
      air++;
    },
    ended(duration?: number) {
      const flying = air;
      air = Math.max(0, air - 1);
      if (duration === undefined) return;
      if (meanTime === 0) [meanAir, meanTime] = [flying, duration];
      const [byAir, byTime] = [flying - meanAir, duration - meanTime];
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
