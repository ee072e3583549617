import { createContexts, type Contexts } from './contexts.js';

/** In which share of the times that a context came a symbol came along with it. */
export interface Shares {
  /** What is counted, to be saved. */
  readonly counts: Contexts;
  /** A context came. */
  meet(context: number): void;
  /** A symbol came along with a context. */
  learn(context: number, symbol: number): void;
  /** How often a context came, of late; from now on `of` and `top` speak of it. */
  look(context: number): number;
  /** The share of a symbol, from 0 to 1 and beyond: it may come along more than once a time. */
  of(symbol: number): number;
  /** Says the most frequent symbols, at most so many, whose shares are at least `least`. */
  top(most: number, least: number, say: (symbol: number, share: number) => void): void;
}

/** What stands for the context itself among its symbols. */
const ITSELF = -1;

/**
 * Nothing counted yet.
 *
 * @param limit - how many contexts are remembered; the one that did not come for longest is
 *   forgotten first
 * @param width - how many symbols of each, and the context itself
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
    look(context) {
      place = counts.find(context);
      times = countOf(ITSELF);
      return times;
    },
    of: (symbol) => (times === 0 ? 0 : countOf(symbol) / times),
    top(most, least, say) {
      const ranks = times === 0 ? 0 : counts.widthAt(place);
      for (let rank = 0, said = 0; rank < ranks && said < most; rank++) {
        const symbol = counts.symbolAt(place, rank);
        const share = counts.countAt(place, rank) / times;
        if (symbol === ITSELF) continue;
        if (share < least) return;
        said++;
        say(symbol, share);
      }
    },
  };
}
