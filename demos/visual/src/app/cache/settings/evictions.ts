import { lhd, lru, oldest, sieve, type EvictionPolicy } from 'rxjs-prefetch-cache';

/**
 * The policies to choose from, by name; undefined leaves it to the cache. Those by size are left
 * out: here all items are of one size.
 */
export const evictions: Readonly<Record<string, <K>() => EvictionPolicy<K> | undefined>> = {
  default: () => undefined,
  oldest,
  lru,
  sieve,
  lhd,
};
