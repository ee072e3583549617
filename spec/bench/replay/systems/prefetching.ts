import { Subject } from 'rxjs';
import { prefetchCache, type EvictionPolicy, type Predictor } from 'rxjs-prefetch-cache';
import type { Item, Key, System } from '../types.js';

/**
 * This package, with a predictor; nothing else is set than what the setting says.
 *
 * @param predictor - makes one for each run, as it may learn
 * @param eviction - makes a policy for each run; by default the cache takes its own
 */
export function prefetching(predictor: () => Predictor<Key>, eviction?: () => EvictionPolicy<Key>): System {
  return ({ setting: { capacity, slots }, source, clock }) => {
    const policy = eviction ? { eviction: eviction() } : {};
    const options = { maxKeys: capacity, concurrency: slots, scheduler: clock, ...policy };
    const cache = prefetchCache<Key, Item>((key) => source.load(key), predictor(), options);
    const keys = new Subject<Key>();
    let deliver: (item: Item) => void = () => undefined;
    keys.pipe(cache).subscribe((item) => deliver(item));
    return {
      get(key, handOver) {
        deliver = handOver;
        keys.next(key);
      },
      close: () => cache.close(),
      stats: () => cache.stats(),
    };
  };
}
