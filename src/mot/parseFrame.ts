import type { LineFormat } from './lineFormat.js';
import type { BytesOf } from './pageCache.js';
import type { ByteRange } from './source.js';
import type { Detection, Frame } from './types.js';

/** Where the lines of a frame are. */
export interface FramePlace {
  readonly frame: number;
  readonly ranges: readonly ByteRange[];
}

/** A frame, and those of its lines that give no detection. */
export interface ParsedFrame {
  readonly frame: Frame;
  /** The first ones. */
  readonly bad: readonly BadLine[];
  /** How many there are. */
  readonly badCount: number;
}

/** A line that gives no detection, while its number is not known. */
export interface BadLine {
  /** Where it begins in the file. */
  readonly offset: number;
  /** What was expected and what came. */
  readonly reason: string;
}

/** Reasons are not made for more lines than are kept. */
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
      // A run goes on over blank lines and over those without a frame number, which the index has
      // counted.
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
