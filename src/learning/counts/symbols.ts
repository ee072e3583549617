import { charactersOf } from './charactersOf.js';
import { createRecency } from './recency.js';

/** Numbers values, so that counts of them fit typed arrays. */
export interface Symbols<T> {
  /** How many values are remembered, and how many at most. */
  readonly size: number;
  readonly limit: number;
  /** The symbol of a value, which is remembered from now on. */
  of(value: T): number;
  /** The symbol of a value; -1 for an unknown one. */
  find(value: T): number;
  /** The value of a symbol; undefined once it is forgotten, as its place has another symbol then. */
  valueOf(symbol: number): T | undefined;
  /**
   * A copy of all symbols with their values, which later values do not change; without undefined as
   * a value.
   */
  copy(): SymbolsCopy<T>;
  /** Takes over symbols with their values, before any value is remembered. */
  restore(pairs: readonly (readonly [number, T])[]): void;
}

/** A copy of all symbols: what is at index i of both arrays belongs together. */
export interface SymbolsCopy<T> {
  /** How many values are remembered at most, a power of 2. */
  readonly limit: number;
  /** The least recently used first. */
  readonly symbols: readonly number[];
  readonly values: readonly T[];
}

/** Characters of all strings that are remembered, 2^22, unless a single one is longer. */
const MAX_CHARACTERS = 4_194_304;

/**
 * Remembers up to 2^bits values, and strings of 4,194,304 characters in all; beyond it the least
 * recently used value is forgotten.
 */
// Over 50 lines, as each method keeps `symbols`, `values`, `current` and `characters` in step.
export function createSymbols<T>(bits: number): Symbols<T> {
  const limit = 2 ** bits;
  const recency = createRecency(limit);
  const symbols = new Map<T, number>();
  // By place: the lower bits of a symbol. The higher bits count how often its place was reused.
  const values: (T | undefined)[] = [];
  const current: number[] = [];
  let characters = 0;

  const put = (place: number, symbol: number, value: T): void => {
    values[place] = value;
    current[place] = symbol;
    symbols.set(value, symbol);
    characters += charactersOf(value);
  };
  /** Whether a place has a value, which may itself be undefined. */
  const isUsed = (place: number): boolean =>
    current[place] !== undefined && symbols.get(values[place] as T) === current[place];
  const clear = (place: number): void => {
    if (isUsed(place)) symbols.delete(values[place] as T);
    characters -= charactersOf(values[place]);
    values[place] = undefined;
  };
  return {
    limit,
    get size() {
      return symbols.size;
    },
    of(value) {
      const known = symbols.get(value);
      if (known !== undefined) {
        recency.touch(known & (limit - 1));
        return known;
      }
      const room = MAX_CHARACTERS - charactersOf(value);
      let place;
      // `take` touches each place that is cleared for its characters alone, so that the next call
      // takes another one.
      do clear((place = recency.take(characters > room)));
      while (characters > room && characters > 0);
      const before = current[place];
      const symbol = before === undefined ? place : (before + limit) & 0x3fff_ffff;
      put(place, symbol, value);
      return symbol;
    },
    find: (value) => symbols.get(value) ?? -1,
    valueOf(symbol) {
      const place = symbol & (limit - 1);
      return current[place] === symbol ? values[place] : undefined;
    },
    copy() {
      const known = recency
        .oldestFirst()
        .filter((place) => current[place] !== undefined && values[place] !== undefined);
      return {
        limit,
        symbols: known.map((place) => current[place] as number),
        values: known.map((place) => values[place] as T),
      };
    },
    restore(pairs) {
      // A symbol contains its place, so all places are taken; those left empty are the oldest.
      while (recency.size < limit) recency.take();
      for (const [symbol, value] of pairs) {
        const place = symbol & (limit - 1);
        recency.touch(place);
        clear(place);
        put(place, symbol, value);
      }
    },
  };
}
