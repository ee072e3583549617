import type { UntimedEvent } from '../events.js';
import type { Access, AccessPredictor, Predictor } from '../types.js';
import type { Cursor } from './cursor.js';
import type { Entry } from './entry.js';
import { makePlan } from './makePlan.js';
import type { Store } from './store.js';
import { createTable } from './table.js';

/** What a move needs of the cache. */
export interface MoveOptions<K, V> {
  readonly predictor: Predictor<K>;
  /** Called before the predictor is. */
  readonly moved?: (() => void) | undefined;
  readonly lookahead: number;
  readonly keyOf: ((key: K) => unknown) | undefined;
  readonly ttl: number;
  readonly store: Pick<Store<K, V>, 'entries'>;
  /** Whether a key that is not resident may be planned. */
  readonly isWanted: (key: K, id: unknown) => boolean;
  readonly isResident: (key: K) => boolean;
  readonly now: () => number;
  readonly say: (event: UntimedEvent<K>) => void;
}

/** Moves a cursor to a key: its history, its table, its plan. Gives whether it is still there: parts of users may have moved it on, or ended it. */
export type MoveCursor<K> = (cursor: Cursor<K>, key: K, id: unknown, outcome: Access<K>['outcome']) => boolean;

/** How the cursors of one cache move. A predictor that fails leaves its cursor with an empty table and plan. */
export function createMoveCursor<K, V>(options: MoveOptions<K, V>): MoveCursor<K> {
  const { predictor, moved, lookahead, keyOf, ttl, store, isWanted, isResident, now, say } = options;
  // A function has none of that name.
  const observe = (predictor as Partial<AccessPredictor<K>>).observe?.bind(predictor);
  let at = 0;
  const isExpired = ttl < Infinity ? (entry: Entry<K, V>) => entry.expires <= at : undefined;
  return (cursor, key, id, outcome) => {
    const position = ++cursor.position;
    cursor.current = key;
    cursor.currentId = id;
    const history = cursor.history.push(key);
    // It names places in the table.
    if (cursor.plan.length > 0) cursor.plan = [];
    // A predictor may ask the cache for something, and so move this cursor on: that move fills a table of its own.
    const table = cursor.spare ?? createTable(keyOf);
    cursor.spare = undefined;
    moved?.();
    try {
      observe?.({ key, at: now(), cursor: cursor.id, outcome, isResident });
      // What is older than the position is never installed.
      if (cursor.position === position) table.fill(predictor, key, history);
      if (cursor.position !== position) return false;
      cursor.spare = cursor.table;
      cursor.table = table;
      if (isExpired) at = now();
      const absent = table.size > 0 ? store.entries.findAbsent(table.ids, table.size, cursor.absent, isExpired) : 0;
      // A hit goes no further: all is there.
      if (absent > 0) makePlan(cursor, cursor.absent.slice(0, absent), lookahead, isWanted);
    } catch (error) {
      if (cursor.position === position) {
        cursor.table.size = 0;
        cursor.plan = [];
      }
      say({ type: 'predictor-error', key: cursor.current, cursor: cursor.id, error });
    }
    return cursor.position === position;
  };
}
