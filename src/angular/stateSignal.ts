import type { Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { cacheState } from '../../operators/cacheState.js';
import { checkOptions } from '../options.js';
import type { CacheState, PrefetchCache } from '../types.js';
import { checkCache } from './checkCache.js';
import { givenInjector } from './givenInjector.js';
import type { CacheSignalOptions } from './statsSignal.js';

/**
 * The immutable state of a cache as a signal: now, and after each step. Parts that did not change
 * stay identical, so what is computed from one of them is not computed anew. Ships immer only to
 * those who use it.
 *
 * @param cache - the cache to look at
 * @throws RuntimeError (NG0203) of Angular outside of an injection context, where no `injector` is
 *   given
 */
export function stateSignal<K, V>(
  cache: PrefetchCache<K, V>,
  options: CacheSignalOptions = {},
): Signal<CacheState<K>> {
  const { injector } = checkOptions(options, ['injector']);
  return toSignal(cacheState(checkCache(cache)), {
    requireSync: true,
    injector: givenInjector(stateSignal, injector),
  });
}
