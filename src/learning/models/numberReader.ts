import { BITS, createLengths, DIGITS, learnLength, powerOf2, usualLength } from './numberCode.js';

/** Reads the numbers that a `NumberWriter` wrote. Each takes a bit at least. */
export interface NumberReader {
  /** An integer from 0 to 2^53 - 1. */
  read(column: number): number;
  /** An integer from 0 to a limit. */
  readUpTo(most: number, column: number): number;
  readSigned(column: number): number;
}

/** Bits that are read at once at most, as `waiting` has up to 6 more. */
const AT_ONCE = 24;
/** Zeros before a number at most. */
const MAX_LONGER = 53;
const NONE = 255;

/** @param fail - throws the error for text that no writer wrote */
export function createNumberReader(text: string, fail: () => never): NumberReader {
  const lengths = createLengths();
  const values = new Uint8Array(128).fill(NONE);
  for (let value = 0; value < DIGITS.length; value++) values[DIGITS.charCodeAt(value)] = value;
  let at = 0;
  // The next bits of the text, and how many they are.
  let waiting = 0;
  let count = 0;

  const fill = (): void => {
    while (count <= AT_ONCE && at < text.length) {
      const value = values[text.charCodeAt(at++)] ?? NONE;
      if (value === NONE) fail();
      waiting = (waiting << BITS) | value;
      count += BITS;
    }
  };
  const take = (bits: number): number => {
    fill();
    if (bits > count) fail();
    count -= bits;
    const value = waiting >>> count;
    waiting &= (1 << count) - 1;
    return value;
  };
  const takeLong = (bits: number): number => {
    let [value, left] = [0, bits];
    for (; left > AT_ONCE; left -= AT_ONCE) value = value * 2 ** AT_ONCE + take(AT_ONCE);
    return value * 2 ** left + take(left);
  };
  const takeZeros = (): number => {
    for (let zeros = 0; zeros <= MAX_LONGER;) {
      fill();
      const some = waiting === 0 ? count : Math.clz32(waiting) - 32 + count;
      if (count === 0) break;
      zeros += some;
      count -= some;
      if (count > 0) return zeros;
    }
    return fail();
  };
  const reader = {
    read(column: number) {
      const usual = usualLength(lengths, column);
      const shifted = takeLong(takeZeros() + 1 + usual);
      const value = shifted - powerOf2(usual);
      if (!Number.isSafeInteger(value)) fail();
      learnLength(lengths, column, value);
      return value;
    },
    readUpTo(most: number, column: number) {
      const value = reader.read(column);
      return value > most ? fail() : value;
    },
    readSigned(column: number) {
      const value = reader.read(column);
      return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
    },
  };
  return reader;
}
