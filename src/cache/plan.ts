import { sameKey } from './sameKey.js';

/**
 * What a cursor would have loaded, the likeliest first; at most `lookahead` keys. Made once a move, replaced and never queued. Flat lists, as a hit
 * may allocate nothing.
 */
export interface Plan<K> {
  readonly size: number;
  readonly keys: readonly K[];
  readonly ids: readonly unknown[];
  readonly likelihoods: readonly number[];
  /** Which keys were started: each is at most once. */
  readonly started: readonly boolean[];
  /** What a key must be likelier than to be let in: 0 while there is room. */
  readonly threshold: number;
  clear(): void;
  /** Lets a key in at its place; of several for one key the largest counts. */
  offer(key: K, id: unknown, likelihood: number): void;
  start(place: number): void;
}

/** An empty plan. */
export function createPlan<K>(lookahead: number): Plan<K> {
  const keys: K[] = [];
  const ids: unknown[] = [];
  const likelihoods: number[] = [];
  const started: boolean[] = [];
  let size = 0;

  /** Moves what stands from `to` to before `from` one place down, onto `from`. */
  const makePlace = (to: number, from: number): void => {
    for (let i = from; i > to; i--) {
      keys[i] = keys[i - 1] as K;
      ids[i] = ids[i - 1];
      likelihoods[i] = likelihoods[i - 1] as number;
    }
  };

  return {
    get size() {
      return size;
    },
    keys,
    ids,
    likelihoods,
    started,
    get threshold() {
      return size < lookahead ? 0 : size === 0 ? Infinity : (likelihoods[size - 1] as number);
    },
    clear() {
      size = 0;
    },
    offer(key, id, likelihood) {
      let free = 0;
      while (free < size && !sameKey(ids[free], id)) free++;
      if (free < size && (likelihoods[free] as number) >= likelihood) return;
      if (free === size) {
        if (size < lookahead) size++;
        else free--;
      }
      let place = free;
      while (place > 0 && (likelihoods[place - 1] as number) < likelihood) place--;
      makePlace(place, free);
      keys[place] = key;
      ids[place] = id;
      likelihoods[place] = likelihood;
      started[size - 1] = false;
    },
    start(place) {
      started[place] = true;
    },
  };
}
