import { Subject } from 'rxjs';
import { prefetchCache, type Predictor, type PrefetchCacheOptions } from 'rxjs-prefetch-cache';
import type { Item, Key, System } from './types.js';

/** Further options of the cache. Parts serve one cache, so they are created for each run. */
type Parts = Pick<PrefetchCacheOptions<Key, Item>, 'eviction' | 'control'>;

/**
 * A cache of this package with a predictor, the options of the setting, and defaults.
 *
 * @param predictor - creates a predictor for each run, as it may learn
 * @param parts - creates further options
 */
export function prefetching(
  predictor: () => Predictor<Key>,
  parts: () => Parts = () => ({}),
): System {
  return ({ setting: { capacity, slots }, source, clock }) => {
    const options = { maxKeys: capacity, concurrency: slots, scheduler: clock, ...parts() };
    const cache = prefetchCache<Key, Item>((key) => source.load(key), predictor(), options);
    let deliver: (item: Item) => void = () => undefined;
    let keys = new Subject<Key>();
    const arrive = () => keys.pipe(cache).subscribe((item) => deliver(item));
    let reader = arrive();
    return {
      get(key, handOver) {
        deliver = handOver;
        keys.next(key);
      },
      leave() {
        reader.unsubscribe();
        keys = new Subject();
        reader = arrive();
      },
      close: () => cache.close(),
      stats: () => cache.stats(),
    };
  };
}
