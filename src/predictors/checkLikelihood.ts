import { show } from '../errors.js';

/** How many pairs a predictor may say at once. */
export const MAX_PAIRS = 65_536;

/**
 * Throws unless a value is a likelihood: a finite number that is at least 0.
 *
 * @throws RangeError for NaN, Infinity, a number below 0 and what is no number
 */
export function checkLikelihood(likelihood: number): void {
  if (!Number.isFinite(likelihood) || likelihood < 0) {
    throw new RangeError(`Expected a likelihood to be a finite number from 0 and up, got \`${show(likelihood)}\` (${typeof likelihood})`);
  }
}

/**
 * Throws if a predictor has said more pairs than it may.
 *
 * @param count - how many it has said in this call
 * @throws RangeError above 65,536
 */
export function checkPairs(count: number): void {
  if (count > MAX_PAIRS) {
    throw new RangeError(`Expected a predictor to say at most ${MAX_PAIRS} pairs at once, got more`);
  }
}
