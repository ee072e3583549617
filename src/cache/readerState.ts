import { sameKey } from '../options.js';
import { createHistory, type History } from './history.js';
import type { IndexedRow } from './indexedRow.js';
import { createPrediction, type Prediction } from './prediction.js';

/**
 * The history, position, prediction and plan of one reader: of one subscription, or of all `get`s
 * of a cache.
 */
export interface ReaderState<K> {
  readonly id: number;
  readonly history: History<K>;
  /** The key of the last request; undefined before the first. */
  current: K | undefined;
  currentId: unknown;
  /** The identities of the keys that are visible now; undefined for a reader of single keys. */
  view: { has(id: unknown): boolean } | undefined;
  /** How many moves the reader has made. A prediction for an older position is not installed. */
  position: number;
  prediction: Prediction<K>;
  /**
   * The likeliest absent keys, likeliest first, as rows of the prediction. Each move replaces it.
   */
  plan: readonly number[];
  /**
   * The rows of the plan that may be started, likeliest first; the first `considered` of them have
   * been considered, each once.
   */
  open: readonly number[];
  considered: number;
  /** Planned keys that were resident, in flight or at rest when their turn came. */
  skipped: Skip<K>[];
  /** Whether the last emitted plan had any key. */
  isPlanEmitted: boolean;
  /** Buffer of a move: the rows whose keys are absent. */
  readonly absent: number[];
  /** Timer of the wait for `dwell`; undefined while the reader may prefetch. */
  stay: { unsubscribe(): void } | undefined;
  /**
   * For `likelihoods`: the index among the marked readers, or -1; `rows` and the fields below are
   * what is indexed.
   */
  dirtyPlace: number;
  rows: IndexedRow[];
  /** The identity that is indexed as the current key, if `isPlaced`. */
  placedId: unknown;
  isPlaced: boolean;
  /**
   * For `turnOrder`: the turn of the reader, and the likelihood of the next key that it would
   * start; 0 for none.
   */
  turn: number;
  head: number;
}

/** A planned key that was skipped. */
export interface Skip<K> {
  readonly reader: ReaderState<K>;
  readonly id: unknown;
  readonly row: number;
  readonly likelihood: number;
  /** Index in the heap of the key; -1 once the reader may start the key again. */
  place: number;
}

/** The options that all readers of one cache share. */
export interface ReaderOptions<K> {
  readonly historySize: number;
  readonly keyOf: ((key: K) => unknown) | undefined;
}

/** The state of a new reader, before its first request. */
export function createReaderState<K>(
  id: number,
  { historySize, keyOf }: ReaderOptions<K>,
): ReaderState<K> {
  return {
    id,
    history: createHistory(historySize),
    current: undefined,
    currentId: undefined,
    view: undefined,
    position: 0,
    prediction: createPrediction(keyOf),
    plan: NO_PLAN,
    open: NO_PLAN,
    considered: 0,
    skipped: [],
    isPlanEmitted: false,
    absent: [],
    stay: undefined,
    dirtyPlace: -1,
    rows: [],
    placedId: undefined,
    isPlaced: false,
    turn: 0,
    head: 0,
  };
}

/** The plan without keys, shared by all readers that have none. */
export const NO_PLAN: readonly number[] = [];

/** Whether this identity is that of the reader's current key. */
export function isCurrent<K>(reader: ReaderState<K>, id: unknown): boolean {
  return reader.position > 0 && sameKey(reader.currentId, id);
}
