import type { Injector, Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { checkOptions } from '../options.js';
import type { CacheStats, PrefetchCache } from '../types.js';
import { checkCache } from './checkCache.js';
import { givenInjector } from './givenInjector.js';

/** Where a signal of a cache belongs. */
export interface CacheSignalOptions {
  /** Whose `DestroyRef` ends it. @defaultValue that of the injection context */
  readonly injector?: Injector | undefined;
}

/**
 * The figures of a cache as a signal: now, and after each step.
 *
 * @param cache - the cache to look at
 * @throws RuntimeError (NG0203) of Angular outside of an injection context, where no `injector` is
 *   given
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
