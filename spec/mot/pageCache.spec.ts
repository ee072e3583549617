import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pageCache } from '../../src/mot/pageCache.js';
import type { ByteRange } from '../../src/net/byteRange.js';

const page = 16 * 1024;
const content = (size: number) =>
  Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >>> 8)) & 0xff);
const never = new AbortController().signal;

/** Reads that end when the test ends them. */
function heldReads(bytes: Uint8Array) {
  const reads: (ByteRange & {
    readonly signal: AbortSignal;
    readonly end_: () => void;
    readonly fail: (error: Error) => void;
  })[] = [];
  const read = (range: ByteRange, signal: AbortSignal) =>
    new Promise<Uint8Array>((resolve, reject) => {
      reads.push({
        ...range,
        signal,
        end_: () => resolve(bytes.slice(range.start, range.end)),
        fail: reject,
      });
    });
  return { reads, read };
}

describe('pageCache', () => {
  it('gives the bytes of all requested ranges, after any earlier ones', async () => {
    const size = 6 * page + 1234;
    const bytes = content(size);
    const range = fc
      .tuple(fc.nat(size - 1), fc.integer({ min: 1, max: 3 * page }))
      .map(([start, length]) => ({ start, end: Math.min(size, start + length) }));
    const ascending = fc.array(range, { minLength: 1, maxLength: 5 }).map((ranges) => {
      let last = 0;
      return ranges
        .sort((a, b) => a.start - b.start)
        .map(({ start, end }) => ({
          start: Math.max(start, last),
          end: (last = Math.max(end, last)),
        }))
        .filter(({ start, end }) => start < end);
    });
    await fc.assert(
      fc.asyncProperty(fc.array(ascending, { maxLength: 5 }), async (loads) => {
        const pages = pageCache(({ start, end }) => Promise.resolve(bytes.slice(start, end)), size);
        for (const ranges of loads) {
          const bytesOf = await pages.read(ranges, never);
          for (const each of ranges)
            expect(Buffer.compare(bytesOf(each), bytes.subarray(each.start, each.end))).toBe(0);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('reads whole pages, each once while it is kept', async () => {
    const bytes = content(10 * page);
    const reads: ByteRange[] = [];
    const read = (range: ByteRange) => {
      reads.push(range);
      return Promise.resolve(bytes.slice(range.start, range.end));
    };
    const pages = pageCache(read, bytes.length);
    await pages.read(
      [
        { start: 5, end: 9 },
        { start: 4 * page + 1, end: 5 * page + 1 },
      ],
      never,
    );
    await pages.read(
      [
        { start: 0, end: page },
        { start: 5 * page, end: 6 * page + 1 },
      ],
      never,
    );
    expect(reads).toEqual([
      { start: 0, end: page },
      { start: 4 * page, end: 6 * page },
      { start: 6 * page, end: 7 * page },
    ]);
    pages.clear();
    await pages.read([{ start: 5 * page, end: 5 * page + 1 }], never);
    expect(reads.slice(3)).toEqual([{ start: 5 * page, end: 6 * page }]);
  });

  it('removes the least recently used page when there are more than 512', async () => {
    const reads: number[] = [];
    const pages = pageCache(({ start, end }) => {
      reads.push(start / page);
      return Promise.resolve(new Uint8Array(end - start));
    }, 1000 * page);
    const visit = (at: number) => pages.read([{ start: at * page, end: at * page + 1 }], never);
    for (let at = 0; at < 512; at++) await visit(at);
    await visit(0);
    await visit(512);
    reads.length = 0;
    await visit(0);
    expect(reads).toEqual([]);
    await visit(1);
    expect(reads).toEqual([1]);
  });

  it('shares a read between loads of its page', async () => {
    const bytes = content(4 * page);
    const { reads, read } = heldReads(bytes);
    const pages = pageCache(read, bytes.length);
    const both = Promise.all([
      pages.read([{ start: 10, end: 20 }], never),
      pages.read([{ start: 15, end: 30 }], never),
    ]);
    expect(reads).toHaveLength(1);
    reads[0]?.end_();
    const [, second] = await both;
    expect([...second({ start: 15, end: 30 })]).toEqual([...bytes.subarray(15, 30)]);
  });

  it('stops a read when its last load is aborted, and not before', async () => {
    const { reads, read } = heldReads(content(page));
    const pages = pageCache(read, page);
    const [first, second] = [new AbortController(), new AbortController()];
    const range = { start: 0, end: 10 };
    const outcomes = Promise.allSettled([
      pages.read([range], first.signal),
      pages.read([range], second.signal),
    ]);
    first.abort(new Error('the first leaves'));
    expect(reads[0]?.signal.aborted).toBe(false);
    second.abort(new Error('the second leaves'));
    expect(reads[0]?.signal.aborted).toBe(true);
    expect(await outcomes).toMatchObject([
      { status: 'rejected', reason: { message: 'the first leaves' } },
      { status: 'rejected', reason: { message: 'the second leaves' } },
    ]);
    const again = pages.read([range], never);
    expect(reads).toHaveLength(2);
    reads[1]?.end_();
    await again;
    expect(reads[1]?.signal.aborted).toBe(false);
  });

  it('rejects all loads of a failed read, and reads again for the next', async () => {
    const { reads, read } = heldReads(content(page));
    const pages = pageCache(read, page);
    const range = { start: 0, end: 10 };
    const outcomes = Promise.allSettled([pages.read([range], never), pages.read([range], never)]);
    reads[0]?.fail(new Error('broken'));
    expect(await outcomes).toMatchObject([
      { status: 'rejected', reason: { message: 'broken' } },
      { status: 'rejected', reason: { message: 'broken' } },
    ]);
    const again = pages.read([range], never);
    reads[1]?.end_();
    expect((await again)(range)).toHaveLength(10);
  });
});
