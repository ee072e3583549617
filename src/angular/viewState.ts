import { expected, sameKey } from '../options.js';
import type { PrefetchCache, Settled } from '../types.js';
import { keyContext, thrownStatus, type PrefetchKeyContext } from './chain.js';
import { errorOf } from './errorOf.js';
import { residentOf } from './residentOf.js';

/** The wanted keys of a view, or the error of reading them. */
export interface WantedView<K> {
  readonly keys: readonly K[];
  readonly error?: Error | undefined;
  /** Whether a resource that the keys depend on loads. */
  readonly isLoading?: boolean;
}

/** What a view shows. */
export interface ViewState<K, V> {
  readonly keys: readonly K[];
  readonly outcomes: ReadonlyMap<K, Settled<K, V>>;
  readonly error: Error | undefined;
  readonly isLoading: boolean;
}

/** State after a change of the wanted keys. Items that the cache has are there at once. */
export function createViewState<K, V>(
  { keys, error, isLoading = false }: WantedView<K>,
  cache: PrefetchCache<K, V>,
  before?: ViewState<K, V>,
): ViewState<K, V> {
  const outcomes = new Map<K, Settled<K, V>>();
  for (const key of keys) {
    const known = before?.outcomes.get(key);
    const resident = known ? undefined : residentOf(cache, key);
    if (known) outcomes.set(key, known);
    else if (resident) outcomes.set(key, { key, status: 'fulfilled', value: resident.value });
  }
  return { keys, outcomes, error, isLoading };
}

/** Whether two views want the same keys in the same order. */
export function isSameView<K>(one: WantedView<K>, other: WantedView<K>): boolean {
  return (
    one.error === other.error &&
    one.isLoading === other.isLoading &&
    one.keys.length === other.keys.length &&
    one.keys.every((key, i) => sameKey(key, other.keys[i]))
  );
}

/** Reads the keys of a view. */
export function readView<K>(
  read: (context: PrefetchKeyContext) => Iterable<K> | undefined,
): WantedView<K> {
  try {
    return toView(read(keyContext));
  } catch (error) {
    const status = thrownStatus(error);
    return status ? { keys: [], isLoading: status === 'loading' } : failedView(errorOf(error));
  }
}

/** Keys that are read at most: one more than `cache.view` accepts, so that it gives the error. */
const MAX_KEYS_READ = 10_001;

/** The keys of a view. */
export function toView<K>(given?: Iterable<K>): WantedView<K> {
  if (given === undefined) return { keys: [] };
  const isIterable =
    typeof given !== 'string' &&
    typeof (given as Partial<Iterable<K>> | null)?.[Symbol.iterator] === 'function';
  if (!isIterable) return failedView(expected('keys', 'an iterable of keys', given));
  const keys: K[] = [];
  try {
    for (const key of given) if (keys.push(key) === MAX_KEYS_READ) break;
  } catch (error) {
    return failedView(errorOf(error));
  }
  return { keys };
}

/** A view whose keys could not be read. */
export function failedView<K>(error: Error): WantedView<K> {
  return { keys: [], error };
}
