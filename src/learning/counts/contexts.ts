import { createRecency } from './recency.js';
import { createSuccessorRows, type RowsCopy, type SuccessorRows } from './successorRows.js';

/**
 * Counts which symbols came after each context: a bounded number of contexts, each with a bounded
 * number of successors. The place of a context is the number of its row.
 */
export interface Contexts extends Pick<
  SuccessorRows,
  'totalAt' | 'widthAt' | 'symbolAt' | 'countAt'
> {
  readonly size: number;
  /** The place of a context by its hash; -1 for an unknown one. */
  find(hash: number): number;
  /** Counts that a symbol came after a context. */
  learn(hash: number, symbol: number): void;
  /** A copy of all contexts, which later counts do not change. */
  copy(): ContextsCopy;
  /**
   * Takes over a context, with the successors from one index to another; the contexts least recently
   * learned come first.
   */
  restore(
    hash: number,
    total: number,
    symbols: readonly number[],
    counts: readonly number[],
    from: number,
    to: number,
  ): void;
}

/** A copy of all contexts: the rows, and by row the hash of its context. */
export interface ContextsCopy extends RowsCopy {
  readonly hashes: readonly number[];
}

/** Limits of the memory of `Contexts`. */
export interface ContextLimits {
  /** How many contexts; beyond it the least recently learned one is forgotten. */
  readonly limit: number;
  /** How many successors of each; beyond it the rarest one is replaced. */
  readonly width: number;
  /**
   * The total of a context at which its counts are halved, so that recent successors count more. A
   * single count of 255 halves them, too.
   */
  readonly halveAt: number;
}

/** Counts successors within limits. */
export function createContexts({ limit, width, halveAt }: ContextLimits): Contexts {
  const places = new Map<number, number>();
  const recency = createRecency(limit);
  const hashes: number[] = [];
  const rows = createSuccessorRows(limit, width, halveAt);
  const { totalAt, widthAt, symbolAt, countAt } = rows;

  const placeFor = (hash: number): number => {
    const known = places.get(hash);
    if (known !== undefined) {
      recency.touch(known);
      return known;
    }
    const isFull = recency.size === limit;
    const place = recency.take();
    if (isFull) places.delete(hashes[place] as number);
    places.set(hash, place);
    hashes[place] = hash;
    rows.clear(place);
    return place;
  };

  return {
    get size() {
      return places.size;
    },
    find: (hash) => places.get(hash) ?? -1,
    learn: (hash, symbol) => rows.count(placeFor(hash), symbol),
    totalAt,
    widthAt,
    symbolAt,
    countAt,
    copy: () => ({ ...rows.copy(), hashes: hashes.slice() }),
    restore: (hash, total, symbols, counts, from, to) =>
      rows.restore(placeFor(hash), total, symbols, counts, from, to),
  };
}
