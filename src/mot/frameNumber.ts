import { isSpace } from './isSpace.js';
import { longestField, parseNumber } from './parseNumber.js';

/** Says that a line has nothing but spaces. */
export const blankLine = Infinity;

const comma = 0x2c;

/**
 * The frame that a line belongs to: its first column, a whole number, also one written as `12.0` or `1.2e1`.
 *
 * `blankLine` if there are only spaces, NaN if the line has no frame number. It has to stand within the first 1,024 bytes, so that a line need not be
 * held for it.
 */
export function frameNumber(bytes: Uint8Array, from: number, to: number): number {
  // Nearly always it is a few digits and a comma; nine digits are an integer of 32 bits.
  const most = Math.min(to, from + 9);
  let value = 0;
  let end = from;
  for (; end < most; end++) {
    const digit = (bytes[end] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (end > from && end < to && bytes[end] === comma) return value;

  const limit = Math.min(to, from + longestField);
  while (end < limit && bytes[end] !== comma) end++;
  if (end === limit && limit === to && isBlank(bytes, from, to)) return blankLine;
  if (end === limit && limit < to) return NaN;
  const frame = parseNumber(bytes, from, end);
  return Number.isSafeInteger(frame) ? frame + 0 : NaN; // −0 is 0
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isSpace(bytes[at] ?? 0)) return false;
  return true;
}
