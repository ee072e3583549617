import { Subscriber } from 'rxjs';
import { createEntry, type Entry } from '../../src/cache/entry.js';
import { EmptyLoadError } from '../../src/errors.js';
import type { LoadContext, LoadResult } from '../../src/types.js';
import { isInFlight, REASON, type Load } from './load.js';
import { subscribeToResult } from './subscribeToResult.js';

/** The parts of the cache that a call of the provider uses. */
export interface CallOptions<K, V> {
  readonly load: (key: K, context: LoadContext) => LoadResult<V>;
  /**
   * Sets `expires` and `bytes` of an entry.
   * @throws RangeError | TypeError if `sizeOf` or `ttl` returns no valid number
   */
  readonly measure: (entry: Entry<K, V>) => void;
  /** Handles the outcome of a load that is running. */
  readonly settle: (load: Load<K, V>) => void;
}

/**
 * Subscribes loads to the provider, and closes each subscription at its first value.
 *
 * A load has one outcome. It is `loaded` with its first value. It is `failed` if the provider or
 * `measure` throws, if the subscription errors, or if it completes without a value.
 */
export function createProviderCall<K, V>(options: CallOptions<K, V>): (load: Load<K, V>) => void {
  const { load: provide, measure, settle } = options;
  const finish = (load: Load<K, V>, outcome: 'loaded' | 'failed', error?: unknown): void => {
    if (load.outcome || !isInFlight(load)) return;
    load.outcome = outcome;
    load.error = error;
    if (load.state === 'running') settle(load);
    load.subscriber?.unsubscribe();
  };
  const take = (load: Load<K, V>, value: V): void => {
    if (load.entry) return;
    load.entry = createEntry(load.id, load.key, value);
    try {
      measure(load.entry);
      finish(load, 'loaded');
    } catch (error) {
      finish(load, 'failed', error);
    }
  };
  return (load) => {
    load.subscriber = new Subscriber<V>({
      next: (value: V) => take(load, value),
      error: (error: unknown) => finish(load, 'failed', error),
      complete: () => finish(load, 'failed', new EmptyLoadError(load.key)),
    });
    try {
      subscribeToResult<V>(provide(load.key, contextOf(load)), load.subscriber);
    } catch (error) {
      finish(load, 'failed', error);
    }
  };
}

const LOAD = Symbol('load');

/**
 * Prototype of the `LoadContext` of each load. `signal` is here, because a getter on each context
 * would cost more than the rest of the load.
 */
const CONTEXT = {
  get signal(): AbortSignal {
    const load = (this as unknown as { readonly [LOAD]: Load<unknown, unknown> })[LOAD];
    load.controller ??= new AbortController();
    if (load.state === 'aborted') load.controller.abort();
    return load.controller.signal;
  },
};

function contextOf<K, V>(load: Load<K, V>): LoadContext {
  const context = Object.create(CONTEXT) as {
    reason: LoadContext['reason'];
    [LOAD]: Load<K, V>;
  } & LoadContext;
  context.reason = REASON[load.origin];
  context[LOAD] = load;
  return context;
}
