import { frameNumber } from './frameNumber.js';
import type { BytesOf } from './pageCache.js';
import { parseLine } from './parseLine.js';
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
  readonly bad: readonly BadLine[];
}

/** A line that gives no detection, while its number is not known. */
export interface BadLine {
  /** Where it begins in the file. */
  readonly offset: number;
  /** What was expected and what came. */
  readonly reason: string;
}

const lineFeed = 10;

/** Parses all lines of a frame, in the order of the file. */
export function parseFrame({ frame, ranges }: FramePlace, bytesOf: BytesOf): ParsedFrame {
  const detections: Detection[] = [];
  const bad: BadLine[] = [];
  for (const range of ranges) {
    const bytes = bytesOf(range);
    for (let at = 0; at < bytes.length;) {
      const newline = bytes.indexOf(lineFeed, at);
      const end = newline < 0 ? bytes.length : newline;
      // A run goes on over blank lines and over those without a frame number, which the index has counted.
      if (frameNumber(bytes, at, end) === frame) {
        const result = parseLine(bytes, at, end);
        if (typeof result === 'string') bad.push({ offset: range.start + at, reason: result });
        else detections.push(result);
      }
      at = end + 1;
    }
  }
  return { frame: { frame, detections }, bad };
}
