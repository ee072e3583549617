import { sameKey } from '../options.js';
import type { Table } from './table.js';

/**
 * What a cursor would have loaded, the likeliest first; at most `lookahead` keys. Made once a move, replaced and never queued. Its keys stand in the
 * cursor's table: a flat list of their places, as a hit may allocate nothing.
 */
export interface Plan<K> {
  readonly size: number;
  /** What a key must be likelier than to be let in: 0 while there is room. */
  readonly threshold: number;
  /** Where in the table the keys stand; those that were started as `~place`: each is started at most once. */
  readonly places: number[];
  clear(): void;
  /** Lets a key in at its rank; of several for one key the largest counts. */
  offer(table: Table<K>, place: number): void;
  /** All of it, as it was made. */
  read(table: Table<K>): (readonly [K, number])[];
}

/** An empty plan. */
export function createPlan<K>(lookahead: number): Plan<K> {
  const places: number[] = [];
  const lowest = lookahead > 0 ? 0 : Infinity;
  const plan = {
    size: 0,
    threshold: lowest,
    places,
    clear() {
      plan.size = 0;
      plan.threshold = lowest;
    },
    offer({ ids, likelihoods }: Table<K>, place: number) {
      const likelihoodAt = (rank: number): number => likelihoods[places[rank] as number] as number;
      const likelihood = likelihoods[place] as number;
      if (likelihood <= plan.threshold) return;
      let rank = 0;
      while (rank < plan.size && !sameKey(ids[places[rank] as number], ids[place])) rank++;
      if (rank === plan.size) {
        if (rank < lookahead) plan.size++;
        else rank--;
      } else if (likelihoodAt(rank) >= likelihood) return;
      for (; rank > 0 && likelihoodAt(rank - 1) < likelihood; rank--) places[rank] = places[rank - 1] as number;
      places[rank] = place;
      if (plan.size === lookahead) plan.threshold = likelihoodAt(lookahead - 1);
    },
    read: ({ keys, likelihoods }: Table<K>) =>
      places.slice(0, plan.size).map((said) => {
        const place = said < 0 ? ~said : said;
        return [keys[place] as K, likelihoods[place] as number] as const;
      }),
  };
  return plan;
}
