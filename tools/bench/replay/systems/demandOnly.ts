import type { EvictionPolicy } from 'rxjs-prefetch-cache';
import type { Key, System } from '../types.js';
import { prefetching } from './prefetching.js';

/** A cache that loads nothing ahead. */
export function demandOnly(eviction: () => EvictionPolicy<Key>): System {
  return prefetching(
    () => () => [],
    () => ({ eviction: eviction() }),
  );
}
