import type { Injector, Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { checkOptions } from '../options.js';
import type { CacheStats, PrefetchCache } from '../types.js';
import { checkCache } from './checkCache.js';
import { givenInjector } from './givenInjector.js';

/** Options of `statsSignal` and `stateSignal`. */
export interface CacheSignalOptions {
  /** Injector whose `DestroyRef` ends the signal. @defaultValue that of the injection context */
  readonly injector?: Injector | undefined;
}

/**
 * The stats of a cache as a signal, updated after each transaction.
 *
 * @param cache - the cache whose stats are read
 * @throws RuntimeError (NG0203) of Angular outside an injection context without `injector`
 * @throws TypeError for wrong arguments
 */
export function statsSignal<K, V>(
  cache: PrefetchCache<K, V>,
  options: CacheSignalOptions = {},
): Signal<CacheStats> {
  const { injector } = checkOptions(options, ['injector']);
  return toSignal(checkCache(cache).stats$, {
    requireSync: true,
    injector: givenInjector(statsSignal, injector),
  });
}
