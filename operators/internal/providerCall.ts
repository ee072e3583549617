import { Subscriber, Subscription } from 'rxjs';
import { createEntry, type Entry } from '../../src/cache/entry.js';
import { EmptyLoadError } from '../../src/errors.js';
import { expected } from '../../src/options.js';
import type { LoadContext, LoadFunction, LoadManyFunction } from '../../src/types.js';
import { isInFlight, REASON, type Load } from './load.js';
import { reportErrors } from './reportErrors.js';
import { isError } from '../../src/structures/isError.js';
import { subscribeToResult } from './subscribeToResult.js';

/** The parts of the cache that a call of the provider uses. */
export interface CallOptions<K, V> {
  /** Undefined if the provider has only `loadMany`. */
  readonly load: LoadFunction<K, V> | undefined;
  readonly loadMany?: LoadManyFunction<K, V>;
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

  // One idea: a load is a batch of one, whose result is no array.
  return (loads) => {
    const { length } = loads;
    const [first] = loads as readonly [Load<K, V>];
    const many = provide && length === 1 ? undefined : loadMany;
    const owner: Signalled = many ? { state: 'running', controller: undefined } : first;
    /** How many loads of a batch have neither left nor ended. */
    let open = length;
    let isCalling = true;
    const settleAll = (settleOne: (load: Load<K, V>, i: number) => void): void => {
      const all = (): void => loads.forEach(settleOne);
      if (many) owner.state = 'ended';
      // During the call each load only notes its outcome.
      if (!many || isCalling) all();
      else together(all);
    };
    const failAll = (error: unknown): void => settleAll((load) => fail(load, error));
    const subscriber = new Subscriber<unknown>({
      next(value: unknown) {
        const outcomes = many ? (value as (V | Error)[]) : [value as V];
        if (!Array.isArray(outcomes) || outcomes.length !== length) {
          failAll(expected('loadMany(keys)', `an array of ${length}`, outcomes));
          return;
        }
        settleAll((load, i) => {
          try {
            const outcome = outcomes[i] as V | Error;
            if (many && isError(outcome)) fail(load, outcome);
            else take(load, outcome as V);
          } catch (error) {
            // A proxy may refuse to be read.
            fail(load, error);
          }
        });
      },
      error: failAll,
      complete: () => settleAll((load) => fail(load, new EmptyLoadError(load.key))),
    });
    const leave = (): void => {
      if (--open > 0) return;
      reportErrors(() => subscriber.unsubscribe());
      if (owner.state !== 'running') return;
      owner.state = 'aborted';
      owner.controller?.abort();
    };
    for (const load of loads) load.subscriber = many ? new Subscription(leave) : subscriber;
    try {
      const context = contextOf(first, owner);
      if (many)
        subscribeToResult(many(loads.map(({ key }) => key), context), subscriber, 'loadMany'); // prettier-ignore
      else subscribeToResult((provide as LoadFunction<K, V>)(first.key, context), subscriber);
    } catch (error) {
      failAll(error);
    }
    isCalling = false;
  };
}

/** What the signal of a context depends on: a load, or a batch of loads. */
type Signalled = Pick<Load<unknown, unknown>, 'state' | 'controller'>;

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
