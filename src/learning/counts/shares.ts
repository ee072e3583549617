import { createContexts, type Contexts } from './contexts.js';

/**
 * In which share of the occurrences of a context a symbol came with it. A share may exceed 1: a
 * symbol may come several times with one occurrence.
 */
export interface Shares {
  /** The counts, for a saved model. */
  readonly counts: Contexts;
  /** Counts an occurrence of a context. */
  meet(context: number): void;
  /** Counts a symbol that came with a context. */
  learn(context: number, symbol: number): void;
  /** Selects the context that `of` and `top` refer to; returns how often it occurred lately. */
  select(context: number): number;
  /** The share of a symbol in the selected context. */
  of(symbol: number): number;
  /**
   * Calls `add` with the most frequent symbols of the selected context.
   *
   * @param limit - how many at most
   * @param least - the smallest share
   */
  top(limit: number, least: number, add: (symbol: number, share: number) => void): void;
}

/** The symbol that counts the occurrences of a context itself. */
const ITSELF = -1;

/**
 * Counts shares in a bounded number of contexts.
 *
 * @param limit - how many contexts; beyond it the least recently counted one is forgotten
 * @param width - how many symbols of each, the context itself included
 */
export function createShares(limit: number, width: number): Shares {
  const counts = createContexts({ limit, width, halveAt: 65_000 });
  let place = -1;
  let times = 0;
  const countOf = (symbol: number): number => {
    const ranks = place < 0 ? 0 : counts.widthAt(place);
    for (let rank = 0; rank < ranks; rank++)
      if (counts.symbolAt(place, rank) === symbol) return counts.countAt(place, rank);
    return 0;
  };
  return {
    counts,
    meet: (context) => counts.learn(context, ITSELF),
    learn: (context, symbol) => counts.learn(context, symbol),
    select(context) {
      place = counts.find(context);
      times = countOf(ITSELF);
      return times;
    },
    of: (symbol) => (times === 0 ? 0 : countOf(symbol) / times),
    top(limit, least, add) {
      const ranks = times === 0 ? 0 : counts.widthAt(place);
      for (let rank = 0, added = 0; rank < ranks && added < limit; rank++) {
        const symbol = counts.symbolAt(place, rank);
        const share = counts.countAt(place, rank) / times;
        if (symbol === ITSELF) continue;
        if (share < least) return;
        added++;
        add(symbol, share);
      }
    },
  };
}
