import type { LineFormat } from './lineFormat.js';
import type { BytesOf } from './pageCache.js';
import type { ByteRange } from '../net/byteRange.js';
import type { Detection, Frame } from './types.js';

/** A frame with the positions of its lines. */
export interface FramePlace {
  readonly frame: number;
  readonly ranges: readonly ByteRange[];
}

/** A frame with its malformed lines. */
export interface ParsedFrame {
  readonly frame: Frame;
  /** The first malformed lines. */
  readonly bad: readonly BadLine[];
  /** Number of malformed lines. */
  readonly badCount: number;
}

/** A malformed line whose line number is not known yet. */
export interface BadLine {
  /** Offset of the line in the file. */
  readonly offset: number;
  /** What was expected, and what was found. */
  readonly reason: string;
}

/** Reasons are made for as many lines as are kept. */
const mostReasons = 100;

/** Parses all lines of a frame, in the order of the file. */
export function parseFrame(
  { frame, ranges }: FramePlace,
  bytesOf: BytesOf,
  format: LineFormat,
): ParsedFrame {
  const detections: Detection[] = [];
  const bad: BadLine[] = [];
  let badCount = 0;
  for (const range of ranges) {
    const bytes = bytesOf(range);
    for (let at = 0; at < bytes.length;) {
      const newline = bytes.indexOf(format.lineEnd, at);
      const end = newline < 0 ? bytes.length : newline;
      // A run contains blank lines, and lines without a frame number, which the scan has counted.
      if (format.frameOf(bytes, at, end) === frame) {
        const detection = format.parse(bytes, at, end);
        if (detection) detections.push(detection);
        else if (badCount++ < mostReasons)
          bad.push({ offset: range.start + at, reason: format.reasonOf(bytes, at, end) });
      }
      at = end + 1;
    }
  }
  return { frame: { frame, detections }, bad, badCount };
}
