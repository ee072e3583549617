import type { PrefetchCache } from '../types.js';

/**
 * The item that a request would get at once. A `keyOf` that throws is left to the request, which
 * fails with its error.
 */
export function residentOf<K, V>(
  cache: PrefetchCache<K, V>,
  key: K,
): { readonly value: V } | undefined {
  try {
    return cache.has(key) ? { value: cache.peek(key) as V } : undefined;
  } catch {
    return undefined;
  }
}
