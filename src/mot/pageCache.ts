import { finalize, forkJoin, map, share, tap, type Observable } from 'rxjs';
import { abortable } from './abortable.js';
import { planReads, type ReadLimits } from './planReads.js';
import { promiseOf } from './promiseOf.js';
import type { ByteRange } from '../net/byteRange.js';

/** Bytes of a range that was read. */
export type BytesOf = (range: ByteRange) => Uint8Array;
/** Reads a range. */
export type ReadRange = (range: ByteRange, signal: AbortSignal) => Promise<Uint8Array>;

/** Recently read parts of a file. */
export interface PageCache {
  /** Reads ascending ranges. */
  read(ranges: readonly ByteRange[], signal: AbortSignal): Promise<BytesOf>;
  clear(): void;
}

type Pages = ReadonlyMap<number, Uint8Array>;

const pageBytes = 16 * 1024;
const mostPages = 512;
const limits: ReadLimits = { near: pageBytes, reads: 4, budget: 4 << 20 };

/**
 * Keeps the 512 most recently used pages of 16 kB of a file (8 MB).
 *
 * For files that are ordered by track. The lines of a frame lie in as many places as it has
 * objects, next to the lines of the next frames. So the first frame takes some reads, and the next
 * ones almost none. Loads of one page share its read, which stops when no load needs it.
 */
export function pageCache(read: ReadRange, size: number): PageCache {
  // The first page is the least recently used.
  const held = new Map<number, Uint8Array>();
  const flights = new Map<number, Observable<Pages>>();

  function hold(page: number, bytes: Uint8Array): void {
    held.delete(page);
    held.set(page, bytes);
    if (held.size <= mostPages) return;
    for (const oldest of held.keys()) {
      held.delete(oldest);
      break;
    }
  }

  function begin(span: ByteRange): Observable<Pages> {
    const pages = pagesOf([span]);
    const flight$: Observable<Pages> = abortable((signal) => read(span, signal)).pipe(
      map(
        (bytes) =>
          new Map(pages.map((page, i) => [page, bytes.slice(i * pageBytes, (i + 1) * pageBytes)])),
      ),
      tap((arrived) => {
        for (const [page, bytes] of arrived) hold(page, bytes);
      }),
      finalize(() => {
        for (const page of pages) if (flights.get(page) === flight$) flights.delete(page);
      }),
      share(),
    );
    for (const page of pages) flights.set(page, flight$);
    return flight$;
  }

  return {
    async read(ranges, signal) {
      signal.throwIfAborted();
      const found = new Map<number, Uint8Array>();
      const waits = new Set<Observable<Pages>>();
      const missing: ByteRange[] = [];
      for (const page of pagesOf(ranges)) {
        const bytes = held.get(page);
        const flight$ = flights.get(page);
        if (bytes) {
          hold(page, bytes);
          found.set(page, bytes);
        } else if (flight$) waits.add(flight$);
        else missing.push({ start: page * pageBytes, end: Math.min((page + 1) * pageBytes, size) });
      }
      for (const span of planReads(missing, limits)) waits.add(begin(span));
      if (waits.size > 0) {
        for (const arrived of await promiseOf(forkJoin(Array.from(waits)), signal)) {
          for (const [page, bytes] of arrived) found.set(page, bytes);
        }
      }
      return (range) => gather(found, range);
    },
    clear() {
      held.clear();
    },
  };
}

/** Pages that ranges touch, ascending. */
function pagesOf(ranges: readonly ByteRange[]): number[] {
  const pages: number[] = [];
  for (const { start, end } of ranges) {
    for (
      let page = Math.max(Math.floor(start / pageBytes), (pages.at(-1) ?? -1) + 1);
      page * pageBytes < end;
      page++
    )
      pages.push(page);
  }
  return pages;
}

function gather(pages: Pages, { start, end }: ByteRange): Uint8Array {
  const bytes = new Uint8Array(end - start);
  for (const page of pagesOf([{ start, end }])) {
    const offset = page * pageBytes;
    const part = pages.get(page)?.subarray(Math.max(0, start - offset), end - offset);
    if (part) bytes.set(part, Math.max(0, offset - start));
  }
  return bytes;
}
