import { checkNumber } from '../options.js';

/**
 * A factor or an exponent of likelihoods: from 0 to 1e100, so that no sum or product of a few
 * overflows.
 *
 * @throws TypeError for what is no number, RangeError for a number that does not fit
 */
export function checkScale(name: string, value: number): number {
  return checkNumber(name, value, 0, false, 1e100);
}
