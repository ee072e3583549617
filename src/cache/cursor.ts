import { createHistory, type History } from './history.js';
import { createPlan, type Plan } from './plan.js';
import { createTable, type Table } from './table.js';
import { sameKey } from '../options.js';

/** A reader: its own history, position, table and plan. */
export interface Cursor<K> {
  readonly id: number;
  readonly history: History<K>;
  readonly plan: Plan<K>;
  /** What its predictor said last. */
  table: Table<K>;
  /** Working space of `makePlan`. */
  readonly absent: number[];
  /** The key asked for last; nothing before the first. */
  current: K | undefined;
  currentId: unknown;
  /** How many moves it has made: what was predicted for an older position is not installed. */
  position: number;
}

/** What makes the cursors of one cache. */
export interface CursorOptions<K> {
  readonly historySize: number;
  readonly lookahead: number;
  readonly keyOf: ((key: K) => unknown) | undefined;
}

/** A cursor that has asked for nothing yet. */
export function createCursor<K>(id: number, { historySize, lookahead, keyOf }: CursorOptions<K>): Cursor<K> {
  return {
    id,
    history: createHistory(historySize),
    plan: createPlan(lookahead),
    table: createTable(keyOf),
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
