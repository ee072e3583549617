import { Observable, Subscriber } from 'rxjs';
import { isError } from '../structures/isError.js';
import { subscribeToResult } from '../../operators/internal/subscribeToResult.js';
import { checkNumber, checkOptions, expected } from '../options.js';
import type { LoadContext, LoadFunction, LoadManyFunction, Provider } from '../provider.js';
import { loadOf } from './passedOn.js';

/** A prefetch that waits for the others of its microtask. */
interface Waiting<K, V> {
  readonly key: K;
  readonly context: LoadContext;
  readonly subscriber: Subscriber<V>;
}

/**
 * The loads of a source. Where it has `loadMany`, the prefetches that begin in one microtask are
 * batches: those of one refill that the store did not have, as it answers them together.
 *
 * @throws RangeError | TypeError for a wrong `batch` of the provider
 */
export function gatherLoads<K, V>(provider: Provider<K, V>): LoadFunction<K, V> {
  const load = loadOf(provider);
  if (typeof provider === 'function' || !provider.loadMany) return load;
  const { size = 100 } = checkOptions(provider.batch ?? {}, ['size', 'window']);
  checkNumber('batch.size', size, 1, true);
  const loadMany: LoadManyFunction<K, V> = provider.loadMany.bind(provider);
  let waiting: Waiting<K, V>[] = [];
  const send = (): void => {
    const all = waiting.filter(({ subscriber }) => !subscriber.closed);
    waiting = [];
    for (let i = 0; i < all.length; i += size) sendBatch(all.slice(i, i + size), load, loadMany);
  };
  return (key, context) => {
    if (context.reason !== 'prefetch') return load(key, context);
    return new Observable((subscriber) => {
      if (waiting.push({ key, context, subscriber }) === 1) queueMicrotask(send);
    });
  };
}

/** One call for several loads, which is aborted when all have left. */
function sendBatch<K, V>(
  batch: readonly Waiting<K, V>[],
  load: LoadFunction<K, V>,
  loadMany: LoadManyFunction<K, V>,
): void {
  const [first] = batch;
  if (first && batch.length === 1) {
    attempt(first.subscriber, () =>
      subscribeToResult(load(first.key, first.context), first.subscriber),
    );
    return;
  }
  const controller = new AbortController();
  let isSettled = false;
  const settleAll = (end: (load: Waiting<K, V>, i: number) => void): void => {
    isSettled = true;
    batch.forEach(end);
  };
  const fail = (error: unknown): void => settleAll(({ subscriber }) => subscriber.error(error));
  const source = new Subscriber<readonly (V | Error)[]>({
    next(outcomes: unknown) {
      if (Array.isArray(outcomes) && outcomes.length === batch.length)
        settleAll(({ subscriber }, i) => deliver(subscriber, outcomes[i] as V | Error));
      else fail(expected('loadMany(keys)', `an array of ${batch.length}`, outcomes));
      source.unsubscribe();
    },
    error: fail,
    complete: () => settleAll(({ subscriber }) => subscriber.complete()),
  });
  let left = batch.length;
  for (const { subscriber } of batch)
    subscriber.add(() => {
      if (--left > 0 || isSettled) return;
      controller.abort();
      source.unsubscribe();
    });
  const keys = batch.map(({ key }) => key);
  const context: LoadContext = { reason: 'prefetch', signal: controller.signal };
  attempt({ error: fail }, () => subscribeToResult(loadMany(keys, context), source, 'loadMany'));
}

/** Ends one load of a batch with its outcome. */
function deliver<V>(subscriber: Subscriber<V>, outcome: V | Error): void {
  if (isError(outcome)) subscriber.error(outcome);
  else {
    subscriber.next(outcome);
    subscriber.complete();
  }
}

function attempt(subscriber: { error(error: unknown): void }, call: () => void): void {
  try {
    call();
  } catch (error) {
    subscriber.error(error);
  }
}
