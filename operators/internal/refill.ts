import { mergeMap, Observable, Subject } from 'rxjs';
import type { Candidates } from '../../src/cache/nextCandidate.js';
import type { Load } from './load.js';
import type { Loads } from './loads.js';
import { reportErrors } from './reportErrors.js';

/** The parts of the cache that a refill uses. */
export interface RefillOptions<K, V> {
  readonly loads: Pick<Loads<K, V>, 'firstReserved' | 'createPrefetch' | 'takeSlot'>;
  readonly candidates: Pick<Candidates<K>, 'next' | 'hasOpen'>;
  /** The number of slots. */
  readonly concurrency: number;
}

/**
 * Fills the free slots with the likeliest planned keys, each time it is called.
 *
 *     refill()   x-----------------x----
 *     next       a b c             d
 *     a          ----|
 *     b          --------------|
 *     c          (no slot is free: it is not queued, the next refill chooses again)
 *     d                            ---|
 *
 * `mergeMap` alone would queue candidates, first in, first out. Here each candidate is chosen when
 * it starts, because each start may change which one is best. `candidates.next` returns none while
 * all slots are taken, so the buffer of `mergeMap` stays empty. Running loads with a reserved slot
 * enter first. The loop is flat, so that 20,000 loads that end at once need no recursion.
 */
export function createRefill<K, V>({
  loads,
  candidates,
  concurrency,
}: RefillOptions<K, V>): () => void {
  const next = (): Load<K, V> | undefined => {
    const reserved = loads.firstReserved();
    const candidate = reserved ? undefined : reportErrors(() => candidates.next());
    return candidate ? loads.createPrefetch(candidate) : reserved;
  };
  const starting = new Subject<Load<K, V>>();
  const hold = (load: Load<K, V>): Observable<never> =>
    new Observable((subscriber) => loads.takeSlot(load, () => subscriber.complete()));
  starting.pipe(mergeMap(hold, concurrency)).subscribe();
  let isRunning = false;
  return () => {
    // `isRunning`: a load that this loop started has called `refill`, and the loop continues.
    if (isRunning || !(loads.firstReserved() || candidates.hasOpen())) return;
    isRunning = true;
    for (let load; (load = next());) starting.next(load);
    isRunning = false;
  };
}
