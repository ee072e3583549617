import { Subject } from 'rxjs';
import { prefetchCache, type Predictor, type PrefetchCacheOptions } from 'rxjs-prefetch-cache';
import type { Item, Key, System } from './types.js';

/**
 * What may be set beside what the setting says. Parts serve one cache, so they are made for each
 * run.
 */
type Parts = Pick<PrefetchCacheOptions<Key, Item>, 'eviction' | 'control'>;

/**
 * This package, with a predictor; nothing else is set than what the setting says, unless it is
 * given.
 *
 * @param predictor - makes one for each run, as it may learn
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
