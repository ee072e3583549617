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

  const table = {
    size: 0,
    keys: keys as readonly K[],
    ids: keys as readonly unknown[],
    likelihoods: likelihoods as readonly number[],
    fill(predictor: Predictor<K>, current: K, history: readonly K[]) {
      size = 0;
      room = MAX_PAIRS;
      askPredictor(predictor, current, history, add);
      table.keys = keys;
      table.likelihoods = likelihoods;
      table.size = size;
      if (size > MAX_PLACES) shorten();
      table.ids = keyOf ? table.keys.slice(0, table.size).map((key) => keyOf(key)) : table.keys;
    },
    likelihoodOf(id: unknown) {
      let best = 0;
      for (let i = 0; i < table.size; i++) {
        const likelihood = table.likelihoods[i] as number;
        if (likelihood > best && sameKey(table.ids[i], id)) best = likelihood;
      }
      return best;
    },
  };
  /** Only the likeliest count. */
  const shorten = (): void => {
    const places = [...keys.keys()].slice(0, size).sort((a, b) => (likelihoods[b] as number) - (likelihoods[a] as number));
    places.length = table.size = MAX_PLACES;
    table.keys = places.map((place) => keys[place] as K);
    table.likelihoods = places.map((place) => likelihoods[place] as number);
  };
  return table;
}
