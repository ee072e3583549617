import { checkPart, expected, type PrefetchCacheOptions } from '../src/options.js';
import type { PrefetchCache, Predictor, Provider } from '../src/types.js';
import { createCache } from './internal/createCache.js';

/**
 * A cache as an operator, which loads what will be requested next.
 *
 * Keys go in, loaded items come out, and while the reader looks at one item the cache loads those
 * that it is likely to ask for next.
 *
 *     key$       1-----2--3-----|
 *     load(1)    ---a|
 *     load(2)    ----b|              (begun while 1 is looked at)
 *     load(3)    -----c|
 *     item$      ---a--b--c-----|
 *
 * A predictor says how likely each key is; that one likelihood decides what is loaded, in which
 * order, what is stopped and what is evicted. A request never waits for a prefetch: it is served
 * from the cache, joins a load of its key that is in flight, or begins one. Each subscription is a
 * reader with its own history and plan; the items are common to all.
 *
 * ```ts
 * const pages = prefetchCache((page: number) => of(`text of page ${page}`), dynamicDistanceDecay());
 * of(1, 2, 3).pipe(pages).subscribe(console.log);
 * // text of page 1, text of page 2, text of page 3
 * console.log(pages.stats().hits); // 2
 * ```
 *
 * @param provider - loads an item; as an object it may also say which keys there are
 * @param predictor - says how likely each key is, after each request that moves a reader
 * @param options - see {@link PrefetchCacheOptions}
 * @returns an operator with the methods of {@link PrefetchCache}; it lives until `close()`
 * @throws RangeError | TypeError for wrong options, naming the option, what was expected and what
 *   came
 */
export function prefetchCache<K, V>(
  provider: Provider<K, V>,
  predictor: Predictor<K>,
  options: PrefetchCacheOptions<K, V> = {},
): PrefetchCache<K, V> {
  checkPart('provider', provider, 'load', 'has');
  checkPart('predictor', predictor, 'predict', 'observe', 'ended');
  const { stream, size, warm, ...methods } = createCache(provider, predictor, options);
  const { get, peek, has, set, invalidate, close } = methods;
  const cache = Object.assign(stream, methods, {
    get: withKey('get', get),
    peek: withKey('peek', peek),
    has: withKey('has', has),
    set: withKey('set', set),
    invalidate: withKey('invalidate', invalidate),
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

/** A method that is not called without a key, which may be undefined. */
function withKey<A extends readonly unknown[], R>(
  name: string,
  method: (...args: A) => R,
): (...args: A) => R {
  return (...args) => {
    if (args.length === 0) throw new TypeError(`\`${name}\` requires a key`);
    return method(...args);
  };
}
