import { createRecency } from './recency.js';

/** Integers for values, so that what is learned of them fits typed arrays. */
export interface Symbols<T> {
  /** How many values are remembered. */
  readonly size: number;
  /** The symbol of a value, which is remembered from now on. */
  of(value: T): number;
  /** The symbol of a value that is remembered, else -1. */
  find(value: T): number;
  /** The value of a symbol; undefined once it is forgotten: its place has another symbol then. */
  valueOf(symbol: number): T | undefined;
  /** All of them, the one not met for longest first. */
  toJSON(): [symbol: number, value: T][];
  /** Takes over what `toJSON` gave, or some of it. */
  restore(pairs: readonly (readonly [number, T])[]): void;
}

/**
 * No values yet.
 *
 * @param bits - at most 2^bits values are remembered; the one that was not met for longest is forgotten first
 */
export function createSymbols<T>(bits: number): Symbols<T> {
  const limit = 2 ** bits;
  const recency = createRecency(limit);
  const symbols = new Map<T, number>();
  // By place: the lower bits of a symbol. The higher ones count how often the place was given anew.
  const values: T[] = [];
  const current: number[] = [];

  const put = (place: number, symbol: number, value: T): void => {
    values[place] = value;
    current[place] = symbol;
    symbols.set(value, symbol);
  };
  return {
    get size() {
      return symbols.size;
    },
    of(value) {
      const known = symbols.get(value);
      if (known !== undefined) {
        recency.touch(known & (limit - 1));
        return known;
      }
      const place = recency.take();
      const before = current[place];
      if (before !== undefined) symbols.delete(values[place] as T);
      const symbol = before === undefined ? place : (before + limit) & 0x3fff_ffff;
      put(place, symbol, value);
      return symbol;
    },
    find: (value) => symbols.get(value) ?? -1,
    valueOf(symbol) {
      const place = symbol & (limit - 1);
      return current[place] === symbol ? values[place] : undefined;
    },
    toJSON() {
      const known = recency.oldestFirst().filter((place) => current[place] !== undefined);
      return known.map((place) => [current[place] as number, values[place] as T]);
    },
    restore(pairs) {
      // A symbol says its place, so all are given at once; those that stay empty are the oldest.
      while (recency.size < limit) recency.take();
      for (const [symbol, value] of pairs) {
        const place = symbol & (limit - 1);
        recency.touch(place);
        put(place, symbol, value);
      }
    },
  };
}
