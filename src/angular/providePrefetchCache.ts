import { inject, InjectionToken, Injector, type FactoryProvider } from '@angular/core';
import { expected } from '../options.js';
import type { PrefetchCache } from '../types.js';
import { checkCache } from './checkCache.js';
import { closeWith } from './closeWith.js';

/**
 * Provides one cache under a token, in a component, a route or the application.
 *
 * The cache is made when it is first injected, and closes with the injector that provides it. The
 * argument is a function, as a server has an application for each request, and each needs a cache,
 * predictor and policy of its own.
 *
 * ```ts compile-only
 * import { HttpClient } from '@angular/common/http';
 * import { inject, InjectionToken } from '@angular/core';
 * import type { PrefetchCache } from 'rxjs-prefetch-cache';
 *
 * const PAGES = new InjectionToken<PrefetchCache<number, string[]>>('pages');
 *
 * const providers = [
 *   providePrefetchCache(PAGES, () => {
 *     const http = inject(HttpClient);
 *     return injectPrefetchCache((page) => http.get<string[]>(`/api/pages/${page}`), dynamicDistanceDecay());
 *   }),
 * ];
 *
 * // In any component below:
 * //   readonly pages = inject(PAGES);
 * ```
 *
 * @param token - token that components inject
 * @param create - makes the cache with `injectPrefetchCache`, in an injection context
 * @throws TypeError if `token` is no InjectionToken, or `create` no function that makes a cache
 * @returns an entry for `providers` of a component, a route or the application
 */
export function providePrefetchCache<K, V>(
  token: InjectionToken<PrefetchCache<K, V>>,
  create: () => PrefetchCache<K, V>,
): FactoryProvider {
  if (!(token instanceof InjectionToken)) throw expected('token', 'an InjectionToken', token);
  if (typeof create !== 'function')
    throw expected('create', 'a function that makes a cache', create);
  if ('snapshot' in create)
    throw new TypeError('Expected `create` to be a function that makes a cache, got a cache');
  return {
    provide: token,
    useFactory: () => {
      const cache = checkCache(create());
      // Also one that `injectPrefetchCache` did not make.
      closeWith(inject(Injector), cache);
      return cache;
    },
  };
}
