import { checkNumber } from '../options.js';

/** How many pairs a predictor may say at once. */
export const MAX_PAIRS = 65_536;

/**
 * Throws unless a value is a likelihood: a finite number that is at least 0.
 *
 * @throws RangeError for NaN, Infinity and a number below 0, TypeError for what is no number
 */
export function checkLikelihood(likelihood: number): void {
  checkNumber('likelihood', likelihood, 0, false, Number.MAX_VALUE);
}

/**
 * Throws if a predictor has said more pairs than it may.
 *
 * @param count - how many it has said in this call
 * @throws RangeError above 65,536
 */
export function checkPairs(count: number): void {
  checkNumber('pairs of a predictor', count, 0, true, MAX_PAIRS);
}
