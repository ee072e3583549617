import { defer, map, type OperatorFunction } from 'rxjs';
import type { CacheEvent } from '../src/events.js';
import { expected } from '../src/options.js';
import { createStateFold } from '../src/state/stateFold.js';
import type { CacheState } from '../src/types.js';

/**
 * The immutable state of a cache after each of its events; unchanged parts stay identical.
 *
 *     events$    m-----s-----h-----|
 *     state$     a-----b-----c-----|
 *
 * `cacheState` does this for an open cache. Use `foldState` for recorded events, or to continue
 * from a saved state.
 *
 * ```ts
 * from(recorded).pipe(foldState(), last()).subscribe(({ residents }) => console.log(residents.flat().length));
 * // 1
 * ```
 *
 * @param from - the state before the first event; without it, an empty cache with 30 keys of
 *   history
 * @throws TypeError if `from` is no state
 */
export function foldState<K>(from?: CacheState<K>): OperatorFunction<CacheEvent<K>, CacheState<K>> {
  if (from !== undefined && !Array.isArray((from as Partial<CacheState<K>> | null)?.residents))
    throw expected('from', 'a state of a cache', from);
  return (events$) =>
    defer(() => {
      const fold = createStateFold(from);
      return events$.pipe(map((event) => fold([event])));
    });
}
