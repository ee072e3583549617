import { createRecency } from './recency.js';
import {
  countSuccessor,
  createRows,
  fillRow,
  growRows,
  halveRow,
  pairsOfRow,
} from './successorRows.js';

/**
 * Counts which symbols came after each context: a bounded number of contexts, each with a bounded
 * number of successors.
 */
export interface Contexts {
  readonly size: number;
  /** The place of a context by its hash; -1 for an unknown one. */
  find(hash: number): number;
  /** Counts that a symbol came after a context; returns the place of the context. */
  learn(hash: number, symbol: number): number;
  /** How often any symbol came, after halvings. */
  totalAt(place: number): number;
  /** The successor of a rank, from 0 for the most frequent; valid below `widthAt`. */
  symbolAt(place: number, rank: number): number;
  /** How often the successor of a rank came, after halvings. */
  countAt(place: number, rank: number): number;
  /** How many successors a context has. */
  widthAt(place: number): number;
  /**
   * A row for each context, the least recently learned first: its hash, its total, and each
   * successor with its count.
   */
  toJSON(): number[][];
  /** Takes over rows of `toJSON`. */
  restore(rows: readonly (readonly number[])[]): void;
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

/** Largest count that a byte holds. */
const MAX_COUNT = 255;

/** Counts successors within limits. */
// Over 50 lines, as it offers nine short methods over the same rows and places.
export function createContexts({ limit, width, halveAt }: ContextLimits): Contexts {
  const places = new Map<number, number>();
  const recency = createRecency(limit);
  const hashes: number[] = [];
  const rows = createRows(width);

  const placeFor = (hash: number): number => {
    const known = places.get(hash);
    if (known !== undefined) {
      recency.touch(known);
      return known;
    }
    const isFull = recency.size === limit;
    const place = recency.take();
    if (isFull) places.delete(hashes[place] as number);
    else if (place >= rows.widths.length) growRows(rows, limit);
    places.set(hash, place);
    hashes[place] = hash;
    rows.widths[place] = 0;
    rows.totals[place] = 0;
    return place;
  };

  return {
    get size() {
      return places.size;
    },
    find: (hash) => places.get(hash) ?? -1,
    learn(hash, symbol) {
      const place = placeFor(hash);
      countSuccessor(rows, place, symbol);
      const total = rows.totals[place] as number;
      if (total >= halveAt || rows.counts[place * width] === MAX_COUNT) halveRow(rows, place);
      return place;
    },
    totalAt: (place) => rows.totals[place] as number,
    symbolAt: (place, rank) => rows.symbols[place * width + rank] as number,
    countAt: (place, rank) => rows.counts[place * width + rank] as number,
    widthAt: (place) => rows.widths[place] as number,
    toJSON: () =>
      recency
        .oldestFirst()
        .map((place) => [
          hashes[place] as number,
          rows.totals[place] as number,
          ...pairsOfRow(rows, place),
        ]),
    restore(saved) {
      for (const [hash = 0, total = 0, ...pairs] of saved) {
        const place = placeFor(hash);
        rows.totals[place] = total;
        fillRow(rows, place, pairs);
      }
    },
  };
}
