import type { EvictionPolicy } from 'rxjs-prefetch-cache';
import type { Key, System } from '../../../../src/replay/types.js';
import { prefetching } from '../../../../src/replay/prefetching.js';

/** A cache that loads nothing ahead. */
export function demandOnly(eviction: () => EvictionPolicy<Key>): System {
  return prefetching(
    () => () => [],
    () => ({ eviction: eviction() }),
  );
}
