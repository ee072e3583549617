import { Subscription } from 'rxjs';
import type { LoadContext, Provider } from '../types.js';
import { check, print } from './check.js';
import { outcomesOf } from './providerLoads.js';

/** The keys with which batches are tested. */
export interface BatchKeys<K, V> {
  readonly keys: readonly K[];
  readonly isItem?: ((item: V, key: K) => boolean) | undefined;
  /** A key that the provider does not have, or none. */
  readonly unknownKeys: readonly K[];
}

/** The tests of `loadMany`; a provider without it passes them. */
export function batchLaws<K, V>({
  keys,
  isItem = () => true,
  unknownKeys,
}: BatchKeys<K, V>): Record<string, (provider: Provider<K, V>) => Promise<void>> {
  const expectItems = async (provider: Provider<K, V>, batch: readonly K[]): Promise<void> => {
    const outcomes = (await beginBatch(provider, batch)?.outcomes) ?? [];
    outcomes.forEach((outcome, i) => {
      const key = batch[i] as K;
      check(
        unknownKeys.includes(key) || (!(outcome instanceof Error) && isItem(outcome, key)),
        () => `gave ${print(outcome)} for the key ${print(key)} of a batch`,
      );
    });
  };
  return {
    'gives the items of a batch in the order of its keys': async (provider) => {
      for (const batch of [keys, [...keys].reverse(), keys.slice(0, 1)])
        await expectItems(provider, batch);
    },
    'loads a batch after one that was stopped': async (provider) => {
      beginBatch(provider, keys)?.stop();
      await expectItems(provider, keys);
    },
    ...(unknownKeys.length > 0 && {
      'gives the items of a batch with a key that it does not have': (provider: Provider<K, V>) =>
        expectItems(provider, [...unknownKeys, ...keys]),
    }),
  };
}

/** Begins a batch; undefined if the provider has no `loadMany`. */
function beginBatch<K, V>(
  provider: Provider<K, V>,
  batch: readonly K[],
): { readonly outcomes: Promise<readonly (V | Error)[]>; stop(): void } | undefined {
  if (typeof provider === 'function' || !provider.loadMany) return undefined;
  const controller = new AbortController();
  const context: LoadContext = { signal: controller.signal, reason: 'prefetch' };
  const outcomes$ = outcomesOf(provider, batch, context);
  let subscription = Subscription.EMPTY;
  const outcomes = new Promise<readonly (V | Error)[]>((resolve, reject) => {
    subscription = outcomes$.subscribe({
      next: resolve,
      error: reject,
      complete: () => reject(new Error('completed without outcomes')),
    });
  });
  // Nobody waits for a batch that is stopped.
  outcomes.catch(() => undefined);
  return {
    outcomes,
    stop() {
      subscription.unsubscribe();
      controller.abort();
    },
  };
}
