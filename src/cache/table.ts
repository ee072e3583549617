import { askPredictor } from '../predictors/askPredictor.js';
import { checkLikelihood, checkPairs, MAX_PAIRS } from '../predictors/checkLikelihood.js';
import type { Predictor } from '../types.js';
import { sameKey } from '../options.js';

/** How many places a table has: for the likeliest. */
const MAX_PLACES = 1024;

/**
 * A predictor's answer, as flat lists that are filled anew and never shrink: a request allocates nothing. Only the first `size` places count. A key
 * may stand in several places, of which the largest likelihood counts.
 */
export interface Table<K> {
  size: number;
  readonly keys: readonly K[];
  /** The identities of `keys`; the same array where keys are their own. */
  readonly ids: readonly unknown[];
  /** All above 0: a key of likelihood 0 is as one that is not named. */
  readonly likelihoods: readonly number[];
  /** Asks the predictor; the table is as before until it has answered. @throws whatever it throws, and RangeError for what is no likelihood */
  fill(predictor: Predictor<K>, current: K, history: readonly K[]): void;
  /** 0 if the table does not name the key. */
  likelihoodOf(id: unknown): number;
}

/** An empty table. */
export function createTable<K>(keyOf: ((key: K) => unknown) | undefined): Table<K> {
  const keys: K[] = [];
  const likelihoods: number[] = [];
  let size = 0;
  /** How many keys above 0 may be said. */
  let room = MAX_PAIRS;

  // Dozens of times a request: what is usual comes first, in one test.
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

  /** Only the likeliest count. */
  const shorten = (): void => {
    const pairs = keys.slice(0, size).map((key, i) => [key, likelihoods[i] as number] as const);
    size = 0;
    for (const [key, likelihood] of pairs.sort(([, a], [, b]) => b - a).slice(0, MAX_PLACES)) {
      keys[size] = key;
      likelihoods[size++] = likelihood;
    }
  };

  const table = {
    size: 0,
    keys,
    ids: keys as readonly unknown[],
    likelihoods,
    fill(predictor: Predictor<K>, current: K, history: readonly K[]) {
      size = 0;
      room = MAX_PAIRS;
      askPredictor(predictor, current, history, add);
      if (size > MAX_PLACES) shorten();
      if (keyOf) table.ids = keys.slice(0, size).map((key) => keyOf(key));
      table.size = size;
    },
    likelihoodOf(id: unknown) {
      let best = 0;
      for (let i = 0; i < table.size; i++) {
        const likelihood = likelihoods[i] as number;
        if (likelihood > best && sameKey(table.ids[i], id)) best = likelihood;
      }
      return best;
    },
  };
  return table;
}
