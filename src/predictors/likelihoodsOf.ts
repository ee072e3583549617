import { checkPart } from '../options.js';
import type { Predictor } from '../types.js';
import { askPredictor } from './askPredictor.js';
import { checkLikelihood, checkPairs } from './checkLikelihood.js';

/**
 * The likelihoods of a predictor of either form, as a map by key.
 *
 * It serves to inspect or to test a predictor; the cache itself makes no map. Of several likelihoods
 * of one key the largest counts.
 *
 * @param current - the key requested last
 * @param history - the keys requested, oldest first; the last is `current`
 * @throws RangeError for a likelihood of NaN, Infinity or below 0, and for more than 65,536 pairs
 * @throws TypeError if it is no predictor, or a function that returns anything but an iterable of
 *   pairs
 *
 * @example
 * ```ts
 * likelihoodsOf(distanceDecay({ maxSpan: 1 }), 10, [10]);   // Map { 9 → 0.354, 10 → 1, 11 → 0.354 }
 * ```
 */
export function likelihoodsOf<K>(
  predictor: Predictor<K>,
  current: K,
  history: readonly K[],
): Map<K, number> {
  checkPart('predictor', predictor, 'predict', 'observe', 'ended');
  const likelihoods = new Map<K, number>();
  let pairs = 0;
  askPredictor(predictor, current, history, (key, likelihood) => {
    checkPairs(++pairs);
    checkLikelihood(likelihood);
    const known = likelihoods.get(key);
    if (known === undefined || known < likelihood) likelihoods.set(key, likelihood);
  });
  return likelihoods;
}
