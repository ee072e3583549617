import { from, map, type Observable, type ObservableInput, Subscription, take, tap } from 'rxjs';
import type { LoadContext, LoadManyFunction, Provider } from '../types.js';
import { check, print } from './check.js';

/** A load that began, and its outcome. */
export interface Load<V> {
  readonly item: Promise<V>;
  /** Stops the load as the cache does: unsubscribes, then aborts. */
  stop(): void;
}

/** Begins a load: by `load`, or by `loadMany` if there is no `load`. */
export function begin<K, V>(
  provider: Provider<K, V>,
  key: K,
  reason: LoadContext['reason'] = 'demand',
): Load<V> {
  const controller = new AbortController();
  const context: LoadContext = { signal: controller.signal, reason };
  const first =
    typeof provider === 'function'
      ? firstOf<V>(provider(key, context))
      : provider.load
        ? firstOf<V>(provider.load(key, context))
        : outcomesOf<K, V>(provider, [key], context).pipe(map(([outcome]) => itemOf(outcome as V)));
  let subscription = Subscription.EMPTY;
  const item = new Promise<V>((resolve, reject) => {
    subscription = first.subscribe({
      next: resolve,
      error: reject,
      complete: () => reject(new Error('completed without a value')),
    });
  });
  // No reader waits for a load that is aborted.
  item.catch(() => undefined);
  return {
    item,
    stop() {
      subscription.unsubscribe();
      controller.abort();
    },
  };
}

/** The first value of what a provider returned. */
function firstOf<T>(result: unknown): Observable<T> {
  const isSynchronous =
    typeof result === 'string' ||
    (typeof result === 'object' && result !== null && Symbol.iterator in result);
  check(
    !isSynchronous,
    () =>
      `returned a synchronous iterable, which could mean one value or many; return of(value) instead`,
  );
  return from(result as ObservableInput<T>).pipe(take(1));
}

/** The outcomes of a batch: one for each key. */
export function outcomesOf<K, V>(
  provider: { loadMany?: LoadManyFunction<K, V> },
  keys: readonly K[],
  context: LoadContext,
): Observable<readonly (V | Error)[]> {
  return firstOf<readonly (V | Error)[]>(provider.loadMany?.([...keys], context)).pipe(
    tap((outcomes) =>
      check(
        Array.isArray(outcomes) && outcomes.length === keys.length,
        () => `gave ${print(outcomes)} from \`loadMany\`, expected an array of ${keys.length}`,
      ),
    ),
  );
}

/** The item of an outcome. @throws the error of an outcome that is one */
function itemOf<V>(outcome: V | Error): V {
  if (outcome instanceof Error) throw outcome;
  return outcome;
}
