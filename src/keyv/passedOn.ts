import type { DataProvider, LoadFunction, Provider } from '../provider.js';

/** The load function of a provider. */
export function loadOf<K, V>(provider: Provider<K, V>): LoadFunction<K, V> {
  return typeof provider === 'function' ? provider : (key, context) => provider.load(key, context);
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
