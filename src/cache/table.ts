import { askPredictor } from '../predictors/askPredictor.js';
import { checkLikelihood, checkPairs, MAX_PAIRS } from '../predictors/checkLikelihood.js';
import type { Predictor } from '../types.js';
import { sameKey } from '../options.js';

/** How many keys a table keeps: the likeliest. */
const MAX_KEYS = 1024;

/**
 * A predictor's answer, as flat lists that are filled anew and never shrink: a request allocates nothing. Only the first `size` places count. A key
 * may stand in several places, of which the largest likelihood counts.
 */
export interface Table<K> {
  readonly size: number;
  readonly isFilling: boolean;
  readonly keys: readonly K[];
  /** The identities of `keys`; the same array where keys are their own. */
  readonly ids: readonly unknown[];
  /** All above 0: a key of likelihood 0 is as one that is not named. */
  readonly likelihoods: readonly number[];
  /** Asks the predictor; its answer before counts until this one is complete. @throws whatever it throws, and RangeError for what is no likelihood; `clear` it then */
  fill(predictor: Predictor<K>, current: K, history: readonly K[]): void;
  /** Empties it, also while it is being filled. */
  clear(): void;
  /** 0 if the table does not name the key. */
  likelihoodOf(id: unknown): number;
}

/** An empty table. */
export function createTable<K>(keyOf: ((key: K) => unknown) | undefined): Table<K> {
  // What is being filled.
  let keys: K[] = [];
  let likelihoods: number[] = [];
  let size = 0;
  /** How many keys above 0 may be said; below 0 while the predictor is not being asked. */
  let room = -1;

  // Dozens of times a request: what is usual comes first, in one test.
  const add = (key: K, likelihood: number): void => {
    if (typeof likelihood === 'number' && likelihood > 0 && likelihood < Infinity && size < room) {
      keys[size] = key;
      likelihoods[size++] = likelihood;
    } else addUnusual(likelihood);
  };
  const addUnusual = (likelihood: number): void => {
    checkLikelihood(likelihood);
    if (room < 0) return;
    checkPairs(MAX_PAIRS - room + size + 1);
    room--;
  };

  const idsOf = (): readonly unknown[] => (keyOf ? keys.slice(0, size).map((key) => keyOf(key)) : keys);
  /** Only the likeliest keys are kept, of each key the likeliest. */
  const shorten = (ids: readonly unknown[]): void => {
    const best = new Map<unknown, number>();
    for (let i = 0; i < size; i++) {
      const known = best.get(ids[i]);
      if (known === undefined || (likelihoods[i] as number) > (likelihoods[known] as number)) best.set(ids[i], i);
    }
    const places = [...best.values()].sort((a, b) => (likelihoods[b] as number) - (likelihoods[a] as number)).slice(0, MAX_KEYS);
    [keys, likelihoods] = [places.map((i) => keys[i] as K), places.map((i) => likelihoods[i] as number)];
    size = places.length;
  };

  /** The answer before this one counted until now; its lists are filled the next time. */
  const publish = (): void => {
    if (size > MAX_KEYS) shorten(idsOf());
    const { keys: oldKeys, likelihoods: oldLikelihoods } = table;
    table.ids = idsOf();
    table.keys = keys;
    table.likelihoods = likelihoods;
    keys = oldKeys;
    likelihoods = oldLikelihoods;
  };

  const table = {
    size: 0,
    isFilling: false,
    keys: [] as K[],
    ids: [] as readonly unknown[],
    likelihoods: [] as number[],
    fill(predictor: Predictor<K>, current: K, history: readonly K[]) {
      size = 0;
      room = MAX_PAIRS;
      table.isFilling = true;
      askPredictor(predictor, current, history, add);
      table.isFilling = false;
      room = -1;
      if (size > 0) publish();
      table.size = size;
    },
    clear() {
      table.isFilling = false;
      room = -1;
      table.size = 0;
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
  return table;
}
