import { expected } from '../options.js';

/**
 * Checks that an argument is a cache.
 *
 * @throws TypeError for anything else
 */
export function checkCache<C extends object>(cache: C): C {
  if (typeof (cache as { readonly snapshot?: unknown } | undefined | null)?.snapshot !== 'function')
    throw expected('cache', 'a prefetchCache', cache);
  return cache;
}
