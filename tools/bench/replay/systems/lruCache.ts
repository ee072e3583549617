import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Item, Key, System } from '../../../../src/replay/types.js';

/**
 * `lru-cache` with `fetch`, and after each request a `fetch` of the next n keys, as many at once as
 * there are slots.
 *
 * Its loads take places from their beginning; it is given so many more, as those of this package
 * take none. A load is not stopped when its place is taken, as the request would then get nothing.
 */
export function lruCache(n: number): System {
  return ({ setting: { capacity, slots }, source }) => {
    const cache = new LRUCache<Key, Item>({
      max: capacity + slots + 1,
      fetchMethod: (key, _stale, { signal }) => source.fetch(key, signal),
      ignoreFetchAbort: true,
      allowStaleOnFetchAbort: true,
    });
    let flying = 0;
    const prefetch = (key: Key): void => {
      if (flying >= slots || cache.has(key)) return;
      flying++;
      void cache.fetch(key).finally(() => flying--);
    };
    return {
      get(key, deliver) {
        void cache.forceFetch(key).then(deliver);
        if (typeof key === 'number') for (let i = 1; i <= n; i++) prefetch(key + i);
      },
      close: () => cache.clear(),
      settle: () => setImmediate(),
    };
  };
}
