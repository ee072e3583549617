import { checkMethods, checkPart, expected, type PrefetchCacheOptions } from '../src/options.js';
import type { DataProvider, PrefetchCache, Predictor, Provider } from '../src/types.js';
import { createCache } from './internal/createCache.js';

/**
 * A cache as an operator that prefetches the items that are likely to be requested next.
 *
 * Keys go in, loaded items come out. While the reader looks at one item, the cache prefetches the
 * items that the reader is likely to request next.
 *
 *     key$       1-----2--3-----|
 *     load(1)    ---a|
 *     load(2)    ----b|              (begins while 1 is loaded)
 *     load(3)    -----c|
 *     item$      ---a--b--c-----|
 *
 * A predictor gives each key a likelihood. This likelihood decides which keys are loaded, in which
 * order, which loads are aborted and which items are evicted. A request never waits for a prefetch
 * of another key: it is a hit, joins the load of its key, or begins one. Each subscription is a
 * reader with its own history and plan; all readers share the items.
 *
 * ```ts
 * const pages = prefetchCache((page: number) => of(`text of page ${page}`), dynamicDistanceDecay());
 * of(1, 2, 3).pipe(pages).subscribe(console.log);
 * // text of page 1, text of page 2, text of page 3
 * console.log(pages.stats().hits); // 2
 * ```
 *
 * @param provider - loads an item; an object may also know which keys exist
 * @param predictor - gives likelihoods to keys, after each request that moves a reader
 * @param options - see {@link PrefetchCacheOptions}
 * @returns an operator with the methods of {@link PrefetchCache}; it lives until `close()`
 * @throws RangeError | TypeError for wrong options: names the option, what was expected and what
 *   was given
 */
export function prefetchCache<K, V>(
  provider: Provider<K, V>,
  predictor: Predictor<K>,
  options: PrefetchCacheOptions<K, V> = {},
): PrefetchCache<K, V> {
  const { load, loadMany } = Object(provider) as Partial<DataProvider<K, V>>;
  checkPart('provider', provider, load || !loadMany ? 'load' : 'loadMany', 'has', 'loadMany');
  checkPart('predictor', predictor, 'predict', 'observe', 'ended');
  const { stream, size, warm, ...methods } = createCache(provider, predictor, options);
  const { get, peek, has, set, reload, invalidate, invalidateWhere, close } = methods;
  const cache = Object.assign(stream, methods, {
    get: withKey('get', get),
    peek: withKey('peek', peek),
    has: withKey('has', has),
    set: withKey('set', set),
    reload: withKey('reload', reload),
    invalidate: withKey('invalidate', invalidate),
    invalidateWhere(matches: (key: K) => boolean) {
      checkMethods('matches', matches, ['call']);
      invalidateWhere(matches);
    },
    warm(keys: Iterable<K>) {
      if (
        typeof (keys as Partial<Iterable<K>> | null | undefined)?.[Symbol.iterator] !== 'function'
      )
        throw expected('keys', 'an iterable', keys);
      return warm(keys);
    },
    [Symbol.dispose]: close,
  });
  return Object.defineProperty(cache, 'size', { get: size }) as PrefetchCache<K, V>;
}

/** A method that throws if it is called without a key; the key may be undefined. */
function withKey<A extends readonly unknown[], R>(
  name: string,
  method: (...args: A) => R,
): (...args: A) => R {
  return (...args) => {
    if (args.length === 0) throw new TypeError(`\`${name}\` requires a key`);
    return method(...args);
  };
}
