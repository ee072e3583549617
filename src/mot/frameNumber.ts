import { isSpace } from './isSpace.js';
import { longestField, parseNumber } from './parseNumber.js';
import { splitLine } from './splitLine.js';

/** Result for a line with only spaces, or a comment. */
export const blankLine = Infinity;

const hash = 0x23;
const bounds: number[] = [];

/**
 * Frame number of a line: an integer, also one written as `12.0` or `1.2e1`.
 *
 * Returns `blankLine` for a line with only spaces or a comment, and NaN for a line without a frame
 * number. Only the first 1,024 bytes count, so that long lines need no memory.
 *
 * @param delimiter - byte between columns
 * @param column - index of the column with the frame number
 */
export function frameNumber(
  bytes: Uint8Array,
  from: number,
  to: number,
  delimiter: number,
  column: number,
): number {
  // The usual case: a few digits and a delimiter. Nine digits fit an integer of 32 bits.
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
  // The last column may continue beyond the limit.
  if (column >= (limit < to ? count - 1 : count)) return NaN;
  const frame = parseNumber(bytes, bounds[2 * column] ?? 0, bounds[2 * column + 1] ?? 0);
  return Number.isSafeInteger(frame) ? frame + 0 : NaN; // −0 is 0
}
