import { checkNumber } from '../options.js';

/**
 * Checks a factor or an exponent of likelihoods: from 0 to 1e100, so that sums and products of a few
 * of them are finite.
 *
 * @throws RangeError for a number out of these limits, TypeError for any other type
 */
export function checkScale(name: string, value: number): number {
  return checkNumber(name, value, 0, false, 1e100);
}
