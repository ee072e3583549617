import { from, throwIfEmpty, type Observable, type OperatorFunction } from 'rxjs';
import type { Cursor } from '../src/cache/cursor.js';
import { ClosedError } from '../src/errors.js';
import { checkPart, expected, type PrefetchCacheOptions } from '../src/options.js';
import type { PrefetchCache, Predictor, Provider, Settled, WarmProgress } from '../src/types.js';
import { createCore } from './internal/core.js';
import type { Parts } from './internal/parts.js';
import { takeSnapshot } from './internal/snapshot.js';
import { createStream } from './internal/stream.js';
import { startWarming } from './internal/warming.js';
import { whileOpen } from './internal/whileOpen.js';
import { createWrites } from './internal/writes.js';

/**
 * A cache as an operator, which loads what will be asked for next.
 *
 * Keys go in, loaded items come out, and while the reader looks at one item the cache loads those that it is likely to ask for next.
 *
 *     key$       1-----2--3-----|
 *     load(1)    ---a|
 *     load(2)    ----b|              (begun while 1 is looked at)
 *     load(3)    -----c|
 *     item$      ---a--b--c-----|
 *
 * A predictor says how likely each key is; that one likelihood decides what is loaded, in which order, what is stopped and what is let go. A request
 * never waits for a speculation: it is served from the cache, joins a load of its key that is in the air, or begins one. Each subscription is a
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
 * @throws RangeError | TypeError for wrong options, naming the option, what was expected and what came
 */
export function prefetchCache<K, V>(
  provider: Provider<K, V>,
  predictor: Predictor<K>,
  options: PrefetchCacheOptions<K, V> = {},
): PrefetchCache<K, V> {
  checkPart('provider', provider, 'load', 'has');
  checkPart('predictor', predictor, 'predict', 'observe');
  const parts = createCore(provider, predictor, options);
  const { turns, store, find, identify, close } = parts;
  const operator: OperatorFunction<K, V> & Partial<PrefetchCache<K, V>> = Object.assign(createStream<K, V, V>(parts), {
    settled: createStream<K, V, Settled<K, V>>(parts, { settled: true }),
    latest: createStream<K, V, Settled<K, V>>(parts, { settled: true, order: 'switch' }),
    get: createGet(parts),
    peek: (key: K) => find(identify(key))?.value,
    has: parts.isResident,
    warm: (keys: Iterable<K>) => createWarm(parts, keys),
    ...createWrites(parts),
    ...turns.streams,
    stats: () => turns.stats.read(),
    snapshot: () => takeSnapshot(parts),
    close,
    dispose: close,
    [Symbol.dispose]: close,
  });
  return Object.defineProperty(operator, 'size', { get: () => store.held.size }) as PrefetchCache<K, V>;
}

/** All `get`s share one cursor, which lives until the cache closes. */
function createGet<K, V>(parts: Parts<K, V>): (key: K) => Observable<V> {
  let cursor: Cursor<K> | undefined;
  const stream = createStream<K, V, V>(parts, { order: 'merge', shared: () => (cursor ??= parts.cursors.add()) });
  return (key) =>
    // Not `of`, which takes a key that has a method `schedule` for a scheduler.
    from([key]).pipe(
      stream,
      throwIfEmpty(() => new ClosedError()),
    );
}

function createWarm<K, V>(parts: Parts<K, V>, keys: Iterable<K>): Observable<WarmProgress> {
  if (typeof (keys as Partial<Iterable<K>> | null | undefined)?.[Symbol.iterator] !== 'function')
    throw expected('keys', 'an iterable', keys);
  return whileOpen(parts, (subscriber) => startWarming(parts, [...keys], subscriber));
}
