import { badLines } from './badLines.js';
import { checkBytes } from './checkBytes.js';
import type { IndexedFile } from './indexing.js';
import { pageCache, type BytesOf, type ReadRange } from './pageCache.js';
import { parseFrame, type FramePlace } from './parseFrame.js';
import { gapBytes, planReads } from './planReads.js';
import type { ByteRange } from '../net/byteRange.js';
import type { MotSource } from './source.js';
import type { Frame } from './types.js';

/** Reads and parses frames of an indexed file. */
export interface FrameReader {
  /** Reads frames, in the given order, each named once. */
  read(frames: readonly number[], signal: AbortSignal): Promise<Frame[]>;
  /** Removes pages from memory. */
  clear(): void;
}

/** Options of `frameReader`. */
export interface FrameReaderOptions {
  readonly source: MotSource;
  readonly file: IndexedFile;
  /** Whether a malformed line is an error. */
  readonly strict: boolean;
  /** Called for each read of the source. */
  readonly onRead: (bytes: number) => void;
}

const near = 16 * 1024;
const mostReads = 4;
const mostAlong = 64 * 1024;
const batchBytes = 4 << 20;

/**
 * Reads frames of a file.
 *
 * Frames with adjacent lines are read directly, in at most 4 reads with at most 64 kB of other
 * lines. Scattered frames are read through a page cache.
 */
export function frameReader({ source, file, strict, onRead }: FrameReaderOptions): FrameReader {
  const { held } = file;
  const read: ReadRange = async ({ start, end }, signal) => {
    if (held) return held.subarray(start, end);
    onRead(end - start);
    return checkBytes('source.read(start, end)', await source.read(start, end, signal));
  };
  const pages = pageCache(read, file.size);
  const report = badLines({ name: source.name, file, read, strict });

  async function bytesOf(ranges: readonly ByteRange[], signal: AbortSignal): Promise<BytesOf> {
    if (held) return ({ start, end }) => held.subarray(start, end);
    const reads = planReads(ranges, { near, reads: Infinity, budget: 0 });
    if (reads.length > mostReads || gapBytes(ranges) - gapBytes(reads) > mostAlong)
      return pages.read(ranges, signal);
    const parts = await Promise.all(
      reads.map(async (range) => ({ start: range.start, bytes: await read(range, signal) })),
    );
    return ({ start, end }) => {
      const part = parts.find(
        (candidate) => start >= candidate.start && end <= candidate.start + candidate.bytes.length,
      );
      return part ? part.bytes.subarray(start - part.start, end - part.start) : new Uint8Array(0);
    };
  }

  async function readBatch(places: readonly FramePlace[], signal: AbortSignal): Promise<Frame[]> {
    const ranges = places.flatMap((place) => place.ranges).sort((a, b) => a.start - b.start);
    const bytes = await bytesOf(ranges, signal);
    if (!held) await source.verify?.(signal);
    const parsed = places.map((place) => parseFrame(place, bytes, file.format));
    for (const one of parsed) await report(one, signal);
    return parsed.map(({ frame }) => frame);
  }

  return {
    async read(frames, signal) {
      const loaded: Frame[] = [];
      for (const batch of batches(
        frames.map((frame) => ({ frame, ranges: file.index.rangesOf(frame) })),
      )) {
        for (const frame of await readBatch(batch, signal)) loaded.push(frame);
      }
      return loaded;
    },
    clear: () => pages.clear(),
  };
}

/** Groups frames with about 4 MB of lines a group, which bounds memory. */
function batches(places: readonly FramePlace[]): FramePlace[][] {
  const groups: FramePlace[][] = [[]];
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
