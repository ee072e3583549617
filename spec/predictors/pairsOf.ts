import type { AccessPredictor } from '../../src/types.js';

/** All pairs that a predictor adds, in its order. */
export function pairsOf<K>(
  predictor: AccessPredictor<K>,
  current: K,
  history: readonly K[] = [current],
): [K, number][] {
  const pairs: [K, number][] = [];
  predictor.predict(current, history, (key, likelihood) => pairs.push([key, likelihood]));
  return pairs;
}
