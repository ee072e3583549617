import { charactersOf } from '../charactersOf.js';

/** How often each key is requested, of late. */
export interface Popularity<K> {
  /** A key was requested. */
  count(key: K): void;
  /**
   * How likely the key is to be requested within so many accesses by whoever asks for keys as often
   * as before, in any order.
   */
  within(key: K, accesses: number): number;
}

/**
 * After so many accesses, or keys, or characters of keys that are strings, all counts are halved.
 */
const ACCESSES = 8192;
const KEYS = 8192;
const CHARACTERS = 4_194_304;

/** Nothing counted yet. */
export function createPopularity<K>(): Popularity<K> {
  const counts = new Map<K, number>();
  let total = 0;
  let characters = 0;
  const halve = (): void => {
    total = 0;
    for (const [key, count] of counts) {
      if (count < 2) {
        counts.delete(key);
        characters -= charactersOf(key);
      } else counts.set(key, count >> 1);
      total += count >> 1;
    }
  };
  return {
    count(key) {
      const before = counts.get(key) ?? 0;
      counts.set(key, before + 1);
      if (before === 0) characters += charactersOf(key);
      if (++total > ACCESSES || counts.size > KEYS || characters > CHARACTERS) halve();
    },
    within(key, accesses) {
      const count = counts.get(key);
      return count === undefined ? 0 : 1 - Math.exp((-accesses * count) / total);
    },
  };
}
