import { Subscriber } from 'rxjs';
import { createEntry, type Entry } from '../../src/cache/entry.js';
import { EmptyLoadError } from '../../src/errors.js';
import type { LoadContext, LoadFunction, LoadManyFunction } from '../../src/types.js';
import { callMany } from './callMany.js';
import { isInFlight, REASON, type Load } from './load.js';
import { subscribeToResult } from './subscribeToResult.js';

/** The parts of the cache that a call of the provider uses. */
export interface CallOptions<K, V> {
  /** Undefined if the provider has only `loadMany`. */
  readonly load: LoadFunction<K, V> | undefined;
  readonly loadMany: LoadManyFunction<K, V> | undefined;
  /**
   * Sets `expires` and `bytes` of an entry.
   * @throws RangeError | TypeError if `sizeOf` or `ttl` returns no valid number
   */
  readonly measure: (entry: Entry<K, V>) => void;
  /** Handles the outcome of a load that is running. */
  readonly settle: (load: Load<K, V>) => void;
  /** Runs the end of a batch in one transaction, so that all its slots are refilled together. */
  readonly together: (settleAll: () => void) => void;
}

/**
 * Subscribes loads to the provider, and closes each subscription at its first value. Several loads
 * are a batch.
 *
 * A load has one outcome. It is `loaded` with its first value. It is `failed` if the provider or
 * `measure` throws, if the subscription errors, or if it completes without a value.
 */
export function createProviderCall<K, V>(
  options: CallOptions<K, V>,
): (loads: readonly Load<K, V>[]) => void {
  const { load: provide, loadMany, measure, settle, together } = options;
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
  const fail = (load: Load<K, V>, error: unknown): void => finish(load, 'failed', error);
  const end = (load: Load<K, V>): void => fail(load, new EmptyLoadError(load.key));
  return (loads) => {
    const [load] = loads as readonly [Load<K, V>];
    if (loadMany && (loads.length > 1 || !provide))
      return callMany({ loads, loadMany, contextOf, take, fail, end, together });
    const subscriber = new Subscriber<V>({
      next: (value: V) => take(load, value),
      error: (error: unknown) => fail(load, error),
      complete: () => end(load),
    });
    load.subscriber = subscriber;
    try {
      const result = (provide as LoadFunction<K, V>)(load.key, contextOf(load, load));
      subscribeToResult<V>(result, subscriber);
    } catch (error) {
      fail(load, error);
    }
  };
}

/** What the signal of a context depends on: a load, or a batch of loads. */
export type Signalled = Pick<Load<unknown, unknown>, 'state' | 'controller'>;

const OWNER = Symbol('owner');

/**
 * Prototype of each `LoadContext`. `signal` is here, because a getter on each context would cost
 * more than the rest of the load.
 */
const CONTEXT = {
  get signal(): AbortSignal {
    const owner = (this as unknown as { readonly [OWNER]: Signalled })[OWNER];
    owner.controller ??= new AbortController();
    if (owner.state === 'aborted') owner.controller.abort();
    return owner.controller.signal;
  },
};

function contextOf<K, V>(load: Load<K, V>, owner: Signalled): LoadContext {
  const context = Object.create(CONTEXT) as {
    reason: LoadContext['reason'];
    [OWNER]: Signalled;
  } & LoadContext;
  // A request may have joined a prefetch that waited for its batch.
  context.reason = load.waiting > 0 ? 'demand' : REASON[load.origin];
  context[OWNER] = owner;
  return context;
}
