import { Observable, Subject } from 'rxjs';
import type { Candidates } from '../../src/cache/nextCandidate.js';
import type { Load } from './load.js';
import type { Loads } from './loads.js';
import { reportErrors } from './reportErrors.js';
import { speculate } from './speculate.js';

/** What a refill needs of the cache. */
export interface RefillOptions<K, V> {
  readonly loads: Loads<K, V>;
  readonly candidates: Candidates<K>;
  readonly concurrency: number;
}

/**
 * Loads the likeliest planned keys in the free slots, each time it is called. A candidate is chosen
 * at the moment at which it starts, as the best may change with each; loads that already run and
 * reserved a slot enter first.
 */
export function createRefill<K, V>({
  loads,
  candidates,
  concurrency,
}: RefillOptions<K, V>): () => void {
  const choose = (): Load<K, V> | undefined => {
    const candidate = reportErrors(() => candidates.next());
    return candidate && loads.plan(candidate.id, candidate.key);
  };
  const hold = (load: Load<K, V>): Observable<never> =>
    new Observable((subscriber) => loads.hold(load, () => subscriber.complete()));
  const wakeUps = new Subject<void>();
  wakeUps.pipe(speculate(() => loads.firstReserved() ?? choose(), hold, concurrency)).subscribe();
  return () => {
    if (loads.firstReserved() || candidates.hasOpen()) wakeUps.next();
  };
}
