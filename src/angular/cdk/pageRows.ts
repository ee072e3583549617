import type { ClosedError, LoadError } from '../../errors.js';
import type { Settled } from '../../types.js';

/** A row of a list, as its template gets it. */
export type PrefetchRow<T> = LoadingRow | ResolvedRow<T> | FailedRow;

/** A row whose page loads. */
export interface LoadingRow {
  readonly index: number;
  readonly status: 'loading';
  readonly value: undefined;
  readonly error: undefined;
}

/** A row that is there. */
export interface ResolvedRow<T> {
  readonly index: number;
  readonly status: 'resolved';
  readonly value: T;
  readonly error: undefined;
}

/** A row whose page could not be loaded, or that its page lacks. */
export interface FailedRow {
  readonly index: number;
  readonly status: 'error';
  readonly value: undefined;
  /** Why the page could not be loaded, that it has no such row, or that the cache is closed. */
  readonly error: LoadError<number> | RangeError | ClosedError;
}

/** What the pages of a view gave, by their numbers. */
export type Pages<T> = ReadonlyMap<number, Settled<number, readonly T[]>>;

/** The visible rows, from `start` to below `end`, of a list of `length` rows. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

/** Makes the rows of one list; a row that has not changed is the same object as before. */
export interface PageRows<T> {
  /**
   * A list of all rows, of which the visible ones are there, and the others are holes. O(visible
   * rows).
   *
   * @param closed - why a missing page does not come; undefined while it loads
   */
  list(pages: Pages<T>, range: RowRange, closed?: ClosedError): readonly PrefetchRow<T>[];
}

/** Makes rows of pages. */
export function createPageRows<T>(pageSize: number): PageRows<T> {
  let known = new Map<number, PrefetchRow<T>>();
  return {
    list(pages, { start, end, length }, closed) {
      const list: PrefetchRow<T>[] = [];
      list.length = length;
      const next = new Map<number, PrefetchRow<T>>();
      for (let index = start; index < end; index++) {
        const number = Math.floor(index / pageSize);
        const created = rowOf(index, index - number * pageSize, pages.get(number), closed);
        const before = known.get(index);
        const row = before && isSame(before, created) ? before : created;
        next.set(index, row);
        list[index] = row;
      }
      known = next;
      return list;
    },
  };
}

/** @param at - index of the row in its page */
function rowOf<T>(
  index: number,
  at: number,
  page: Settled<number, readonly T[]> | undefined,
  closed: ClosedError | undefined,
): PrefetchRow<T> {
  if (!page && !closed) return { index, status: 'loading', value: undefined, error: undefined };
  const failed = (error: FailedRow['error']): FailedRow => ({
    index,
    status: 'error',
    value: undefined,
    error,
  });
  if (!page) return failed(closed as ClosedError);
  if (page.status === 'rejected') return failed(page.reason);
  const { key, value: rows } = page;
  if (at < rows.length)
    return { index, status: 'resolved', value: rows[at] as T, error: undefined };
  return failed(new RangeError(`Expected page ${key} to have row ${at}, got ${rows.length} rows`));
}

function isSame<T>(one: PrefetchRow<T>, other: PrefetchRow<T>): boolean {
  return (
    one.status === other.status &&
    one.value === other.value &&
    (one.error === other.error ||
      // A page that is too short.
      (one.error instanceof RangeError && one.error.message === other.error?.message))
  );
}
