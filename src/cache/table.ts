import { askPredictor } from '../predictors/askPredictor.js';
import { checkLikelihood, MAX_PAIRS } from '../predictors/checkLikelihood.js';
import type { Predictor } from '../types.js';
import { sameKey } from './sameKey.js';

/** How many keys a table keeps: the likeliest. */
const MAX_KEYS = 1024;

/**
 * A predictor's answer, as flat lists that are filled anew and never shrink: a request allocates nothing. Only the first `size` places count. A key
 * may stand in several places, of which the largest likelihood counts.
 */
export interface Table<K> {
  readonly size: number;
  readonly keys: readonly K[];
  /** The identities of `keys`; the same array where keys are their own. */
  readonly ids: readonly unknown[];
  /** All above 0: a key of likelihood 0 is as one that is not named. */
  readonly likelihoods: readonly number[];
  /** Asks the predictor. @throws whatever it throws, and RangeError for what is no likelihood; the table is empty then */
  fill(predictor: Predictor<K>, current: K, history: readonly K[]): void;
  clear(): void;
  /** 0 if the table does not name the key. */
  likelihoodOf(id: unknown): number;
}

/** An empty table. */
export function createTable<K>(keyOf: ((key: K) => unknown) | undefined): Table<K> {
  let keys: K[] = [];
  let likelihoods: number[] = [];
  let ids: unknown[] = keys;
  let size = 0;
  let pairs = 0;
  let open = false;

  const add = (key: K, likelihood: number): void => {
    if (!(likelihood >= 0 && likelihood < Infinity)) checkLikelihood(likelihood);
    if (!open) return;
    if (++pairs > MAX_PAIRS) throw new RangeError(`Expected a predictor to say at most ${MAX_PAIRS} keys, got more`);
    if (likelihood === 0) return;
    keys[size] = key;
    if (keyOf) ids[size] = keyOf(key);
    likelihoods[size++] = likelihood;
  };

  const keepLikeliest = (): void => {
    const best = new Map<unknown, number>();
    for (let i = 0; i < size; i++) {
      const known = best.get(ids[i]);
      if (known === undefined || (likelihoods[i] as number) > (likelihoods[known] as number)) best.set(ids[i], i);
    }
    const places = [...best.values()].sort((a, b) => (likelihoods[b] as number) - (likelihoods[a] as number)).slice(0, MAX_KEYS);
    const [oldKeys, oldIds, oldLikelihoods] = [keys, ids, likelihoods];
    keys = places.map((i) => oldKeys[i] as K);
    ids = keyOf ? places.map((i) => oldIds[i]) : keys;
    likelihoods = places.map((i) => oldLikelihoods[i] as number);
    size = places.length;
  };

  return {
    get size() {
      return size;
    },
    get keys() {
      return keys;
    },
    get ids() {
      return ids;
    },
    get likelihoods() {
      return likelihoods;
    },
    fill(predictor, current, history) {
      if (keyOf && ids === keys) ids = [];
      size = pairs = 0;
      open = true;
      try {
        askPredictor(predictor, current, history, add);
      } catch (error) {
        size = 0;
        throw error;
      } finally {
        open = false;
      }
      if (size > MAX_KEYS) keepLikeliest();
    },
    clear() {
      size = 0;
    },
    likelihoodOf(id) {
      let best = 0;
      for (let i = 0; i < size; i++) if ((likelihoods[i] as number) > best && sameKey(ids[i], id)) best = likelihoods[i] as number;
      return best;
    },
  };
}
