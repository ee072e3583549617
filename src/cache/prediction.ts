import { askPredictor } from '../predictors/askPredictor.js';
import { checkLikelihood, checkPairs, MAX_PAIRS } from '../predictors/checkLikelihood.js';
import type { Predictor } from '../types.js';

/** How many rows a prediction keeps: the likeliest. */
const MAX_ROWS = 1024;

/**
 * A predictor's answer, as flat lists that are filled anew and never shrink: a request allocates
 * nothing. Only the first `size` rows count. A key may stand in several rows, of which the largest
 * likelihood counts.
 */
export interface Prediction<K> {
  size: number;
  readonly keys: readonly K[];
  /** The identities of `keys`; the same array where keys are their own. */
  readonly ids: readonly unknown[];
  /** All above 0: a key of likelihood 0 is as one that is not named. */
  readonly likelihoods: readonly number[];
  /**
   * Asks the predictor; `size` is as before until it has answered.
   * @throws whatever it throws, and RangeError for what is no likelihood
   */
  fill(predictor: Predictor<K>, current: K, history: readonly K[]): void;
}

/** An empty prediction. */
export function createPrediction<K>(keyOf: ((key: K) => unknown) | undefined): Prediction<K> {
  const keys: K[] = [];
  const likelihoods: number[] = [];
  let size = 0;
  /** How many more keys above 0 may be named. */
  let room = MAX_PAIRS;

  // Dozens of times a request: the usual case comes first, in one test.
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
    fill(predictor: Predictor<K>, current: K, history: readonly K[]) {
      size = 0;
      room = MAX_PAIRS;
      askPredictor(predictor, current, history, add);
      if (size > MAX_ROWS) keepLikeliest();
      if (keyOf) prediction.ids = keys.slice(0, size).map((key) => keyOf(key));
      prediction.size = size;
    },
  };
  return prediction;
}
