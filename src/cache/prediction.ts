import { askPredictor } from '../predictors/askPredictor.js';
import { checkLikelihood, checkPairs, MAX_PAIRS } from '../predictors/checkLikelihood.js';
import type { Predictor } from '../types.js';

/** How many rows a prediction keeps; if there are more, the likeliest ones. */
const MAX_ROWS = 1024;

/**
 * The likelihoods that a predictor gives, as flat lists.
 *
 * The lists are refilled and never shrink, so a request allocates nothing. Only the first `size`
 * rows count. If a key is in several rows, the largest likelihood counts.
 */
export interface Prediction<K> {
  size: number;
  readonly keys: readonly K[];
  /** The identities of `keys`; the same array if there is no `keyOf`. */
  readonly ids: readonly unknown[];
  /** All above 0: a key with likelihood 0 has no row. */
  readonly likelihoods: readonly number[];
  /**
   * Begins to refill the lists; their rows count from `finish` on.
   *
   * @param view - the keys of a view, of which none gets a row. Many calls of `add` then name the
   *   same keys: each gets one row.
   */
  start(view?: { has(id: unknown): boolean }): void;
  /**
   * Adds what the predictor names.
   * @throws what the predictor throws, and RangeError for an invalid likelihood
   */
  add(predictor: Predictor<K>, current: K, history: readonly K[]): void;
  /** Ends a refill: sets `ids` and `size`. */
  finish(): void;
}

/** The prediction of a reader; without rows until it is filled. */
export function createPrediction<K>(keyOf: ((key: K) => unknown) | undefined): Prediction<K> {
  const keys: K[] = [];
  const likelihoods: number[] = [];
  let size = 0;
  /** How many more pairs the predictor may give. */
  let room = MAX_PAIRS;
  let view: { has(id: unknown): boolean } | undefined;
  let rowsById: Map<unknown, number> | undefined;
  const idOf = keyOf ?? ((key: K) => key);

  // Called dozens of times per request: one test decides the usual case.
  const add = (key: K, likelihood: number): void => {
    if (typeof likelihood === 'number' && likelihood > 0 && likelihood < Infinity && size < room) {
      keys[size] = key;
      likelihoods[size++] = likelihood;
    } else addUnusual(likelihood);
  };
  const addUnusual = (likelihood: number): void => {
    checkLikelihood(likelihood);
    checkPairs(MAX_PAIRS + size - --room);
  };

  const keepLikeliest = (): void => {
    const pairs = keys.slice(0, size).map((key, i) => [key, likelihoods[i] as number] as const);
    size = 0;
    rowsById?.clear();
    for (const [key, likelihood] of pairs.sort(([, a], [, b]) => b - a).slice(0, MAX_ROWS)) {
      rowsById?.set(idOf(key), size);
      keys[size] = key;
      likelihoods[size++] = likelihood;
    }
  };
  /** Removes the rows from `from` on whose keys are in the view, or have a row. */
  const unite = (from: number): void => {
    const end = size;
    size = from;
    for (let row = from; row < end; row++) {
      const [key, likelihood] = [keys[row] as K, likelihoods[row] as number];
      const id = idOf(key);
      if (view?.has(id)) continue;
      const known = rowsById?.get(id);
      if (known !== undefined)
        likelihoods[known] = Math.max(likelihoods[known] as number, likelihood);
      else {
        rowsById?.set(id, size);
        keys[size] = key;
        likelihoods[size++] = likelihood;
      }
    }
    // At twice the limit, so that each sort follows as many new rows.
    if (size > 2 * MAX_ROWS) keepLikeliest();
  };

  const prediction = {
    size: 0,
    keys,
    ids: keys as readonly unknown[],
    likelihoods,
    start(ofView?: { has(id: unknown): boolean }) {
      size = 0;
      view = ofView;
      rowsById = view && new Map();
    },
    add(predictor: Predictor<K>, current: K, history: readonly K[]) {
      const from = size;
      room = MAX_PAIRS;
      askPredictor(predictor, current, history, add);
      if (view) unite(from);
    },
    finish() {
      rowsById = view = undefined;
      if (size > MAX_ROWS) keepLikeliest();
      if (keyOf) prediction.ids = keys.slice(0, size).map((key) => keyOf(key));
      prediction.size = size;
    },
  };
  return prediction;
}
