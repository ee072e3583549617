import type { Access, Predictor } from '../types.js';
import type { Cursor } from './cursor.js';
import type { Store } from './store.js';
import { makePlan } from './makePlan.js';
import { createTable } from './table.js';

/** What a move needs of the cache. */
export interface MoveOptions<K, V> {
  readonly predictor: Predictor<K>;
  /** Called before the predictor is. */
  readonly moved?: (() => void) | undefined;
  readonly lookahead: number;
  readonly keyOf: ((key: K) => unknown) | undefined;
  readonly entries: Store<K, V>['entries'];
  /** Whether a key that is not resident may be planned. */
  readonly isWanted: (key: K, id: unknown) => boolean;
  readonly isResident: (key: K) => boolean;
  readonly now: () => number;
  /** The same, or any number where nothing expires. */
  readonly expiryNow: () => number;
  /** Called with what the predictor threw, or an error that says how it talked nonsense. */
  readonly failed: (cursor: Cursor<K>, error: unknown) => void;
}

/** Moves a cursor to a key: its history, its table, its plan. Gives whether it is still there: parts of users may have moved it on, or ended it. */
export type MoveCursor<K> = (cursor: Cursor<K>, key: K, id: unknown, outcome: Access<K>['outcome']) => boolean;

/** How the cursors of one cache move. A predictor that fails leaves its cursor with an empty table and plan. */
export function createMoveCursor<K, V>(options: MoveOptions<K, V>): MoveCursor<K> {
  const { predictor, moved, lookahead, keyOf, entries, isWanted, isResident, now, expiryNow, failed } = options;
  const observe =
    typeof predictor !== 'function' && predictor.observe
      ? (cursor: Cursor<K>, key: K, outcome: Access<K>['outcome']) =>
          predictor.observe?.({ key, at: now(), cursor: cursor.id, outcome, isResident })
      : undefined;
  return (cursor, key, id, outcome) => {
    const position = ++cursor.position;
    cursor.current = key;
    cursor.currentId = id;
    const history = cursor.history.push(key);
    // A predictor may ask the cache for something, and so move this cursor on: that move fills a table of its own.
    if (cursor.table.isFilling) cursor.table = createTable(keyOf);
    const { table } = cursor;
    // It names places in the table.
    if (cursor.plan.length > 0) cursor.plan = [];
    moved?.();
    try {
      observe?.(cursor, key, outcome);
      // What is older than the position is never installed: an observer may have moved the cursor on, and a predictor too.
      if (cursor.position === position) {
        table.fill(predictor, key, history);
        if (table.size > 0 && cursor.position === position) makePlan(cursor, lookahead, entries, expiryNow(), isWanted);
      }
    } catch (error) {
      if (cursor.position === position) {
        table.clear();
        cursor.plan = [];
      }
      failed(cursor, error);
    }
    return cursor.position === position;
  };
}
