import { Subject, Subscription } from 'rxjs';
import { ClosedError } from '../errors.js';
import type { PrefetchCache } from '../types.js';
import { errorOf } from './errorOf.js';
import { onReloadError } from './onReloadError.js';
import type { Answer } from './resourceState.js';

/** One reader of a cache whose latest request counts. */
export interface LatestReader<K> {
  /** Whether the latest request or reload has no answer yet. */
  readonly isWaiting: boolean;
  /** Requests a key. Supersedes the request before. */
  ask(key: K): void;
  /** Loads the item of the latest request again, for all readers of the key. */
  reload(key: K): void;
  /** Ends the reader, and with it loads that only it wanted. A later `ask` begins a new reader. */
  leave(): void;
}

/**
 * Makes a reader of a cache that abandons superseded requests.
 *
 * @param answer - called for each outcome of the latest request: its first item, later items of its
 *   key, failures; with a `ClosedError` if the cache closes before the first
 */
export function latestReader<K, V>(
  cache: PrefetchCache<K, V>,
  answer: (answer: Answer<V>) => void,
): LatestReader<K> {
  let key$: Subject<K> | undefined;
  let reading = Subscription.EMPTY;
  let isWaiting = false;
  /** The key of the latest item, as the cache has it. */
  let itemKey: K | undefined;
  /** Stops waiting for the failure of a reload. */
  let unwatch = (): void => undefined;

  const answered = (given: Answer<V>): void => {
    isWaiting = false;
    unwatch();
    answer(given);
  };
  const ended = (reason: Error): void => {
    key$ = undefined;
    if (isWaiting) answered({ status: 'rejected', reason });
  };
  const begin = (): void => {
    if (key$) return;
    key$ = new Subject();
    reading = key$.pipe(cache.with({ order: 'switch', errors: 'value', follow: true })).subscribe({
      next(settled) {
        itemKey = settled.key;
        answered(settled);
      },
      error: (error: unknown) => ended(errorOf(error)),
      complete: () => ended(new ClosedError()),
    });
  };
  return {
    get isWaiting() {
      return isWaiting;
    },
    ask(key) {
      isWaiting = true;
      itemKey = undefined;
      unwatch();
      begin();
      key$?.next(key);
    },
    reload(key) {
      isWaiting = true;
      unwatch = onReloadError(cache, itemKey ?? key, (reason) =>
        answered({ status: 'rejected', reason }),
      );
      cache.reload(key);
    },
    leave() {
      key$ = undefined;
      isWaiting = false;
      unwatch();
      reading.unsubscribe();
    },
  };
}
