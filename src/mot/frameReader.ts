import { MalformedLineError } from './errors.js';
import { frameNumber } from './frameNumber.js';
import type { IndexedFile } from './indexing.js';
import { pageCache, type BytesOf } from './pageCache.js';
import { parseLine } from './parseLine.js';
import { gapBytes, planReads } from './planReads.js';
import type { ByteRange, MotSource } from './source.js';
import type { Detection, Frame } from './types.js';

/** Reads and parses frames of an indexed file. */
export interface FrameReader {
  /** These frames, in their order; each is to be named once. */
  read(frames: readonly number[], signal: AbortSignal): Promise<Frame[]>;
  /** Lets go of what is held of the file's content. */
  clear(): void;
}

/** What reading is told of. */
export interface FrameReaderOptions {
  readonly source: MotSource;
  readonly file: IndexedFile;
  /** Whether a malformed line is an error. */
  readonly strict: boolean;
  /** Called once a read of the source. */
  readonly onRead: (bytes: number) => void;
}

/** Where the lines of a frame are. */
interface Place {
  readonly frame: number;
  readonly ranges: readonly ByteRange[];
}

/** A line that gives no detection, while its number is not known. */
interface BadLine {
  readonly offset: number;
  readonly reason: string;
}

interface Parsed {
  readonly frame: Frame;
  readonly bad: readonly BadLine[];
}

const near = 16 * 1024;
const mostReads = 4;
const mostGaps = 64 * 1024;
const batchBytes = 4 << 20;
const lineFeed = 10;

/**
 * Frames whose lines are together are read as they lie, in at most 4 reads; scattered ones by way of a page cache.
 */
export function frameReader({ source, file, strict, onRead }: FrameReaderOptions): FrameReader {
  const { index, malformed } = file;
  const readRange = ({ start, end }: ByteRange, signal: AbortSignal) => {
    onRead(end - start);
    return source.read(start, end, signal);
  };
  const pages = pageCache(readRange, file.size);
  /** Frames whose malformed lines have been counted; only those that have any. */
  const counted = new Set<number>();

  async function bytesOf(ranges: readonly ByteRange[], signal: AbortSignal): Promise<BytesOf> {
    const reads = planReads(ranges, { near, reads: Infinity, budget: 0 });
    if (reads.length > mostReads || gapBytes(ranges) - gapBytes(reads) > mostGaps) return pages.read(ranges, signal);
    const parts = await Promise.all(reads.map(async (range) => ({ start: range.start, bytes: await readRange(range, signal) })));
    return ({ start, end }) => {
      const part = parts.find((candidate) => start >= candidate.start && end <= candidate.start + candidate.bytes.length);
      return part ? part.bytes.subarray(start - part.start, end - part.start) : new Uint8Array(0);
    };
  }

  /** The number of the line that begins at an offset: counted from the last place where it is known. */
  async function lineAt(offset: number, signal: AbortSignal): Promise<number> {
    const mark = file.marks.before(offset);
    let { line } = mark;
    if (mark.offset === offset) return line;
    const bytes = await readRange({ start: mark.offset, end: offset }, signal);
    for (let at = bytes.indexOf(lineFeed, 0); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) line++;
    return line;
  }

  async function report({ frame: { frame }, bad }: Parsed, signal: AbortSignal): Promise<void> {
    const [first] = bad;
    if (first === undefined || (counted.has(frame) && !strict)) return;
    if (strict) throw new MalformedLineError(source.name, await lineAt(first.offset, signal), first.reason);
    const kept = await Promise.all(
      bad.slice(0, malformed.room).map(async ({ offset, reason }) => ({ line: await lineAt(offset, signal), reason })),
    );
    // Another load of the frame may have been quicker.
    if (counted.has(frame)) return;
    counted.add(frame);
    for (const line of kept) malformed.add(line);
    malformed.addUnseen(bad.length - kept.length);
  }

  async function readBatch(places: readonly Place[], signal: AbortSignal): Promise<Frame[]> {
    const ranges = places.flatMap((place) => place.ranges).sort((a, b) => a.start - b.start);
    const bytes = await bytesOf(ranges, signal);
    await source.verify?.(signal);
    const parsed = places.map((place) => parseFrame(place, bytes));
    for (const one of parsed) await report(one, signal);
    return parsed.map(({ frame }) => frame);
  }

  return {
    async read(frames, signal) {
      const read: Frame[] = [];
      for (const batch of batches(frames.map((frame) => ({ frame, ranges: index.rangesOf(frame) })))) {
        for (const frame of await readBatch(batch, signal)) read.push(frame);
      }
      return read;
    },
    clear: () => pages.clear(),
  };
}

/** Groups frames so that the lines of a group are about 4 MB: what is held at once is bounded. */
function batches(places: readonly Place[]): Place[][] {
  const groups: Place[][] = [[]];
  let bytes = 0;
  for (const place of places) {
    if (bytes >= batchBytes) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(place);
    for (const { start, end } of place.ranges) bytes += end - start;
  }
  return groups;
}

function parseFrame({ frame, ranges }: Place, bytesOf: BytesOf): Parsed {
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
