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
  /** Begins to refill the lists; their rows count from `finish` on. */
  start(): void;
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
    for (const [key, likelihood] of pairs.sort(([, a], [, b]) => b - a).slice(0, MAX_ROWS)) {
      keys[size] = key;
      likelihoods[size++] = likelihood;
    }
  };

  const prediction = {
    size: 0,
    keys,
    ids: keys as readonly unknown[],
    likelihoods,
    start() {
      size = 0;
      room = MAX_PAIRS;
    },
    add(predictor: Predictor<K>, current: K, history: readonly K[]) {
      askPredictor(predictor, current, history, add);
      if (size > MAX_ROWS) keepLikeliest();
    },
    finish() {
      if (keyOf) prediction.ids = keys.slice(0, size).map((key) => keyOf(key));
      prediction.size = size;
    },
  };
  return prediction;
}
