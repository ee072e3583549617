import { isSpace } from './isSpace.js';

/** A line of a sample. */
export interface SampleLine {
  readonly from: number;
  readonly to: number;
}

/** Lines of a sample that may be data, and the last comment before them. */
export interface SampleLines {
  readonly data: readonly SampleLine[];
  readonly comment: SampleLine | undefined;
}

const most = 50;
const hash = 0x23;
const byteOrderMark = [0xef, 0xbb, 0xbf];

/** Length of a byte-order mark at an offset; 0 without one. */
export function markLength(bytes: Uint8Array, at: number): number {
  return byteOrderMark.every((byte, i) => bytes[at + i] === byte) ? byteOrderMark.length : 0;
}

/**
 * The first 50 lines of a file that are neither blank nor comments.
 *
 * @param isWhole - whether the sample is the whole file; otherwise the last line may be cut, and is
 *   left out
 */
export function sampleLines(sample: Uint8Array, isWhole: boolean, lineEnd: number): SampleLines {
  const data: SampleLine[] = [];
  let comment: SampleLine | undefined;
  for (let at = markLength(sample, 0); at < sample.length && data.length < most;) {
    const newline = sample.indexOf(lineEnd, at);
    if (newline < 0 && !isWhole) break;
    const to = newline < 0 ? sample.length : newline;
    let from = at;
    while (from < to && isSpace(sample[from] ?? 0)) from++;
    if (from < to && sample[from] !== hash) data.push({ from, to });
    else if (from < to && data.length === 0) comment = { from: from + 1, to };
    at = to + 1;
  }
  return { data, comment };
}
