import { computed, type Signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import {
  animationFrameScheduler,
  auditTime,
  NEVER,
  Observable,
  scan,
  shareReplay,
  startWith,
  switchMap,
} from 'rxjs';
import {
  cacheState,
  type CacheEvent,
  prefetchCache,
  type CacheState,
  type PrefetchCache,
  type PrefetchCacheOptions,
  type Provider,
} from 'rxjs-prefetch-cache';
import { injectEventLog, type EventLog } from './log/injectEventLog.js';
import { evictions } from './settings/evictions.js';
import type { Foresights } from './settings/foresight.js';
import type { Settings } from './settings/settings.js';

/** A cache that follows its settings, with signals for views. */
export interface WatchedCache<K, V> {
  /** The present cache, and each one that replaces it. */
  readonly cache$: Observable<PrefetchCache<K, V>>;
  /** The state for drawings, at each animation frame. */
  readonly state: Signal<CacheState<K> | undefined>;
  /** The state for text, ten times a second. */
  readonly calmState: Signal<CacheState<K> | undefined>;
  /** Failed loads and prefetches, ten times a second. */
  readonly errors: Signal<number>;
  readonly log: EventLog<K>;
}

/** Milliseconds between two states for text. */
const calm = 100;

/**
 * Makes a cache for a provider, and a new one when the provider or a setting of the cache changes.
 *
 * The last one closes with its injector, which aborts all its loads.
 *
 * @param provider - undefined while there is nothing to read
 * @param foresights - choices of predictors, by name
 */
export function injectWatchedCache<K, V>(
  provider: Signal<Provider<K, V> | undefined>,
  foresights: Foresights<K>,
  settings: Settings,
  options: PrefetchCacheOptions<K, V> = {},
): WatchedCache<K, V> {
  const enabled$ = toObservable(settings.prefetching);
  const recipe = computed(() => ({
    provider: provider(),
    foresee: foresights[settings.predictor()],
    eviction: evictions[settings.eviction()],
    maxKeys: settings.capacity(),
    concurrency: settings.concurrency(),
  }));
  const cache$ = toObservable(recipe).pipe(
    switchMap(({ provider, foresee, eviction, maxKeys, concurrency }) => {
      if (!provider || !foresee || !eviction) return NEVER;
      return using(() => {
        const { predictor, control } = foresee();
        const policy = eviction<K>();
        const parts = { ...(control && { control }), ...(policy && { eviction: policy }) };
        return prefetchCache(provider, predictor, {
          ...options,
          ...parts,
          maxKeys,
          concurrency,
          enabled$,
        });
      });
    }),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
  const state$ = cache$.pipe(switchMap(cacheState), shareReplay({ bufferSize: 1, refCount: true }));

  return {
    cache$,
    state: toSignal(state$.pipe(auditTime(0, animationFrameScheduler))),
    calmState: toSignal(state$.pipe(auditTime(calm))),
    errors: toSignal(
      cache$.pipe(switchMap((cache) => errorsOf(cache).pipe(auditTime(calm), startWith(0)))),
      { initialValue: 0 },
    ),
    log: injectEventLog(cache$),
  };
}

/** A cache that closes when it has no subscribers left. */
function using<K, V>(make: () => PrefetchCache<K, V>): Observable<PrefetchCache<K, V>> {
  return new Observable((subscriber) => {
    const cache = make();
    subscriber.next(cache);
    return () => cache.close();
  });
}

const FAILURES: readonly CacheEvent<unknown>['type'][] = [
  'load-error',
  'prefetch-error',
  'revalidate-error',
];

function errorsOf<K, V>(cache: PrefetchCache<K, V>): Observable<number> {
  return cache.events$.pipe(scan((count, { type }) => count + Number(FAILURES.includes(type)), 0));
}
