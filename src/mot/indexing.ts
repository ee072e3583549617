import { Observable } from 'rxjs';
import { expected } from '../options.js';
import { checkBytes } from './checkBytes.js';
import { chunkQueue, type ChunkQueue } from './chunkQueue.js';
import { concatenate } from '../net/concatenate.js';
import { MalformedLineError, MotSourceError } from './errors.js';
import { findFormat, type FoundFormat } from './findFormat.js';
import type { MotFormat, MotFormatOptions } from './formatOptions.js';
import { frameIndex, type FrameIndex } from './frameIndex.js';
import { gunzip, isGzip } from './gunzip.js';
import type { LineFormat } from './lineFormat.js';
import { lineMarks, type LineMarks } from './lineMarks.js';
import { lineScanner } from './lineScanner.js';
import { malformedLines, type MalformedLines } from './malformedLines.js';
import type { MotSource, OpenedSource } from './source.js';
import type { IndexProgress } from './types.js';

/** An indexed file. */
export interface IndexedFile {
  readonly index: FrameIndex;
  readonly marks: LineMarks;
  readonly malformed: MalformedLines;
  readonly format: LineFormat;
  /** `format` of `stats()`. */
  readonly formatStats: MotFormat;
  /** Lines with a frame number. */
  readonly lines: number;
  /** Bytes of the file, unpacked. */
  readonly size: number;
  /** All bytes, unpacked, if the file is compressed. */
  readonly held: Uint8Array | undefined;
}

/** Options of a scan. */
export interface IndexingOptions extends MotFormatOptions {
  /** Whether a line without a frame number is an error. */
  readonly strict: boolean;
}

/** Bytes from which the format is found. */
const sampleBytes = 64 * 1024;
/** Bytes that are scanned in one step. */
const longestSlice = 512 * 1024;
const shortestSlice = 4096;
/** Bytes after which timers and other input have their turn. */
const untilRest = 16 << 20;

/**
 * Scans a source once, on subscription. Emits progress at each hundredth.
 *
 * @param found - called before completion
 */
export function indexing(
  source: MotSource,
  options: IndexingOptions,
  found: (file: IndexedFile) => void,
): Observable<IndexProgress> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    scan(source, options, controller.signal, (progress) => subscriber.next(progress)).then(
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

async function scan(
  source: MotSource,
  options: IndexingOptions,
  signal: AbortSignal,
  report: (progress: IndexProgress) => void,
) {
  const { size, chunks } = checkOpened(await source.open(signal));
  if (size !== 0) report({ bytes: 0, total: size, lines: 0, frames: 0 });
  const packed = chunkQueue(checked(chunks, signal));
  let content: ChunkQueue = packed;
  try {
    const isPacked = isGzip(await packed.peek(2));
    if (isPacked) content = chunkQueue(gunzip(packed, source.name, signal));
    const sample = await content.peek(sampleBytes);
    const found = findFormat(sample, content.isEnded, options);
    const problem = isUtf16(sample) ? 'it is UTF-16 text, expected UTF-8' : found.problem;
    if (problem !== undefined) throw new MotSourceError(source.name, 'format', problem);
    return await scanLines({
      source,
      found,
      isPacked,
      content,
      total: isPacked ? undefined : size,
      strict: options.strict,
      signal,
      report,
    });
  } finally {
    await content.close();
    await packed.close();
  }
}

/** Whether text begins with the byte-order mark of UTF-16. */
function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

interface Scan {
  readonly source: MotSource;
  readonly found: FoundFormat;
  readonly isPacked: boolean;
  readonly content: AsyncIterable<Uint8Array>;
  readonly total: number | undefined;
  readonly strict: boolean;
  readonly signal: AbortSignal;
  readonly report: (progress: IndexProgress) => void;
}

async function scanLines({
  source,
  found,
  isPacked,
  content,
  total,
  strict,
  signal,
  report,
}: Scan) {
  const { format } = found;
  const index = frameIndex();
  const marks = lineMarks();
  const malformed = malformedLines();
  let firstReason: string | undefined;
  const scanner = lineScanner({
    index,
    marks,
    format,
    isReadable: found.isReadable,
    noFrame(line, bytes, from, to) {
      // Making a reason takes longer than finding a malformed line.
      const reason = strict || malformed.room > 0 ? format.reasonOf(bytes, from, to) : '';
      if (strict) throw new MalformedLineError(source.name, line, reason);
      firstReason ??= `line ${line}: ${reason}`;
      malformed.add({ line, reason });
    },
    unreadable: (line, bytes, from, to) =>
      (firstReason ??= `line ${line}: ${format.reasonOf(bytes, from, to)}`),
  });
  const progressAt = (bytes: number): IndexProgress => ({
    bytes,
    total,
    lines: scanner.lines,
    frames: index.size,
  });
  const parts: Uint8Array[] = [];
  const size = await eachSlice(content, total, signal, (part, bytes, isStep) => {
    if (isPacked) parts.push(part);
    scanner.push(part);
    if (isStep) report(progressAt(bytes));
  });
  scanner.end();
  if (!scanner.isReadable && firstReason !== undefined)
    throw new MotSourceError(source.name, 'format', firstReason);
  const formatStats: MotFormat = { ...found.stats, compression: isPacked ? 'gzip' : 'none' };
  const held = isPacked ? concatenate(parts) : undefined;
  return {
    file: { index, marks, malformed, format, formatStats, held, lines: scanner.lines, size },
    progress: { ...progressAt(size), total: size },
  };
}

/** Calls `take` with slices of the chunks; about 100 are steps. Returns the number of bytes. */
async function eachSlice(
  chunks: AsyncIterable<Uint8Array>,
  total: number | undefined,
  signal: AbortSignal,
  take: (part: Uint8Array, bytes: number, isStep: boolean) => void,
): Promise<number> {
  const step = total === undefined ? 1 << 20 : total / 100;
  const slice = Math.min(longestSlice, Math.max(shortestSlice, Math.ceil(step)));
  let bytes = 0;
  let reported = 0;
  let rested = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += slice) {
      signal.throwIfAborted();
      const part = chunk.subarray(at, at + slice);
      bytes += part.length;
      const isStep = bytes >= reported + step && bytes !== total;
      if (isStep) reported = bytes;
      take(part, bytes, isStep);
      if (bytes >= rested + untilRest) {
        rested = bytes;
        await rest();
      }
    }
  }
  return bytes;
}

async function* checked(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    yield checkBytes('chunk of source.open()', chunk);
  }
}

/** Checks an opened source. Its chunks may be a plain iterable. @throws TypeError without chunks */
function checkOpened(opened: OpenedSource): OpenedSource {
  const chunks = Object((opened as Partial<OpenedSource> | undefined)?.chunks) as object;
  if (Symbol.asyncIterator in chunks || Symbol.iterator in chunks) return opened;
  throw expected('source.open()', 'an object with `chunks`, an async iterable', opened);
}

/** Waits for a turn of the event loop, by `setImmediate` if it exists, as a timer takes 1 ms. */
function rest(): Promise<void> {
  const { setImmediate: immediate } = globalThis as {
    setImmediate?: (callback: () => void) => void;
  };
  return new Promise((resolve) => {
    if (immediate) immediate(resolve);
    else setTimeout(resolve);
  });
}
