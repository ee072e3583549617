import { Observable, Subject, VirtualTimeScheduler } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import type { CacheStats, PrefetchCache, Predictor } from '../../src/types.js';

/** Options of `replay`. */
export interface ReplayOptions<K> extends PrefetchCacheOptions<K, K> {
  /** Duration of a load and of a look at an item, in milliseconds. */
  readonly latency?: number;
  readonly think?: number;
  /** Called before each request, with the index of the key. */
  readonly asked?: (cache: PrefetchCache<K, K>, place: number) => void;
}

/** The stats of a cache after a reader has requested all keys, in virtual time. */
export function replay<K>(
  keys: readonly K[],
  predictor: Predictor<K>,
  options: ReplayOptions<K> = {},
): CacheStats {
  const { latency = 100, think = 50, asked, ...rest } = options;
  const scheduler = new VirtualTimeScheduler(undefined, Infinity);
  const load = (key: K) =>
    new Observable<K>((subscriber) =>
      scheduler.schedule(() => {
        subscriber.next(key);
        subscriber.complete();
      }, latency),
    );
  const cache = prefetchCache<K, K>(load, predictor, { scheduler, ...rest });
  const key$ = new Subject<K>();
  let place = 0;
  const ask = (): void => {
    if (place === keys.length) {
      key$.complete();
      return;
    }
    asked?.(cache, place);
    key$.next(keys[place++] as K);
  };
  key$.pipe(cache).subscribe(() => scheduler.schedule(ask, think));
  ask();
  scheduler.flush();
  return cache.stats();
}
