import {
  BITS,
  bitLength,
  createLengths,
  DIGITS,
  learnLength,
  powerOf2,
  usualLength,
} from './numberCode.js';

/** Writes numbers as text; see `numberCode.ts`. */
export interface NumberWriter {
  /** Bits that are written so far. */
  readonly bits: number;
  /** Writes an integer from 0 to 2^53 - 1. */
  write(column: number, value: number): void;
  /** Writes an integer between -2^52 and 2^52. */
  writeSigned(column: number, value: number): void;
  toString(): string;
}

/** Digits for which there is room at first. */
const FIRST_LENGTH = 1024;
/** Characters that `String.fromCharCode` gets at once. */
const CHUNK = 8192;
/** Bits that are written at once at most, as `waiting` has up to 5 more. */
const AT_ONCE = 24;

/** Starts with empty text. */
export function createNumberWriter(): NumberWriter {
  const lengths = createLengths();
  const codes = Uint8Array.from(DIGITS, (digit) => digit.charCodeAt(0));
  let digits = new Uint8Array(FIRST_LENGTH);
  let length = 0;
  // The bits that wait for a full digit.
  let waiting = 0;
  let count = 0;

  const put = (value: number, bits: number): void => {
    waiting = (waiting << bits) | value;
    count += bits;
    while (count >= BITS) {
      count -= BITS;
      if (length === digits.length) {
        const larger = new Uint8Array(2 * length);
        larger.set(digits);
        digits = larger;
      }
      digits[length++] = codes[waiting >> count] as number;
      waiting &= (1 << count) - 1;
    }
  };
  const putLong = (value: number, bits: number): void => {
    let left = bits;
    let rest = value;
    while (left > AT_ONCE) {
      left -= AT_ONCE;
      const high = Math.floor(rest / 2 ** left);
      put(high, AT_ONCE);
      rest -= high * 2 ** left;
    }
    put(rest, left);
  };
  const writer = {
    get bits() {
      return length * BITS + count;
    },
    write(column: number, value: number) {
      const usual = usualLength(lengths, column);
      const shifted = value + powerOf2(usual);
      const longer = bitLength(shifted) - 1 - usual;
      const bits = 2 * longer + 1 + usual;
      // The highest bit of the number ends the zeros.
      if (bits <= AT_ONCE) put(shifted, bits);
      else {
        putLong(0, longer);
        putLong(shifted, longer + 1 + usual);
      }
      learnLength(lengths, column, value);
    },
    writeSigned: (column: number, value: number) =>
      writer.write(column, value < 0 ? -2 * value - 1 : 2 * value),
    toString() {
      const all = digits.slice(0, length + 1);
      if (count > 0) all[length] = codes[waiting << (BITS - count)] as number;
      const end = length + Number(count > 0);
      let text = '';
      for (let at = 0; at < end; at += CHUNK)
        text += String.fromCharCode.apply(
          undefined,
          all.subarray(at, Math.min(at + CHUNK, end)) as unknown as number[],
        );
      return text;
    },
  };
  return writer;
}
