import { DestroyRef, PLATFORM_ID, type Injector } from '@angular/core';
import { of } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { checkOptions, OPTIONS, type PrefetchCacheOptions } from '../options.js';
import type { Predictor, PrefetchCache, Provider } from '../types.js';
import { givenInjector } from './givenInjector.js';

/** Options of `injectPrefetchCache`: those of `prefetchCache`, and an injector. */
export interface InjectPrefetchCacheOptions<K, V> extends PrefetchCacheOptions<K, V> {
  /** Injector whose `DestroyRef` closes the cache. @defaultValue that of the injection context */
  readonly injector?: Injector | undefined;
}

/**
 * Makes a cache that closes with its component, service or application.
 *
 * Like `prefetchCache`, but on a server it prefetches nothing, whatever the value of `enabled$`: a
 * page is rendered once, and no reader moves on.
 *
 * ```ts compile-only
 * import { HttpClient } from '@angular/common/http';
 * import { inject } from '@angular/core';
 *
 * class Pages {
 *   readonly #http = inject(HttpClient);
 *   readonly pages = injectPrefetchCache((page: number) => this.#http.get<string[]>(`/api/pages/${page}`), dynamicDistanceDecay());
 * }
 * ```
 *
 * @param provider - loads an item; may return an observable of `HttpClient`, whose request aborts
 *   when it is unsubscribed
 * @param predictor - names likely keys, after each request that moves a reader
 * @throws RuntimeError (NG0203) of Angular outside an injection context without `injector`
 * @throws RangeError | TypeError for wrong arguments, as `prefetchCache` does
 */
export function injectPrefetchCache<K, V>(
  provider: Provider<K, V>,
  predictor: Predictor<K>,
  given: InjectPrefetchCacheOptions<K, V> = {},
): PrefetchCache<K, V> {
  const { injector: from, ...options } = checkOptions(given, [...OPTIONS, 'injector']);
  const injector = givenInjector(injectPrefetchCache, from);
  const isServer = injector.get(PLATFORM_ID) === 'server';
  const cache = prefetchCache(
    provider,
    predictor,
    isServer ? { ...options, enabled$: of(false) } : options,
  );
  injector.get(DestroyRef).onDestroy(() => cache.close());
  return cache;
}
