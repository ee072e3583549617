import { addToHeap, removeFromHeap } from '../structures/heap.js';
import { createKeyMap } from '../structures/keyMap.js';
import { LIKELIEST, type IndexedRow, type Named } from './indexedRow.js';
import type { ReaderState } from './readerState.js';

/** Likelihoods by key: the largest one that the prediction of any reader gives. */
export interface Likelihoods<K> {
  /** The likelihood of a key; 0 if no prediction names it. */
  readonly of: (id: unknown) => number;
  /** `of` at the last refresh; Infinity for the current key of a reader. */
  protection(id: unknown): number;
  /** Marks a reader that moved or has a new prediction, to be indexed by `refresh`. O(1) */
  changed(reader: ReaderState<K>): void;
  /** Removes a reader that has ended. */
  remove(reader: ReaderState<K>): void;
  /** Indexes the marked readers; calls `fell` for each key that became less likely. */
  refresh(): void;
}

/** Placeholder of a new row, until `addRow` sets its `named`. */
const UNNAMED: Named = { id: undefined, rows: [], readers: 0 };

/**
 * An index of all predictions by key.
 *
 * It is refreshed only when a likelihood is needed, and only for the readers that changed since: a
 * hit sets one flag. Indexing a reader costs O(log readers) for each row of its own prediction, and
 * does not depend on the number of residents.
 *
 * @param fell - called with each key that became less likely, or that is no longer the current key
 *   of a reader, and with its likelihood
 */
export function createLikelihoods<K>(
  fell: (id: unknown, likelihood: number) => void,
): Likelihoods<K> {
  const named = createKeyMap<Named>();
  /** The marked readers. Not a Set, which would allocate at each move. */
  let dirty: ReaderState<K>[] = [];
  /** The former rows of the reader that was indexed last, to be reused. */
  let spareRows: IndexedRow[] = [];

  const name = (id: unknown, rows: IndexedRow[]): Named => {
    const created = { id, rows, readers: 0 };
    named.set(id, created);
    return created;
  };
  /** @param before - the rows of the reader's last prediction */
  const addRow = (id: unknown, row: IndexedRow, before: readonly IndexedRow[]): void => {
    const key = named.get(id);
    const only = key?.rows.length === 1 ? key.rows[0] : undefined;
    row.place = 0;
    row.named = key ?? name(id, [row]);
    if (!key) return;
    if (only?.list !== before) addToHeap(key.rows, row, LIKELIEST);
    else {
      // Most keys have one row, and the next prediction names them again.
      key.rows[0] = row;
      only.place = -1;
      if (row.likelihood < only.likelihood) fell(id, row.likelihood);
    }
  };
  const release = ({ id, rows, readers }: Named): void => {
    if (rows.length === 0 && readers === 0) named.delete(id);
    fell(id, rows[0]?.likelihood ?? 0);
  };

  const addRows = (
    { prediction: { size, ids, likelihoods }, rows }: ReaderState<K>,
    before: readonly IndexedRow[],
  ): void => {
    for (let i = 0; i < size; i++) {
      const likelihood = likelihoods[i] as number;
      const row = (rows[i] ??= { named: UNNAMED, likelihood, place: 0, list: rows });
      row.likelihood = likelihood;
      row.list = rows;
      addRow(ids[i], row, before);
    }
    rows.length = size;
  };
  const removeRows = (rows: readonly IndexedRow[]): void => {
    for (const { named: key, place } of rows) {
      if (place < 0) continue;
      removeFromHeap(key.rows, place, LIKELIEST);
      if (place === 0) release(key);
    }
  };
  const place = (reader: ReaderState<K>, id: unknown, isPlaced: boolean): void => {
    const before = reader.isPlaced ? named.get(reader.placedId) : undefined;
    if (isPlaced) (named.get(id) ?? name(id, [])).readers++;
    reader.isPlaced = isPlaced;
    reader.placedId = id;
    if (!before) return;
    before.readers--;
    release(before);
  };
  /** Adds the new rows first, so that a key in both predictions is never without a row. */
  const index = (reader: ReaderState<K>): void => {
    const before = reader.rows;
    reader.rows = spareRows;
    spareRows = before;
    addRows(reader, before);
    place(reader, reader.currentId, reader.position > 0);
    removeRows(before);
    reader.dirtyPlace = -1;
  };

  const likelihoods: Likelihoods<K> = {
    of(id) {
      likelihoods.refresh();
      return named.get(id)?.rows[0]?.likelihood ?? 0;
    },
    protection(id) {
      const key = named.get(id);
      return key === undefined ? 0 : key.readers > 0 ? Infinity : (key.rows[0]?.likelihood ?? 0);
    },
    changed(reader) {
      if (reader.dirtyPlace < 0) reader.dirtyPlace = dirty.push(reader) - 1;
    },
    remove(reader) {
      const last = dirty.at(-1);
      if (last && reader.dirtyPlace >= 0) {
        dirty[reader.dirtyPlace] = last;
        last.dirtyPlace = reader.dirtyPlace;
        reader.dirtyPlace = -1;
        dirty.pop();
      }
      place(reader, undefined, false);
      removeRows(reader.rows);
      reader.rows = [];
    },
    refresh() {
      if (dirty.length === 0) return;
      const changed = dirty;
      dirty = [];
      for (const reader of changed) index(reader);
    },
  };
  return likelihoods;
}
