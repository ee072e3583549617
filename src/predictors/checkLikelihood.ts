import { checkNumber } from '../options.js';

/** Pairs that a predictor may add in one call at most. */
export const MAX_PAIRS = 65_536;

/**
 * Throws unless a value is a likelihood: a finite number that is at least 0.
 *
 * @throws RangeError for NaN, Infinity and a number below 0, TypeError for any other type
 */
export function checkLikelihood(likelihood: number): void {
  checkNumber('likelihood', likelihood, 0, false, Number.MAX_VALUE);
}

/**
 * Throws if a predictor has added too many pairs.
 *
 * @param count - the pairs of this call so far
 * @throws RangeError above 65,536
 */
export function checkPairs(count: number): void {
  checkNumber('pairs of a predictor', count, 0, true, MAX_PAIRS);
}
