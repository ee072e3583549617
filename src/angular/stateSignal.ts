import type { Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { cacheState } from '../../operators/cacheState.js';
import { checkOptions } from '../options.js';
import type { CacheState, PrefetchCache } from '../types.js';
import { checkCache } from './checkCache.js';
import { givenInjector } from './givenInjector.js';
import type { CacheSignalOptions } from './statsSignal.js';

/**
 * The immutable state of a cache as a signal, updated after each transaction.
 *
 * Unchanged parts stay identical, so that a `computed` of them does not run again. Only bundles
 * that use this function or `cacheState` contain immer.
 *
 * @param cache - the cache whose state is read
 * @throws RuntimeError (NG0203) of Angular outside an injection context without `injector`
 * @throws TypeError for wrong arguments
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
