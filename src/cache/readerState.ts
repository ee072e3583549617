import { sameKey } from '../options.js';
import { createHistory, type History } from './history.js';
import type { Claim } from './claim.js';
import { createPrediction, type Prediction } from './prediction.js';

/**
 * A reader: its history, its position, its prediction and its plan. One subscription, or all `get`s
 * of a cache together.
 */
export interface ReaderState<K> {
  readonly id: number;
  readonly history: History<K>;
  /** The key requested last; nothing before the first. */
  current: K | undefined;
  currentId: unknown;
  /** How many moves it has made: what was predicted for an older position is not installed. */
  position: number;
  prediction: Prediction<K>;
  /**
   * The likeliest absent keys, likeliest first, as rows of the prediction: made once a move,
   * replaced and never queued.
   */
  plan: readonly number[];
  /**
   * The rows of the plan that may still be started, likeliest first, and how many of them were
   * considered: each is considered once.
   */
  open: readonly number[];
  considered: number;
  /** Keys of the plan that were resident, in flight or at rest when their turn came. */
  skipped: Skip<K>[];
  /** Whether the plan that was emitted last names any key. */
  isPlanEmitted: boolean;
  /** Working space of a move: rows whose keys are absent. */
  readonly absent: number[];
  /** Ends the wait that `dwell` asks for; undefined while the reader may prefetch. */
  stay: { unsubscribe(): void } | undefined;
  /**
   * For `likelihoods`: its index among the readers that changed since they were indexed, or -1;
   * and what is indexed.
   */
  dirtyPlace: number;
  claims: Claim[];
  /** The identity that is indexed as its current key, where `isPlaced`. */
  placedId: unknown;
  isPlaced: boolean;
  /**
   * For `turnOrder`: its turn, and the likelihood of the key that it would start next; 0 for none.
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
  /** Its index in the heap of its key; -1 once its reader may start the key again. */
  place: number;
}

/** What makes the readers of one cache. */
export interface ReaderOptions<K> {
  readonly historySize: number;
  readonly keyOf: ((key: K) => unknown) | undefined;
}

/** A reader that has requested nothing yet. */
export function createReaderState<K>(
  id: number,
  { historySize, keyOf }: ReaderOptions<K>,
): ReaderState<K> {
  return {
    id,
    history: createHistory(historySize),
    current: undefined,
    currentId: undefined,
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
    claims: [],
    placedId: undefined,
    isPlaced: false,
    turn: 0,
    head: 0,
  };
}

/** The plan of a reader that plans nothing. */
export const NO_PLAN: readonly number[] = [];

/** Whether this is the key that the reader requested last. */
export function isCurrent<K>(reader: ReaderState<K>, id: unknown): boolean {
  return reader.position > 0 && sameKey(reader.currentId, id);
}
