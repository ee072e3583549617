import { expected } from '../options.js';

/** The largest number, so that no sum or product of a few likelihoods overflows. */
const LARGEST = 1e100;

/**
 * Throws unless an option is a number, or a safe integer, within its limits; no number may be above 1e100.
 *
 * @param name - of the option, for the message
 * @throws TypeError for what is no number, RangeError for a number that does not fit
 */
export function checkOption(name: string, value: unknown, kind: 'number' | 'integer', from: number, to = LARGEST): void {
  const isNumber = typeof value === 'number';
  if (isNumber && value >= from && value <= to && (kind === 'number' || Number.isSafeInteger(value))) return;
  const limits = `from ${from} ${to === LARGEST ? 'and up' : `to ${to}`}`;
  throw expected(name, `${kind === 'number' ? 'a finite number' : 'an integer'} ${limits}`, value, isNumber ? RangeError : TypeError);
}
