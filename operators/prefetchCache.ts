import { map, merge, Observable, of, type Subscriber } from 'rxjs';
import type { Cursor } from '../src/cache/cursor.js';
import { ClosedError } from '../src/errors.js';
import { checkPredictor, checkProvider, expected, type PrefetchCacheOptions } from '../src/options.js';
import type { PrefetchCache, Predictor, Provider, Settled, WarmProgress } from '../src/types.js';
import { createCore, type Core } from './internal/core.js';
import { createReader } from './internal/reader.js';
import { takeSnapshot } from './internal/snapshot.js';
import { createStream } from './internal/stream.js';
import { createWarming } from './internal/warming.js';
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
  checkProvider(provider);
  checkPredictor(predictor);
  const core = createCore(provider, predictor, options);
  const operator = createStream<K, V, V>(core, (subscriber, _key, value) => subscriber.next(value));
  const close = (): void => core.close();
  const methods: Omit<PrefetchCache<K, V>, 'size'> = Object.assign(operator, {
    settled: createStream<K, V, Settled<K, V>>(
      core,
      (subscriber, key, value) => subscriber.next({ key, status: 'fulfilled', value }),
      (subscriber, key, reason) => subscriber.next({ key, status: 'rejected', reason }),
    ),
    get: createGet(core),
    peek: (key: K) => (core.isResident(key) ? core.store.entries.get(core.identify(key))?.value : undefined),
    has: core.isResident,
    warm: (keys: Iterable<K>) => createWarm(core, keys),
    ...createWrites(core),
    events$: core.journal.events$,
    evictions$: core.journal.evictions$,
    // The first comes after it listens, lest a step that the listener takes then be missed.
    stats$: merge(core.journal.idle$, of(undefined)).pipe(map(() => core.journal.stats.read())),
    stats: () => core.journal.stats.read(),
    snapshot: () => takeSnapshot(core.store, core.flights, core.cursors, core.options.historySize, core.journal.stats.read()),
    close,
    dispose: close,
    [Symbol.dispose]: close,
  });
  return Object.defineProperty(methods, 'size', { get: () => core.store.size }) as PrefetchCache<K, V>;
}

/** All `get`s share one cursor, which lives until the cache closes. */
function createGet<K, V>(core: Core<K, V>): (key: K) => Observable<V> {
  let cursor: Cursor<K> | undefined;
  return (key) =>
    new Observable((subscriber) => {
      if (core.closed) {
        subscriber.error(new ClosedError());
        return;
      }
      const reader = createReader<K, V>(core, {
        cursor: (cursor ??= core.cursors.add()),
        isSingle: true,
        order: 'merge',
        subscriber,
        next: (_key, value) => {
          subscriber.next(value);
          subscriber.complete();
        },
        rejected: (_key, error) => reader.fail(error),
      });
      core.readers.add(reader);
      subscriber.add(() => reader.leave());
      reader.ask(key);
    });
}

function createWarm<K, V>(core: Core<K, V>, keys: Iterable<K>): Observable<WarmProgress> {
  if (typeof (keys as Partial<Iterable<K>> | null | undefined)?.[Symbol.iterator] !== 'function')
    throw expected('keys', 'an iterable', keys);
  return new Observable((subscriber: Subscriber<WarmProgress>) => {
    if (core.closed) {
      subscriber.error(new ClosedError());
      return;
    }
    const warming = createWarming(core, [...keys], subscriber);
    core.warmings.add(warming);
    subscriber.add(() => {
      core.warmings.delete(warming);
      warming.stop();
    });
    core.step(() => {
      core.turns.stir();
      core.turns.later(warming);
    });
  });
}
