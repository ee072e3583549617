import { DestroyRef, PLATFORM_ID, type Injector } from '@angular/core';
import { of } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { checkOptions, OPTIONS, type PrefetchCacheOptions } from '../options.js';
import type { Predictor, PrefetchCache, Provider } from '../types.js';
import { givenInjector } from './givenInjector.js';

/** How a cache of Angular behaves. */
export interface InjectPrefetchCacheOptions<K, V> extends PrefetchCacheOptions<K, V> {
  /** Whose `DestroyRef` closes the cache. @defaultValue that of the injection context */
  readonly injector?: Injector | undefined;
}

/**
 * A cache that closes with who made it: a component, a service, the application.
 *
 * Like `prefetchCache`, but on a server it loads nothing ahead, whatever `enabled$` says: a page is
 * rendered once, and nobody moves on.
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
 * @param provider - loads an item; what `HttpClient` returns is one: unsubscribing aborts the
 *   request
 * @param predictor - says how likely each key is, after each request that moves a reader
 * @throws RuntimeError (NG0203) of Angular outside of an injection context, where no `injector` is
 *   given
 * @throws RangeError | TypeError for wrong options, as `prefetchCache` does
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
