import { findByte } from './findByte.js';
import type { FrameIndex } from './frameIndex.js';
import { blankLine } from './frameNumber.js';
import type { LineFormat } from './lineFormat.js';
import type { LineMarks } from './lineMarks.js';
import { longestField } from './parseNumber.js';
import { markLength } from './sampleLines.js';

/** What a scan fills, and how it reads lines. */
export interface ScanTarget {
  readonly index: FrameIndex;
  readonly marks: LineMarks;
  readonly format: LineFormat;
  /** Whether a readable line is known. Until one is, each line is parsed. */
  readonly isReadable: boolean;
  /** Called for each line without a frame number. An error that it throws ends the scan. */
  noFrame(line: number, bytes: Uint8Array, from: number, to: number): void;
  /** Called for each line with a frame number that cannot be parsed, until the first that can. */
  unreadable(line: number, bytes: Uint8Array, from: number, to: number): void;
}

/** Scans the bytes of a file once, in order. */
export interface LineScanner {
  /** Lines with a frame number so far. */
  readonly lines: number;
  /** Whether any line could be parsed, or was longer than the bytes that are kept of a line. */
  readonly isReadable: boolean;
  /** Scans the next bytes. Keeps no reference to the array. */
  push(chunk: Uint8Array): void;
  /** Ends the last line. */
  end(): void;
}

/** Bytes of a byte-order mark. */
const longestMark = 3;
/** Bytes of a compared column with its delimiter: two words, which overlap or touch. */
const longestPrefix = 8;

/**
 * Finds the line ends, and reads the frame number of each line.
 *
 * A line that begins with the same bytes as the line before, up to the first delimiter, belongs to
 * the same frame. In a file that is ordered by frame, comparing two words replaces the reading of
 * the number, so that a scan takes little longer than a search for line ends.
 */
export function lineScanner(target: ScanTarget): LineScanner {
  const { index, marks, format } = target;
  const { lineEnd, delimiter, dataStart, isFrameFirst } = format;
  let { isReadable } = target;
  /** Bytes before the chunk. */
  let base = 0;
  /** Lines that have ended. */
  let ended = 0;
  let withoutFrame = 0;
  let frame = NaN;
  /** First bytes of a line that continues in the next chunk: as many as a frame number may take. */
  const rest = new Uint8Array(longestField + 1 + longestMark);
  let restLength = 0;
  /** Offset in the file of the line in `rest`; −1 without one. */
  let restStart = -1;
  /** Bytes of the first column of the last line, with its delimiter; 0 if it is not compared. */
  let prefixLength = 0;
  /** First and last word of that column, and the bits of each that belong to it. */
  let [mask, head, tail] = [0, 0, 0];

  /** Reads one line; returns whether equal bytes before the first delimiter mean an equal frame. */
  function take(bytes: Uint8Array, from: number, to: number, offset: number): boolean {
    const skipped = offset === 0 ? markLength(bytes, from) : 0;
    const found = offset < dataStart ? blankLine : format.frameOf(bytes, from + skipped, to);
    ended++;
    if (Number.isNaN(found) || found === blankLine) {
      withoutFrame++;
      if (found !== blankLine) target.noFrame(ended, bytes, from + skipped, to);
      return false;
    }
    if (found !== frame) index.begin(found, offset + skipped);
    frame = found;
    if (!isReadable) {
      isReadable =
        to - from === rest.length || format.parse(bytes, from + skipped, to) !== undefined;
      if (!isReadable) target.unreadable(ended, bytes, from + skipped, to);
    }
    return isReadable && isFrameFirst && skipped === 0;
  }

  function rememberPrefix(chunk: Uint8Array, view: DataView, from: number): void {
    prefixLength = 0;
    if (from > chunk.length - longestPrefix) return;
    let length = 1;
    while (length <= longestPrefix && chunk[from + length - 1] !== delimiter) length++;
    if (length > longestPrefix) return;
    prefixLength = length;
    mask = length < 4 ? (1 << (8 * length)) - 1 : -1;
    head = view.getInt32(from, true) & mask;
    tail = view.getInt32(from + Math.max(0, length - 4), true) & mask;
  }

  /**
   * Skips lines with the first column of the last line. Returns where the first line begins that
   * has another one, or that does not end in this chunk.
   */
  function passSame(chunk: Uint8Array, view: DataView, from: number): number {
    if (prefixLength === 0) return from;
    // Local constants halve the time of the loop.
    const localMask = mask;
    const localHead = head;
    const localTail = tail;
    const length = prefixLength;
    const tailAt = Math.max(0, length - 4);
    const last = chunk.length - longestPrefix;
    let at = from;
    let passed = 0;
    while (
      at <= last &&
      (((view.getInt32(at, true) ^ localHead) | (view.getInt32(at + tailAt, true) ^ localTail)) &
        localMask) ===
        0
    ) {
      const newline = findByte(chunk, view, lineEnd, at + length);
      if (newline < 0) break;
      passed++;
      at = newline + 1;
    }
    ended += passed;
    return at;
  }

  function keep(bytes: Uint8Array): void {
    const part = bytes.subarray(0, rest.length - restLength);
    rest.set(part, restLength);
    restLength += part.length;
  }

  /** Ends the line that began in an earlier chunk. Returns where the next one begins. */
  function takeRest(chunk: Uint8Array): number {
    if (restStart < 0) return 0;
    // Without the explicit 0 the engine sees another kind of call, and all calls get slower.
    const newline = chunk.indexOf(lineEnd, 0);
    const end = newline < 0 ? chunk.length : newline;
    keep(chunk.subarray(0, end));
    if (newline < 0) return end;
    take(rest, 0, restLength, restStart);
    prefixLength = 0; // belongs to an older line
    restStart = -1;
    return newline + 1;
  }

  return {
    get lines() {
      return ended - withoutFrame;
    },
    get isReadable() {
      return isReadable;
    },
    push(chunk) {
      marks.mark(base, ended + 1);
      const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
      let at = takeRest(chunk);
      for (;;) {
        at = passSame(chunk, view, at);
        const newline = at < chunk.length ? findByte(chunk, view, lineEnd, at) : -1;
        if (newline < 0) break;
        if (take(chunk, at, newline, base + at)) rememberPrefix(chunk, view, at);
        at = newline + 1;
      }
      if (at < chunk.length) {
        restStart = base + at;
        restLength = 0;
        keep(chunk.subarray(at));
      }
      base += chunk.length;
    },
    end() {
      if (restStart >= 0) take(rest, 0, restLength, restStart);
      restStart = -1;
      index.end(base);
    },
  };
}
