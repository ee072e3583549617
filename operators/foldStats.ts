import { defer, map, type OperatorFunction } from 'rxjs';
import type { CacheEvent } from '../src/events.js';
import { createStats } from '../src/state/stats.js';
import type { CacheStats } from '../src/types.js';

/**
 * The stats of a cache after each of its events.
 *
 *     events$    m-----h-----|
 *     stats$     1-----2-----|     (requests)
 *
 * Subscribed when the cache is created, it emits what `stats()` returns. For recorded, filtered or
 * merged events it emits stats that the cache itself does not have: of one minute, or of one
 * reader.
 *
 * ```ts
 * cache.events$.pipe(windowTime(60_000), mergeMap((minute$) => minute$.pipe(foldStats(), last(null, undefined))));
 * ```
 */
export function foldStats<K>(): OperatorFunction<CacheEvent<K>, CacheStats> {
  return (events$) =>
    defer(() => {
      const stats = createStats<K>();
      return events$.pipe(
        map((event) => {
          stats.count(event);
          return stats.read();
        }),
      );
    });
}
