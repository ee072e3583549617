import { PLATFORM_ID, TransferState, type Injector } from '@angular/core';
import { of } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { checkOptions, expected, OPTIONS, type PrefetchCacheOptions } from '../options.js';
import type { Predictor, PrefetchCache, Provider } from '../types.js';
import { closeWith } from './closeWith.js';
import { enabledOnceStable } from './firstStable.js';
import { givenInjector } from './givenInjector.js';
import { withDefaults } from './providePrefetchDefaults.js';
import { receiveItems, sendItems } from './transferItems.js';
import { markInjected } from './warnIfShared.js';

declare const ngServerMode: unknown;

/** Options of `injectPrefetchCache`: those of `prefetchCache`, and what Angular adds. */
export interface InjectPrefetchCacheOptions<K, V> extends PrefetchCacheOptions<K, V> {
  /** Injector whose `DestroyRef` closes the cache. @defaultValue that of the injection context */
  readonly injector?: Injector | undefined;
  /**
   * Name under which a server sends the items of this cache with its page (`TransferState`); in the
   * browser the first cache with this name holds them from the beginning. No two caches of a page
   * may have the same name: then neither is transferred.
   *
   * Keys and values must be plain JSON, and keys that are objects require `keyOf`; other items are
   * left out, with a warning in development. A `ttl` counts from when the server wrote the page, by
   * the clocks of both.
   * @defaultValue nothing is sent
   */
  readonly transferKey?: string | undefined;
}

/**
 * Makes a cache that closes with its component, service or application.
 *
 * It takes the defaults of `providePrefetchDefaults`. The first cache of an application begins to
 * prefetch when the application becomes stable, or after 10 s, so that prefetches do not delay
 * `whenStable()`; later caches prefetch at once. On a server it prefetches nothing, whatever the
 * value of `enabled$`: a page is rendered once, and no reader moves on.
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
 * @param predictor - gives likelihoods to keys, after each request that moves a reader
 * @param options - those of `prefetchCache`, `injector` and `transferKey`
 * @throws RuntimeError (NG0203) of Angular outside an injection context without `injector`
 * @throws RangeError | TypeError for wrong arguments, as `prefetchCache` does
 */
export function injectPrefetchCache<K, V>(
  provider: Provider<K, V>,
  predictor: Predictor<K>,
  options: InjectPrefetchCacheOptions<K, V> = {},
): PrefetchCache<K, V> {
  const {
    injector: from,
    transferKey,
    ...own
  } = checkOptions(options, [...OPTIONS, 'injector', 'transferKey']);
  if (transferKey !== undefined && (typeof transferKey !== 'string' || transferKey === ''))
    throw expected('transferKey', 'a string that is not empty', transferKey);
  const injector = givenInjector(injectPrefetchCache, from);
  // The CLI replaces `ngServerMode` in bundles for browsers, which drops what only a server needs.
  const isServer =
    (typeof ngServerMode === 'undefined' || !!ngServerMode) &&
    injector.get(PLATFORM_ID) === 'server';
  const resolved = withDefaults(own, injector);
  const enabled$ = isServer ? of(false) : enabledOnceStable(resolved.enabled$, injector);
  const create = (final: PrefetchCacheOptions<K, V>): PrefetchCache<K, V> =>
    prefetchCache(provider, predictor, { ...final, enabled$ });
  const cache =
    transferKey === undefined || isServer
      ? create(resolved)
      : receiveItems(resolved, { transferKey, transfer: injector.get(TransferState) }, create);
  markInjected(cache);
  closeWith(injector, cache);
  if (transferKey !== undefined && isServer)
    sendItems(cache, { transferKey, hasIdentity: resolved.keyOf !== undefined }, injector);
  return cache;
}
