import { Subject, Subscription } from 'rxjs';
import { ClosedError } from '../errors.js';
import type { PrefetchCache } from '../types.js';
import { errorOf } from './errorOf.js';
import { onReloadError } from './onReloadError.js';
import type { Outcome } from './resourceState.js';

/** One reader of a cache whose latest request counts. */
export interface LatestReader<K> {
  /** Whether the latest request or reload has no outcome yet. */
  readonly isWaiting: boolean;
  /** Requests a key. Supersedes the request before. */
  request(key: K): void;
  /** Loads the item of the latest request again, for all readers of the key. */
  reload(): void;
  /**
   * Ends the reader, and with it loads that only it wanted. A later `request` begins a new reader.
   */
  end(): void;
}

/**
 * Makes a reader of a cache that abandons superseded requests.
 *
 * @param settle - called for each outcome of the latest request: its first item, later items of its
 *   key, failures; with a `ClosedError` if the cache closes before the first
 */
export function latestReader<K, V>(
  cache: PrefetchCache<K, V>,
  settle: (outcome: Outcome<V>) => void,
): LatestReader<K> {
  let key$: Subject<K> | undefined;
  let reading = Subscription.EMPTY;
  let isWaiting = false;
  /** The key of the latest request; with its item, as the cache has it. */
  let latestKey: K | undefined;
  /** Stops waiting for the failure of a reload. */
  let unwatch = (): void => undefined;

  const settled = (outcome: Outcome<V>): void => {
    isWaiting = false;
    unwatch();
    settle(outcome);
  };
  const ended = (reason: Error): void => {
    key$ = undefined;
    if (isWaiting) settled({ status: 'rejected', reason });
  };
  const begin = (): void => {
    if (key$) return;
    key$ = new Subject();
    reading = key$.pipe(cache.with({ order: 'switch', errors: 'value', follow: true })).subscribe({
      next(outcome) {
        latestKey = outcome.key;
        settled(outcome);
      },
      error: (error: unknown) => ended(errorOf(error)),
      complete: () => ended(new ClosedError()),
    });
  };
  return {
    get isWaiting() {
      return isWaiting;
    },
    request(key) {
      isWaiting = true;
      latestKey = key;
      unwatch();
      begin();
      key$?.next(key);
    },
    reload() {
      const key = latestKey as K;
      isWaiting = true;
      unwatch = onReloadError(cache, key, (reason) => settled({ status: 'rejected', reason }));
      cache.reload(key);
    },
    end() {
      key$ = undefined;
      isWaiting = false;
      unwatch();
      reading.unsubscribe();
    },
  };
}
