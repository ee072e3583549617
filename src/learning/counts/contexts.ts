import { createRecency } from './recency.js';

/**
 * What came after each context, counted: a bounded number of contexts, each with a bounded number
 * of successors.
 */
export interface Contexts {
  readonly size: number;
  /** The place of a context that is remembered, else -1. */
  find(hash: number): number;
  /** Counts that a symbol came after a context; gives the place of the context. */
  learn(hash: number, symbol: number): number;
  /** How often anything came, after halvings. */
  totalAt(place: number): number;
  /** The successor of a rank, the most frequent first. Only ranks below `widthAt` count. */
  symbolAt(place: number, rank: number): number;
  countAt(place: number, rank: number): number;
  widthAt(place: number): number;
  /**
   * A row for each context, the one not met for longest first: its hash, its total, and each
   * successor with its count.
   */
  toJSON(): number[][];
  /** Takes over what `toJSON` gave, or some of it. */
  restore(rows: readonly (readonly number[])[]): void;
}

/** Limits of what is remembered. */
export interface ContextLimits {
  /** How many contexts. */
  readonly limit: number;
  /** How many successors of each. */
  readonly width: number;
  /**
   * At this count all counts of a context are halved, so that what is new soon counts: at most 255.
   */
  readonly halveAt: number;
}

/**
 * Nothing learned yet. What was not met for longest is forgotten first; of a context's successors
 * the rarest.
 */
export function createContexts({ limit, width, halveAt }: ContextLimits): Contexts {
  const places = new Map<number, number>();
  const recency = createRecency(limit);
  const hashes: number[] = [];
  let symbols = new Int32Array(0);
  let counts = new Uint8Array(0);
  let widths = new Uint8Array(0);
  let totals = new Uint16Array(0);

  const grow = (): void => {
    const size = Math.min(limit, Math.max(64, 2 * widths.length));
    const [oldSymbols, oldCounts, oldWidths, oldTotals] = [symbols, counts, widths, totals];
    (symbols = new Int32Array(size * width)).set(oldSymbols);
    (counts = new Uint8Array(size * width)).set(oldCounts);
    (widths = new Uint8Array(size)).set(oldWidths);
    (totals = new Uint16Array(size)).set(oldTotals);
  };
  const placeFor = (hash: number): number => {
    const known = places.get(hash);
    if (known !== undefined) {
      recency.touch(known);
      return known;
    }
    const isFull = recency.size === limit;
    const place = recency.take();
    if (isFull) places.delete(hashes[place] as number);
    else if (place >= widths.length) grow();
    places.set(hash, place);
    hashes[place] = hash;
    widths[place] = 0;
    totals[place] = 0;
    return place;
  };
  const halve = (place: number): void => {
    let kept = 0;
    let total = 0;
    const from = place * width;
    for (let i = 0; i < (widths[place] as number); i++) {
      const count = (counts[from + i] as number) >> 1;
      if (count === 0) continue;
      symbols[from + kept] = symbols[from + i] as number;
      counts[from + kept++] = count;
      total += count;
    }
    widths[place] = kept;
    totals[place] = Math.max(total, (totals[place] as number) >> 1);
  };

  return {
    get size() {
      return places.size;
    },
    find: (hash) => places.get(hash) ?? -1,
    learn(hash, symbol) {
      const place = placeFor(hash);
      const from = place * width;
      const used = widths[place] as number;
      let at = from;
      while (at < from + used && symbols[at] !== symbol) at++;
      if (at === from + width) {
        // No room: the rarest loses one, and when it has none left the newcomer takes its place.
        const left = (counts[--at] as number) - 1;
        counts[at] = left;
        if (left > 0) at = -1;
      } else if (at === from + used) {
        symbols[at] = symbol;
        counts[at] = 0;
        widths[place] = used + 1;
      }
      totals[place] = (totals[place] as number) + 1;
      if (at >= 0) {
        const count = (counts[at] as number) + 1;
        // The most frequent stand first, and of equals the newest.
        while (at > from && (counts[at - 1] as number) <= count) {
          symbols[at] = symbols[at - 1] as number;
          counts[at] = counts[at - 1] as number;
          at--;
        }
        symbols[at] = symbol;
        counts[at] = count;
      }
      if (totals[place] >= halveAt || counts[place * width] === 255) halve(place);
      return place;
    },
    totalAt: (place) => totals[place] as number,
    symbolAt: (place, rank) => symbols[place * width + rank] as number,
    countAt: (place, rank) => counts[place * width + rank] as number,
    widthAt: (place) => widths[place] as number,
    toJSON: () =>
      recency.oldestFirst().map((place) => {
        const row = [hashes[place] as number, totals[place] as number];
        for (let i = place * width; i < place * width + (widths[place] as number); i++)
          row.push(symbols[i] as number, counts[i] as number);
        return row;
      }),
    restore(rows) {
      for (const [hash = 0, total = 0, ...all] of rows) {
        const pairs = all.slice(0, 2 * width);
        const place = placeFor(hash);
        totals[place] = total;
        widths[place] = pairs.length >> 1;
        pairs.forEach((value, i) => {
          if (i % 2 === 0) symbols[place * width + (i >> 1)] = value;
          else counts[place * width + (i >> 1)] = value;
        });
      }
    },
  };
}
