import type { FrameIndex } from './frameIndex.js';
import { blankLine } from './frameNumber.js';
import type { LineFormat } from './lineFormat.js';
import type { LineMarks } from './lineMarks.js';
import { longestField } from './parseNumber.js';
import { markLength } from './sampleLines.js';

/** What a scan fills. */
export interface ScanTarget {
  readonly index: FrameIndex;
  readonly marks: LineMarks;
  readonly format: LineFormat;
  /** Whether a line is known that can be read: until one is, each is parsed. */
  readonly isReadable: boolean;
  /** A line that has no frame number: it throws if that is to end the scan. */
  noFrame(line: number, bytes: Uint8Array, from: number, to: number): void;
  /**
   * A line that cannot be read though it has a frame number; not called once a line could be read.
   */
  unreadable(line: number, bytes: Uint8Array, from: number, to: number): void;
}

/** Goes over the bytes of a file, once. */
export interface LineScanner {
  /** Lines with a frame number until now. */
  readonly lines: number;
  /** Whether any line could be read, or is longer than what is kept of one. */
  readonly isReadable: boolean;
  /** The next bytes. Nothing of the array is held. */
  push(chunk: Uint8Array): void;
  /** There are no more bytes. */
  end(): void;
}

const longestMark = 3;
/**
 * Of a column that is compared, with its delimiter: two words of four bytes, that overlap or touch.
 */
const longestPrefix = 8;

/**
 * Finds the line ends, and reads the frame number of each line.
 *
 * Two things make it nearly as fast as looking for line ends alone. `indexOf` is one search by the
 * machine's own means where the chunk is a Buffer of Node. And a line that begins with the same
 * bytes as the one before, up to the first delimiter, is of the same frame: in a file that is
 * ordered by frame comparing two words replaces the reading of the number.
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
  /**
   * The beginning of a line that goes on in the next chunk; more of it than a frame number may take
   * is not kept.
   */
  const rest = new Uint8Array(longestField + 1 + longestMark);
  let restLength = 0;
  let restStart = -1;
  /** The first column of the last line that was read; 0 long if it is not to be compared. */
  let prefixLength = 0;
  let [mask, head, tail] = [0, 0, 0];

  /**
   * Takes in one line; returns whether equal bytes before the first delimiter always mean this
   * frame.
   */
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
   * Passes over lines that begin as the last one; says where the first that does not, or does not
   * end here, begins.
   */
  function passSame(chunk: Uint8Array, view: DataView, from: number): number {
    if (prefixLength === 0) return from;
    // What a loop this hot compares is held in constants of its own: it takes half the time.
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
      const newline = chunk.indexOf(lineEnd, at + length);
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

  /** Ends the line that began in an earlier chunk; says where the next one begins. */
  function takeRest(chunk: Uint8Array): number {
    if (restStart < 0) return 0;
    // Without the 0, which is the default, the call is another kind of call to the engine, and all
    // of them get slower.
    const newline = chunk.indexOf(lineEnd, 0);
    const end = newline < 0 ? chunk.length : newline;
    keep(chunk.subarray(0, end));
    if (newline < 0) return end;
    take(rest, 0, restLength, restStart);
    prefixLength = 0; // it is of an older line
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
        const newline = at < chunk.length ? chunk.indexOf(lineEnd, at) : -1;
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
