import { expected } from '../options.js';
import type { Predictor } from '../types.js';

/**
 * Asks a predictor of either form, and adds each of its pairs.
 *
 * Likelihoods are not checked here, but by `add`. If `add` throws, the iterator of the predictor is
 * closed.
 *
 * @throws TypeError if a function returns anything but an iterable of pairs
 */
export function askPredictor<K>(
  predictor: Predictor<K>,
  current: K,
  history: readonly K[],
  add: (key: K, likelihood: number) => void,
): void {
  if (typeof predictor === 'function') {
    const pairs = predictor(current, history);
    // An iterator would cost more than a hit.
    if (!Array.isArray(pairs) || pairs.length > 0) addPairs(pairs, add);
  } else predictor.predict(current, history, add);
}

function addPairs<K>(
  pairs: Iterable<readonly [K, number]>,
  add: (key: K, likelihood: number) => void,
): void {
  if (typeof (pairs as Partial<Iterable<unknown>> | undefined)?.[Symbol.iterator] !== 'function') {
    throw expected(
      'predictor',
      'a function that returns an iterable of [key, likelihood] pairs',
      pairs,
    );
  }
  for (const pair of pairs) {
    if (!Array.isArray(pair))
      throw expected('predictor', 'a function that returns [key, likelihood] pairs', pair);
    add(pair[0], pair[1]);
  }
}
