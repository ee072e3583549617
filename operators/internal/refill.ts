import { mergeMap, Observable, Subject } from 'rxjs';
import type { Candidates } from '../../src/cache/nextCandidate.js';
import type { Load } from './load.js';
import type { Loads } from './loads.js';
import { reportErrors } from './reportErrors.js';

/** What a refill needs of the cache. */
export interface RefillOptions<K, V> {
  readonly loads: Pick<Loads<K, V>, 'firstReserved' | 'plan' | 'hold'>;
  readonly candidates: Pick<Candidates<K>, 'next' | 'hasOpen'>;
  /** How many slots there are. */
  readonly concurrency: number;
}

/**
 * Loads the likeliest planned keys in the free slots, each time it is called.
 *
 *     refill()   x-----------------x----
 *     next       a b c             d
 *     a          ----|
 *     b          --------------|
 *     c          (no slot is free: it is not queued, the next refill asks anew)
 *     d                            ---|
 *
 * Not `mergeMap` alone: its buffer is first in, first out, while here a candidate is chosen at the
 * moment at which it starts, as the best may change with each. `candidates.next` gives none while
 * all slots are taken, so nothing ever waits in that buffer. Loads that already run and reserved a
 * slot enter first. A flat loop, so that 20,000 loads that end at once run without recursion.
 */
export function createRefill<K, V>({
  loads,
  candidates,
  concurrency,
}: RefillOptions<K, V>): () => void {
  const next = (): Load<K, V> | undefined => {
    const reserved = loads.firstReserved();
    const candidate = reserved ? undefined : reportErrors(() => candidates.next());
    return candidate ? loads.plan(candidate.id, candidate.key) : reserved;
  };
  const starting = new Subject<Load<K, V>>();
  const hold = (load: Load<K, V>): Observable<never> =>
    new Observable((subscriber) => loads.hold(load, () => subscriber.complete()));
  starting.pipe(mergeMap(hold, concurrency)).subscribe();
  let isRunning = false;
  return () => {
    // Called by a load that this starts: the loop goes on.
    if (isRunning || !(loads.firstReserved() || candidates.hasOpen())) return;
    isRunning = true;
    for (let load; (load = next());) starting.next(load);
    isRunning = false;
  };
}
