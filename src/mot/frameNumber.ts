import { isSpace } from './isSpace.js';
import { longestField, parseNumber } from './parseNumber.js';
import { splitLine } from './splitLine.js';

/** The frame number of a line that has nothing but spaces, or a comment. */
export const blankLine = Infinity;

const hash = 0x23;
const bounds: number[] = [];

/**
 * The frame that a line belongs to, a whole number, also one written as `12.0` or `1.2e1`.
 *
 * `blankLine` if there are only spaces or a comment, NaN if the line has no frame number. It has to
 * stand within the first 1,024 bytes, so that a line need not be held for it.
 *
 * @param delimiter - what stands between columns, a byte
 * @param column - where the frame number stands
 */
export function frameNumber(
  bytes: Uint8Array,
  from: number,
  to: number,
  delimiter: number,
  column: number,
): number {
  // Nearly always it is a few digits and a delimiter; nine digits are an integer of 32 bits.
  const most = column > 0 ? from : Math.min(to, from + 9);
  let value = 0;
  let end = from;
  for (; end < most; end++) {
    const digit = (bytes[end] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (end > from && end < to && bytes[end] === delimiter) return value;

  const limit = Math.min(to, from + longestField);
  let start = from;
  while (start < limit && isSpace(bytes[start] ?? 0)) start++;
  if (bytes[start] === hash && start < limit) return blankLine;
  if (start === limit && limit === to) return blankLine;
  const count = splitLine(bytes, from, limit, delimiter, bounds);
  // The last column may go on beyond the limit.
  if (column >= (limit < to ? count - 1 : count)) return NaN;
  const frame = parseNumber(bytes, bounds[2 * column] ?? 0, bounds[2 * column + 1] ?? 0);
  return Number.isSafeInteger(frame) ? frame + 0 : NaN; // −0 is 0
}
