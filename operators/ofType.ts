import { filter, type OperatorFunction } from 'rxjs';
import type { CacheEvent } from '../src/events.js';

/**
 * The events of one type.
 *
 *     events$            h--m--s--h--|
 *     ofType('hit')      h--------h--|
 *
 * ```ts
 * cache.events$.pipe(ofType('prefetch-error')).subscribe(({ key, error }) => console.warn(key, error));
 * ```
 *
 * @param type - the `type` of the events that pass
 */
export function ofType<K, T extends CacheEvent<K>['type']>(
  type: T,
): OperatorFunction<CacheEvent<K>, Extract<CacheEvent<K>, { type: T }>> {
  return filter((event): event is Extract<CacheEvent<K>, { type: T }> => event.type === type);
}
