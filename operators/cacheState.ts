import { Observable } from 'rxjs';
import type { CacheEvent } from '../src/events.js';
import { checkMethods } from '../src/options.js';
import { createStateFold } from '../src/state/stateFold.js';
import type { CacheState, PrefetchCache } from '../src/types.js';

/**
 * The immutable states of a cache, for views: Angular's OnPush, signals, React.
 *
 *     events$    --mls----h--|
 *     state$     a----b---c--|
 *
 * Emits on subscription, and each time all events of a transaction have been delivered. Unchanged
 * parts stay identical, so a view compares references. Completes when the cache closes; never
 * errors. Only programs that import `cacheState` or `foldState` contain immer.
 *
 * ```ts
 * cacheState(frames).pipe(map(({ residents }) => residents), distinctUntilChanged()).subscribe(drawTimeline);
 * ```
 *
 * @param cache - the cache whose states are emitted
 * @throws TypeError if `cache` is no cache
 */
export function cacheState<K, V>(cache: PrefetchCache<K, V>): Observable<CacheState<K>> {
  checkMethods('cache', cache, ['snapshot']);
  return new Observable((subscriber) => {
    const fold = createStateFold(cache.snapshot());
    let events: CacheEvent<K>[] = [];
    subscriber.add(cache.events$.subscribe((event) => events.push(event)));
    subscriber.add(
      cache.stats$.subscribe({
        next: () => {
          const batch = events;
          events = [];
          subscriber.next(fold(batch));
        },
        complete: () => subscriber.complete(),
      }),
    );
  });
}
