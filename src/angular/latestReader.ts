import { Subject, Subscription } from 'rxjs';
import { ClosedError } from '../errors.js';
import type { PrefetchCache } from '../types.js';
import { errorOf } from './errorOf.js';
import type { Answer } from './resourceState.js';

/** One reader of a cache, of whose requests the latest counts. */
export interface LatestReader<K> {
  ask(key: K): void;
  /** Lets go of all that only it wanted. A later `ask` begins anew, without a history. */
  leave(): void;
}

/**
 * A reader that has requested nothing yet.
 *
 * @param answer - is called once a request that is not superseded, also when the cache closes
 *   meanwhile or was closed before
 */
export function latestReader<K, V>(
  cache: PrefetchCache<K, V>,
  answer: (answer: Answer<V>) => void,
): LatestReader<K> {
  let key$: Subject<K> | undefined;
  let reading = Subscription.EMPTY;
  let isWaiting = false;

  const answered = (given: Answer<V>): void => {
    isWaiting = false;
    answer(given);
  };
  const ended = (reason: Error): void => {
    key$ = undefined;
    if (isWaiting) answered({ status: 'rejected', reason });
  };
  const begin = (): void => {
    if (key$) return;
    key$ = new Subject();
    reading = key$.pipe(cache.with({ order: 'switch', errors: 'value' })).subscribe({
      next: answered,
      error: (error: unknown) => ended(errorOf(error)),
      complete: () => ended(new ClosedError()),
    });
  };
  return {
    ask(key) {
      isWaiting = true;
      begin();
      key$?.next(key);
    },
    leave() {
      key$ = undefined;
      isWaiting = false;
      reading.unsubscribe();
    },
  };
}
