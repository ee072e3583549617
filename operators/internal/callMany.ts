import { Subscriber, Subscription } from 'rxjs';
import { expected } from '../../src/options.js';
import type { LoadContext, LoadManyFunction } from '../../src/types.js';
import type { Load } from './load.js';
import { reportErrors } from './reportErrors.js';
import { subscribeToResult } from './subscribeToResult.js';

/** A batch of loads, and how each of them ends. */
export interface ManyCall<K, V> {
  /** One load or more. */
  readonly loads: readonly Load<K, V>[];
  readonly loadMany: LoadManyFunction<K, V>;
  readonly contextOf: (load: Load<K, V>, owner: Batch) => LoadContext;
  readonly take: (load: Load<K, V>, value: V) => void;
  readonly fail: (load: Load<K, V>, error: unknown) => void;
  /** Fails a load without a value. */
  readonly end: (load: Load<K, V>) => void;
  /** Runs the end of the batch in one transaction. */
  readonly together: (settleAll: () => void) => void;
}

type Batch = Pick<Load<unknown, unknown>, 'state' | 'controller'>;

/**
 * Calls `loadMany` for a batch, which is aborted when all its loads have left it.
 *
 *     load(1)   ^------x           (aborted: it only leaves)
 *     load(2)   ^-----------b|
 *     load(3)   ^-----------#      (an Error in the array)
 *     batch     ^-----------([a,b,Error]|)
 */
export function callMany<K, V>(options: ManyCall<K, V>): void {
  const { loads, loadMany, contextOf, take, fail, end, together } = options;
  const batch: Batch = { state: 'running', controller: undefined };
  /** How many loads have not left. */
  let wanted = loads.length;
  let isCalling = true;
  const settleAll = (settle: (load: Load<K, V>, i: number) => void): void => {
    if (batch.state !== 'running') return;
    batch.state = 'ended';
    // During the call each load only notes its outcome.
    if (isCalling) loads.forEach(settle);
    else together(() => loads.forEach(settle));
    stop();
  };
  const failAll = (error: unknown): void => settleAll((load) => fail(load, error));
  const subscriber = new Subscriber<readonly (V | Error)[]>({
    next(values: readonly (V | Error)[]) {
      try {
        const outcomes = checkOutcomes(values, loads.length);
        settleAll((load, i) => {
          const outcome = outcomes[i] as V | Error;
          if (isError(outcome)) fail(load, outcome);
          else take(load, outcome);
        });
      } catch (error) {
        failAll(error);
      }
    },
    error: failAll,
    complete: () => settleAll(end),
  });
  const stop = (): void => reportErrors(() => subscriber.unsubscribe());
  for (const load of loads)
    load.subscriber = new Subscription(() => {
      if (--wanted > 0 || batch.state !== 'running') return;
      batch.state = 'aborted';
      stop();
      batch.controller?.abort();
    });
  try {
    const keys = loads.map(({ key }) => key);
    subscribeToResult(
      loadMany(keys, contextOf(loads[0] as Load<K, V>, batch)),
      subscriber,
      'loadMany',
    );
  } catch (error) {
    failAll(error);
  }
  isCalling = false;
}

/** A copy of the outcomes of a batch. @throws TypeError if they are not one for each key */
function checkOutcomes<V>(values: readonly V[], count: number): V[] {
  if (!Array.isArray(values) || values.length !== count)
    throw expected('loadMany(keys)', `an array of ${count}`, values);
  return Array.from(values as readonly V[]);
}

/** Whether an outcome is an error, also one of another realm. */
function isError(outcome: unknown): outcome is Error {
  return outcome instanceof Error || Object.prototype.toString.call(outcome) === '[object Error]';
}
