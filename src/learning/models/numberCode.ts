/**
 * The code of numbers in a saved model: digits of 6 bits. Each number belongs to a column, and the
 * code of a column adapts to the lengths of its numbers, so that usual numbers take few bits.
 *
 * Exponential Golomb codes: as many zeros as a number is longer than usual, then the number. J.
 * Teuhola, A compression method for clustered bit-vectors, Information Processing Letters 1978.
 */

/** Characters of digits, as of base64 for addresses: none is escaped in JSON. */
export const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
export const BITS = 6;
/** Columns at most. */
const COLUMNS = 40;

/** By column: 16 times the mean length of its last numbers in bits. */
export type Lengths = Float64Array;

export function createLengths(): Lengths {
  return new Float64Array(COLUMNS);
}

/** How many bits a usual number of a column has. */
export function usualLength(lengths: Lengths, column: number): number {
  return ((lengths[column] as number) + 6) >> 4;
}

/** 2 to the power of an integer from 0 to 53; a shift is much faster than `**`. */
export function powerOf2(exponent: number): number {
  return exponent < 30 ? 1 << exponent : 2 ** exponent;
}

/** Learns from the length of a number. */
export function learnLength(lengths: Lengths, column: number, value: number): void {
  const before = lengths[column] as number;
  lengths[column] = before + bitLength(value) - before / 16;
}

/** The number of bits of an integer from 0 to 2^53 - 1; 0 for 0. */
export function bitLength(value: number): number {
  return value < 2 ** 30 ? 32 - Math.clz32(value) : 62 - Math.clz32(Math.floor(value / 2 ** 30));
}
