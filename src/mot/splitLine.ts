import { isSpace } from './isSpace.js';

const space = 0x20;
const tab = 0x09;
const quote = 0x22;
/** Further columns are counted, but not kept. */
const mostKept = 256;

/**
 * Splits a line into columns, and returns their number.
 *
 * @param delimiter - byte between columns; a space means any number of spaces and tabs
 * @param bounds - set to the start and end of each column, without spaces and quotes around it
 */
export function splitLine(
  bytes: Uint8Array,
  from: number,
  to: number,
  delimiter: number,
  bounds: number[],
): number {
  const isBlank = delimiter === space;
  const isEnd = (at: number) => bytes[at] === delimiter || (isBlank && bytes[at] === tab);
  const skip = (at: number) => {
    while (at < to && isSpace(bytes[at] ?? 0) && (isBlank || bytes[at] !== delimiter)) at++;
    return at;
  };
  let count = 0;
  let start = skip(from);
  if (isBlank && start === to) return 0;
  for (;;) {
    const closing = bytes[start] === quote && start < to ? closingQuote(bytes, start + 1, to) : -1;
    let stop = closing < 0 ? start : closing;
    while (stop < to && !isEnd(stop)) stop++;
    let end = stop;
    while (end > start && isSpace(bytes[end - 1] ?? 0)) end--;
    const isQuoted = closing >= 0 && end === closing + 1;
    if (count < mostKept) {
      bounds[2 * count] = isQuoted ? start + 1 : start;
      bounds[2 * count + 1] = isQuoted ? closing : end;
    }
    count++;
    if (stop >= to) return count;
    start = skip(stop + 1);
    if (isBlank && start >= to) return count;
  }
}

/** Position of the quote that ends a quoted column; two in a row are a character of it. */
function closingQuote(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (bytes[at] !== quote) continue;
    if (bytes[at + 1] !== quote || at + 1 >= to) return at;
    at++;
  }
  return -1;
}
