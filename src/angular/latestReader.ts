import { Subject, Subscription } from 'rxjs';
import { ClosedError } from '../errors.js';
import type { PrefetchCache } from '../types.js';
import { errorOf } from './errorOf.js';
import type { Answer } from './resourceState.js';

/** One reader of a cache whose latest request counts. */
export interface LatestReader<K> {
  /** Requests a key. Supersedes the request before. */
  ask(key: K): void;
  /** Ends the reader, and with it loads that only it wanted. A later `ask` begins a new reader. */
  leave(): void;
}

/**
 * Makes a reader of a cache that abandons superseded requests.
 *
 * @param answer - called once for each request that is not superseded; with a `ClosedError` if the
 *   cache is closed
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
