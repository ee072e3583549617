import { createHistory, type History } from './history.js';
import { createTable, type Table } from './table.js';
import { sameKey } from '../options.js';

/** A reader: its own history, position, table and plan. */
export interface Cursor<K> {
  readonly id: number;
  readonly history: History<K>;
  /** What its predictor said last. */
  table: Table<K>;
  /** The table that takes the next answer; none while it is being filled. */
  spare?: Table<K> | undefined;
  /**
   * What it would have loaded, the likeliest first; made once a move, replaced and never queued. Its keys stand in the table: a flat list of their
   * places, as a hit may allocate nothing. Those that were started stand as `~place`: each is started at most once.
   */
  plan: number[];
  /** Working space of a move. */
  readonly absent: number[];
  /** The key asked for last; nothing before the first. */
  current: K | undefined;
  currentId: unknown;
  /** While it has not stayed at its key for long enough: what ends that. */
  stay?: { unsubscribe(): void } | undefined;
  /** How many moves it has made: what was predicted for an older position is not installed. */
  position: number;
}

/** What makes the cursors of one cache. */
export interface CursorOptions<K> {
  readonly historySize: number;
  readonly keyOf: ((key: K) => unknown) | undefined;
}

/** A cursor that has asked for nothing yet. */
export function createCursor<K>(id: number, { historySize, keyOf }: CursorOptions<K>): Cursor<K> {
  return {
    id,
    history: createHistory(historySize),
    table: createTable(keyOf),
    plan: [],
    absent: [],
    current: undefined,
    currentId: undefined,
    position: 0,
  };
}

/** Whether this is the key that the cursor asked for last. */
export function isCurrent<K>(cursor: Cursor<K>, id: unknown): boolean {
  return cursor.position > 0 && sameKey(cursor.currentId, id);
}
