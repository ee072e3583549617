import type { AccessPredictor } from '../../src/types.js';

/** All that a predictor says, in its order and each time that it says it. */
export function pairsOf<K>(
  predictor: AccessPredictor<K>,
  current: K,
  history: readonly K[] = [current],
): [K, number][] {
  const pairs: [K, number][] = [];
  predictor.predict(current, history, (key, likelihood) => pairs.push([key, likelihood]));
  return pairs;
}
