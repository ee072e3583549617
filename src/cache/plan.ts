import { sameKey } from '../options.js';

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

  const plan = {
    size: 0,
    threshold: 0,
    keys,
    ids,
    likelihoods,
    started,
    clear() {
      plan.size = 0;
      plan.threshold = lookahead > 0 ? 0 : Infinity;
    },
    offer(key: K, id: unknown, likelihood: number) {
      let free = 0;
      while (free < plan.size && !sameKey(ids[free], id)) free++;
      if (free < plan.size && (likelihoods[free] as number) >= likelihood) return;
      if (free === plan.size) {
        if (plan.size < lookahead) started[plan.size++] = false;
        else free--;
      }
      for (; free > 0 && (likelihoods[free - 1] as number) < likelihood; free--) {
        keys[free] = keys[free - 1] as K;
        ids[free] = ids[free - 1];
        likelihoods[free] = likelihoods[free - 1] as number;
      }
      keys[free] = key;
      ids[free] = id;
      likelihoods[free] = likelihood;
      if (plan.size === lookahead) plan.threshold = likelihoods[plan.size - 1] as number;
    },
    start(place: number) {
      started[place] = true;
    },
  };
  plan.clear();
  return plan;
}
