import type { Subscription } from 'rxjs';
import { ofType } from '../../operators/ofType.js';
import { toLoadError } from '../errors.js';
import type { PrefetchCache } from '../types.js';

type Listener = (error: Error) => void;

/** The listeners of one cache, by key, while there are any. */
interface Listeners {
  readonly byKey: Map<unknown, Set<Listener>>;
  readonly subscription: Subscription;
}

const known = new WeakMap<object, Listeners>();

/**
 * Calls `failed` once with the error of the next revalidation of a key that fails. One subscription
 * to the events serves all keys of a cache: O(1) an event, beside those it calls.
 *
 * @param key - the key as the cache has it
 * @returns a function that stops listening
 */
export function onReloadError<K, V>(
  cache: PrefetchCache<K, V>,
  key: K,
  failed: Listener,
): () => void {
  const { byKey, subscription } = known.get(cache) ?? listenTo(cache);
  const listeners = byKey.get(key) ?? new Set();
  byKey.set(key, listeners.add(failed));
  return () => {
    listeners.delete(failed);
    if (listeners.size === 0 && byKey.get(key) === listeners) byKey.delete(key);
    if (byKey.size > 0 || known.get(cache)?.byKey !== byKey) return;
    known.delete(cache);
    subscription.unsubscribe();
  };
}

function listenTo<K, V>(cache: PrefetchCache<K, V>): Listeners {
  const byKey: Listeners['byKey'] = new Map();
  const subscription = cache.events$
    .pipe(ofType('revalidate-error'))
    .subscribe(({ key, error }) => {
      for (const failed of [...(byKey.get(key) ?? [])]) failed(toLoadError(key, error));
    });
  const listeners = { byKey, subscription };
  known.set(cache, listeners);
  return listeners;
}
