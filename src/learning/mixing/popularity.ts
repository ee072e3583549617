import { charactersOf } from '../counts/charactersOf.js';

/** How often each key was requested lately. */
export interface Popularity<K> {
  /** Counts a request. */
  count(key: K): void;
  /**
   * The base rate of a key: the likelihood that one of the next requests is for it, if keys are
   * requested as often as before, in any order.
   *
   * @param requests - how many next requests
   */
  within(key: K, requests: number): number;
  /** How often a key was requested lately. */
  countOf(key: K): number;
  /** Takes over half of a saved count, rounded down, as readers may differ by now; ignores a known key. */
  restore(key: K, count: number): void;
}

/** All counts are halved beyond so many requests, keys, or characters of keys that are strings. */
const MAX_REQUESTS = 8192;
const MAX_KEYS = 8192;
const MAX_CHARACTERS = 4_194_304;

/** Counts requests by key, with bounded memory. */
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
      if (++total > MAX_REQUESTS || counts.size > MAX_KEYS || characters > MAX_CHARACTERS) halve();
    },
    countOf: (key) => counts.get(key) ?? 0,
    restore(key, saved) {
      const count = saved >> 1;
      if (count === 0 || counts.has(key)) return;
      counts.set(key, count);
      total += count;
      characters += charactersOf(key);
    },
    within(key, requests) {
      const count = counts.get(key);
      return count === undefined ? 0 : 1 - Math.exp((-requests * count) / total);
    },
  };
}
