import { Observable } from 'rxjs';
import { expected } from '../options.js';
import { checkBytes } from './checkBytes.js';
import { MalformedLineError } from './errors.js';
import { frameIndex, type FrameIndex } from './frameIndex.js';
import { lineMarks, type LineMarks } from './lineMarks.js';
import { lineScanner } from './lineScanner.js';
import { malformedLines, type MalformedLines } from './malformedLines.js';
import { quote } from './quote.js';
import type { MotSource, OpenedSource } from './source.js';
import type { IndexProgress } from './types.js';

/** What is known of a file when it has been gone over. */
export interface IndexedFile {
  readonly index: FrameIndex;
  readonly marks: LineMarks;
  readonly malformed: MalformedLines;
  /** Lines with a frame number. */
  readonly lines: number;
  /** Bytes of the file. */
  readonly size: number;
}

/** As much as is gone over between two rests, in which timers and other input have their turn. */
const slice = 512 * 1024;
const untilRest = 16 << 20;

/**
 * Goes over a source once, when subscribed; says how far it is at each hundredth, and before it completes hands over what it found.
 *
 * @param strict - whether a line without a frame number is an error
 */
export function indexing(source: MotSource, strict: boolean, found: (file: IndexedFile) => void): Observable<IndexProgress> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    scan(source, strict, controller.signal, (progress) => subscriber.next(progress)).then(
      ({ file, progress }) => {
        if (subscriber.closed) return;
        found(file);
        subscriber.next(progress);
        subscriber.complete();
      },
      (error: unknown) => subscriber.error(error),
    );
    return () => controller.abort();
  });
}

async function scan(source: MotSource, strict: boolean, signal: AbortSignal, say: (progress: IndexProgress) => void) {
  const index = frameIndex();
  const marks = lineMarks();
  const malformed = malformedLines();
  const noFrame = (line: number, bytes: Uint8Array) => {
    const comma = bytes.indexOf(0x2c, 0);
    const reason = `expected column 1 (frame) to be a whole number, got ${quote(comma < 0 ? bytes : bytes.subarray(0, comma))}`;
    if (strict) throw new MalformedLineError(source.name, line, reason);
    malformed.add({ line, reason });
  };
  const scanner = lineScanner({ index, marks, noFrame });
  const { size: total, chunks } = checkOpened(await source.open(signal));
  const progressAt = (bytes: number): IndexProgress => ({ bytes, total, lines: scanner.lines, frames: index.size });
  const step = total === undefined ? 1 << 20 : total / 100;
  let bytes = 0;
  let said = 0;
  let rested = 0;
  if (total !== 0) say(progressAt(0));
  for await (const chunk of chunks) {
    checkBytes('chunk of source.open()', chunk);
    for (let at = 0; at < chunk.length; at += slice) {
      signal.throwIfAborted();
      const part = chunk.subarray(at, at + slice);
      scanner.push(part);
      bytes += part.length;
      if (bytes >= said + step && bytes !== total) {
        said = bytes;
        say(progressAt(bytes));
      }
      if (bytes >= rested + untilRest) {
        rested = bytes;
        await rest();
      }
    }
  }
  scanner.end();
  return { file: { index, marks, malformed, lines: scanner.lines, size: bytes }, progress: { ...progressAt(bytes), total: bytes } };
}

/** What a source gave when it was opened. A plain iterable is gone over as well. @throws TypeError for what has no chunks */
function checkOpened(opened: OpenedSource): OpenedSource {
  const chunks = Object((opened as Partial<OpenedSource> | undefined)?.chunks) as object;
  if (Symbol.asyncIterator in chunks || Symbol.iterator in chunks) return opened;
  throw expected('source.open()', 'an object with `chunks`, an async iterable', opened);
}

/** Lets the event loop go round: by `setImmediate` where there is one, as a timer waits for a millisecond at least. */
function rest(): Promise<void> {
  const { setImmediate: immediate } = globalThis as { setImmediate?: (callback: () => void) => void };
  return new Promise((resolve) => {
    if (immediate) immediate(resolve);
    else setTimeout(resolve);
  });
}
