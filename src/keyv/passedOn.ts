import { map, Observable } from 'rxjs';
import { isError } from '../structures/isError.js';
import { subscribeToResult } from '../../operators/internal/subscribeToResult.js';
import { expected } from '../options.js';
import type { DataProvider, LoadFunction, Provider } from '../provider.js';

/** The load function of a provider; one with `loadMany` alone is called with one key. */
export function loadOf<K, V>(provider: Provider<K, V>): LoadFunction<K, V> {
  if (typeof provider === 'function') return provider;
  if (provider.load) return (key, context) => provider.load(key, context);
  const { loadMany } = provider;
  return (key, context) =>
    new Observable<readonly (V | Error)[]>((subscriber) => {
      subscribeToResult(loadMany.call(provider, [key], context), subscriber, 'loadMany');
    }).pipe(map((outcomes) => onlyOne(outcomes) as V));
}

function onlyOne(outcomes: unknown): unknown {
  if (!Array.isArray(outcomes) || outcomes.length !== 1)
    throw expected('loadMany(keys)', 'an array of 1', outcomes);
  const outcome: unknown = outcomes[0];
  if (isError(outcome)) throw outcome;
  return outcome;
}

/** What a provider knows of its keys, without its loads. */
export function passedOn<K, V>(provider: Provider<K, V>): Omit<DataProvider<K, V>, 'load'> {
  if (typeof provider === 'function') return {};
  return {
    ...(provider.has && { has: (key: K) => provider.has?.(key) ?? false }),
    ...(provider.keys && { keys: () => provider.keys?.() ?? [] }),
    ...(provider.stats && { stats: () => provider.stats?.() ?? {} }),
  };
}

/** Gives `stored` the size of a provider that has one. */
export function passOnSize<K, V, P extends object>(provider: Provider<K, V>, stored: P): P {
  if (!('size' in provider)) return stored;
  return Object.defineProperty(stored, 'size', { enumerable: true, get: () => provider.size });
}
