import { describe, expect, it } from '@jest/globals';
import { of, Subject, throwError } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import type { PrefetchCache, PredictFunction, Settled } from '../../src/types.js';
import { createClock } from '../support/clock.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { after, naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

/**
 * A cache with the item `old` of 1, which expires at 10 and may be served until 15 at once, until 30
 * instead of an error.
 */
function setUp(
  options: PrefetchCacheOptions<number, string> = {},
  predictor: PredictFunction<number> = silent,
) {
  const clock = createClock();
  const provider = handProvider();
  const cache = prefetchCache(provider, predictor, {
    ttl: 10,
    staleWhileRevalidate: 5,
    staleIfError: 20,
    prefetchBackoff: 100,
    scheduler: clock,
    ...options,
  });
  cache.set(1, 'old');
  const log = eventLog(cache);
  return {
    clock,
    provider,
    cache,
    log,
    /** The events without plans and deliveries. */
    told: () => log.filter((line) => !/^(plan|serve)/.test(line)),
    /** What a `get` of 1 brings at a time. */
    getAt: (frame: number) => {
      clock.frame = frame;
      return record(cache.get(1));
    },
  };
}

describe('Law 24: staleWhileRevalidate. The cache', () => {
  it('hands over an expired item at once, and loads it anew behind it', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1-----1---1---|');
      const loads = source({ 1: '  -a|' });
      const items = '              -a----a---a---|';

      const cache = prefetchCache(loads.load, silent, {
        scheduler,
        ttl: 5,
        staleWhileRevalidate: 5,
      });
      expectObservable(key$.pipe(cache)).toBe(items);
      loads.expectLoads(1, '       ^!', '      ------^!');
    });
  });

  it('emits that the hit is stale, and then each step of the revalidation', () => {
    const { provider, cache, told, getAt } = setUp();
    expect(getAt(9).values).toEqual(['old']);
    expect(getAt(10).values).toEqual(['old']);
    expect(provider.log).toEqual(['revalidate 1']);
    provider.giveValue(1, 'new');
    expect(cache.peek(1)).toBe('new');
    expect(told()).toEqual([
      'hit 1',
      'hit 1 stale',
      'revalidate-start 1',
      'revalidate-success 1',
      'evict 1 expired',
      'store 1 revalidate',
    ]);
    expect(cache.stats()).toMatchObject({ hits: 2, misses: 0, loads: 0, revalidations: 1 });
  });

  it('serves it until the time is over, and then a request waits', () => {
    const { clock, provider, cache, getAt } = setUp();
    clock.frame = 14;
    expect([cache.has(1), cache.peek(1)]).toEqual([true, 'old']);
    clock.frame = 15;
    expect([cache.has(1), cache.peek(1), cache.size]).toEqual([false, undefined, 1]);
    const reader = getAt(15);
    expect([reader.values, provider.log]).toEqual([[], ['demand 1']]);
  });

  it('begins one load for all requests', () => {
    const { provider, getAt } = setUp();
    const readers = [10, 11, 14].map(getAt);
    expect(provider.log).toEqual(['revalidate 1']);
    const waiting = getAt(15);
    provider.giveValue(1, 'new');
    expect(provider.log).toEqual(['revalidate 1']);
    expect([...readers, waiting].map(({ values }) => values[0])).toEqual(['old', 'old', 'old', 'new']); // prettier-ignore
  });

  it('goes on when the reader leaves, and when requests that joined leave', () => {
    const { provider, cache, getAt } = setUp({ concurrency: 0 });
    getAt(10).stop();
    getAt(15).stop();
    expect(provider.open()).toEqual([1]);
    provider.giveValue(1, 'new');
    expect(cache.peek(1)).toBe('new');
  });

  it('takes no slot, and begins also while prefetching is off', () => {
    const { clock, provider, cache } = setUp({ concurrency: 1 }, after({ 1: [[2, 1], [3, 1]] })); // prettier-ignore
    clock.frame = 10;
    record(cache.get(1));
    expect(provider.log).toEqual(['revalidate 1', 'prefetch 2']);
    const off = setUp({ enabled$: of(false) });
    off.getAt(10);
    expect(off.provider.open()).toEqual([1]);
  });

  it.each<[string, (cache: PrefetchCache<number, string>) => void, string | undefined]>([
    ['set', (cache) => cache.set(1, 'given'), 'given'],
    ['invalidate', (cache) => cache.invalidate(1), undefined],
    ['clear', (cache) => cache.clear(), undefined],
    ['close', (cache) => cache.close(), undefined],
  ])('aborts the revalidation at %s', (_name, write, left) => {
    const { provider, cache, getAt } = setUp();
    getAt(10);
    write(cache);
    expect([provider.log, cache.peek(1)]).toEqual([['revalidate 1', 'left 1', 'abort 1'], left]);
  });

  it('keeps serving the old item if the revalidation fails, and begins none while the key rests', () => {
    const { clock, provider, cache, told, getAt } = setUp({
      staleWhileRevalidate: 1000,
      prefetchBackoff: 50,
    });
    getAt(10);
    provider.fail(1);
    expect(getAt(59).values).toEqual(['old']);
    expect(provider.log).toEqual(['revalidate 1']);
    expect(getAt(60).values).toEqual(['old']);
    expect(provider.log).toEqual(['revalidate 1', 'revalidate 1']);
    expect(told().filter((line) => !line.startsWith('hit'))).toEqual([
      'revalidate-start 1',
      'revalidate-error 1',
      'revalidate-start 1',
    ]);
    expect(cache.stats()).toMatchObject({ revalidations: 2, revalidationErrors: 1 });
    provider.giveValue(1, 'new');
    clock.frame = 1000;
    expect(cache.peek(1)).toBe('new');
  });

  it('gives requests that joined a revalidation which failed one new load', () => {
    const { provider, getAt } = setUp({ staleIfError: 0 });
    getAt(10);
    const readers = [getAt(15), getAt(15)];
    provider.fail(1);
    expect(provider.log).toEqual(['revalidate 1', 'demand 1']);
    provider.give(1);
    expect(readers.map(({ values }) => values)).toEqual([['item 1'], ['item 1']]);
  });

  it('uses a prefetch in flight, which then goes on without a slot and without a plan', () => {
    const { clock, provider, cache } = setUp({ concurrency: 1 }, after({ 5: [[1, 1]], 1: [[6, 1]] })); // prettier-ignore
    clock.frame = 10;
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    key$.next(5);
    expect(provider.log).toEqual(['demand 5', 'prefetch 1']);
    key$.next(1);
    expect(provider.log).toEqual(['demand 5', 'prefetch 1', 'prefetch 6']);
    key$.next(7);
    provider.giveValue(1, 'new');
    expect([cache.peek(1), cache.stats().revalidations]).toEqual(['new', 0]);
  });

  it('keeps the new item in the place of the old one, though others are likelier', () => {
    const { clock, provider, cache } = setUp(
      { maxBytes: 9, sizeOf: ({ length }) => length, concurrency: 0 },
      naming(2, 3),
    );
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    clock.frame = 10;
    key$.next(1);
    cache.set(2, 'two');
    cache.set(3, 'san');
    key$.next(4);
    provider.giveValue(1, 'newer');
    expect([1, 2, 3].map((key) => cache.peek(key))).toEqual(['newer', 'two', undefined]);
  });

  it('keeps the new item as a prefetched one if the old one has left for room', () => {
    const { provider, cache, getAt } = setUp({ maxKeys: 2, concurrency: 0 }, naming(2, 3));
    getAt(10);
    record(cache.get(9));
    for (const key of [2, 3]) cache.set(key, 'x');
    expect(cache.has(1)).toBe(false);
    provider.giveValue(1, 'new');
    expect([cache.has(1), cache.has(3)]).toEqual([false, true]);
  });

  it('keeps the value of a reload as by `set`, though a request got the expired item meanwhile', () => {
    const { provider, cache, getAt } = setUp({ maxKeys: 2, concurrency: 0 }, naming(2, 3));
    cache.reload(1);
    getAt(10);
    record(cache.get(9));
    for (const key of [2, 3]) cache.set(key, 'x');
    provider.giveValue(1, 'new');
    expect([cache.has(1), cache.has(3)]).toEqual([true, false]);
  });

  it('does not prefetch an expired key that has begun to rest since it was planned', () => {
    const { clock, provider, cache } = setUp({ concurrency: 1 }, naming(2, 1));
    clock.frame = 10;
    record(cache.get(5));
    cache.reload(1);
    provider.fail(1);
    provider.give(2);
    expect([provider.open(), cache.peek(1)]).toEqual([[5], 'old']);
  });

  it('replaces a stale item that is still to be delivered once it was delivered', () => {
    const { clock, provider, cache } = setUp();
    const gone = record(cache.evictions$);
    clock.frame = 10;
    const reader = record(of(2, 1).pipe(cache));
    provider.giveValue(1, 'new');
    expect([gone.values, cache.peek(1)]).toEqual([[], 'new']);
    provider.give(2);
    expect(reader.values).toEqual(['item 2', 'old']);
    expect(gone.values).toEqual([{ key: 1, value: 'old', reason: 'expired' }]);
  });

  it('delivers the old item first if the provider answers in the call', () => {
    const clock = createClock();
    const cache = prefetchCache<number, string>(() => of('new'), silent, {
      ttl: 10,
      staleWhileRevalidate: 5,
      scheduler: clock,
    });
    cache.set(1, 'old');
    clock.frame = 10;
    expect(record(of(1, 1).pipe(cache)).values).toEqual(['old', 'new']);
  });

  it('moves the reader on before the load begins, so that its provider may request more', () => {
    const clock = createClock();
    const key$ = new Subject<number>();
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>(
      (key) => {
        if (key === 1) key$.next(2);
        return of(`item ${key}`);
      },
      after({ 2: [[3, 1]] }),
      { ttl: 10, staleWhileRevalidate: 5, concurrency: 0, scheduler: clock },
    );
    cache.set(1, 'old');
    clock.frame = 10;
    const log = eventLog(cache, 'hit', 'miss', 'plan');
    const reader = record(key$.pipe(cache));
    key$.next(1);
    expect(reader.values).toEqual(['old', 'item 2']);
    expect(log).toEqual(['hit 1 stale', 'miss 2', 'plan 3']);
    expect(cache.snapshot().readers[0]?.history).toEqual([1, 2]);
  });

  it('begins no revalidation if the predictor closes it, or sets the key', () => {
    for (const write of ['close', 'set'] as const) {
      const { provider, cache, getAt } = setUp({}, () => {
        if (write === 'close') cache.close();
        else cache.set(1, 'given');
        return [];
      });
      getAt(10);
      expect(provider.log).toEqual([]);
    }
  });

  it('prefetches a stale key, also by a warm, and keeps the old item if that fails', () => {
    const { clock, provider, cache } = setUp({}, after({ 5: [[1, 1]] }));
    clock.frame = 10;
    record(cache.get(5));
    expect(provider.log).toEqual(['demand 5', 'prefetch 1']);
    provider.fail(1);
    expect(cache.peek(1)).toBe('old');
    record(cache.warm([1]));
    provider.giveValue(1, 'new');
    expect([cache.peek(1), cache.size]).toEqual(['new', 1]);
  });

  it('evicts an expired item that it may still serve like any other', () => {
    const { clock, cache, told } = setUp({ maxKeys: 2 });
    cache.set(2, 'two');
    clock.frame = 14;
    cache.set(3, 'three');
    clock.frame = 40;
    cache.set(4, 'four');
    expect(told()).toEqual([
      'store 2 set',
      'evict 1 capacity',
      'store 3 set',
      'evict 2 expired',
      'store 4 set',
    ]);
  });
});

describe('Law 24: staleIfError. The cache', () => {
  it('gives the expired item to the requests whose load fails, until its time is over', () => {
    const { provider, cache, told, getAt } = setUp({ prefetchBackoff: 0 });
    const readers = [getAt(29), getAt(29)];
    expect(cache.peek(1)).toBeUndefined();
    provider.fail(1);
    expect(readers.map(({ values, end }) => [values, end])).toEqual([
      [['old'], 'complete'],
      [['old'], 'complete'],
    ]);
    expect(told()).toEqual(['miss 1', 'load-start 1', 'join 1', 'load-error 1']);
    const late = getAt(30);
    provider.fail(1);
    expect([late.end, cache.size]).toEqual(['error', 0]);
  });

  it('takes the time at which the load fails', () => {
    const { clock, provider, getAt } = setUp();
    const reader = getAt(29);
    clock.frame = 30;
    provider.fail(1);
    expect(reader.end).toBe('error');
  });

  it('replaces the expired item if the load succeeds', () => {
    const { provider, cache, getAt } = setUp();
    const reader = getAt(29);
    provider.giveValue(1, 'new');
    expect([reader.values, cache.peek(1), cache.stats().evictionsBy.expired]).toEqual([
      ['new'],
      'new',
      1,
    ]);
  });

  it('delivers the old item as fulfilled to a stream of settled items, with a wait', () => {
    const { clock, provider, cache, log } = setUp();
    clock.frame = 20;
    const settled = record<Settled<number, string>>(of(1).pipe(cache.with({ errors: 'value' })));
    clock.frame = 23;
    provider.fail(1);
    expect(settled.values).toEqual([{ key: 1, status: 'fulfilled', value: 'old' }]);
    expect([log.at(-1), cache.stats().wait.total]).toEqual(['serve 1', 3]);
  });

  it('gives an error if the item was invalidated, or without an item', () => {
    const { provider, cache, getAt } = setUp();
    const reader = getAt(20);
    cache.invalidate(1);
    const absent = record(cache.get(2));
    provider.fail(1);
    provider.fail(2);
    expect([reader.end, absent.end]).toEqual(['error', 'error']);
  });

  it('gives an error without `staleIfError`, also while another item of the key is fresh', () => {
    const { provider, cache, getAt } = setUp({ staleIfError: 0 });
    const reader = getAt(15);
    cache.set(1, 'given');
    provider.fail(1);
    expect(reader.end).toBe('error');
  });

  it('does not count the item as unexpired: `has` and `peek` do not find it', () => {
    const { clock, cache } = setUp({ staleWhileRevalidate: 0 });
    clock.frame = 10;
    expect([cache.has(1), cache.peek(1), cache.size]).toEqual([false, undefined, 1]);
  });

  it('serves at once, and loads anew behind, where both times last', () => {
    const { provider, getAt } = setUp({ staleWhileRevalidate: 50, staleIfError: 5 });
    expect(getAt(40).values).toEqual(['old']);
    provider.fail(1);
    expect(getAt(59).values).toEqual(['old']);
    const late = getAt(60);
    provider.fail(1);
    expect(late.end).toBe('error');
  });

  it('gives the old item also if the provider fails in the call', () => {
    const clock = createClock();
    const cache = prefetchCache<number, string>(() => throwError(() => new Error('no')), silent, {
      ttl: 10,
      staleIfError: 5,
      scheduler: clock,
    });
    cache.set(1, 'old');
    clock.frame = 10;
    expect(record(of(1).pipe(cache)).values).toEqual(['old']);
    clock.frame = 15;
    expect(record(of(1).pipe(cache)).end).toBe('error');
  });
});

describe('Law 24: without `staleWhileRevalidate`, the cache', () => {
  it('reads the clock once for a hit, and not at all without `ttl`', () => {
    const reads = [undefined, 10].map((ttl) => {
      let count = 0;
      const cache = prefetchCache<number, string>(() => of('x'), silent, {
        ...(ttl && { ttl }),
        scheduler: { now: () => (count++, 0) },
      });
      const key$ = new Subject<number>();
      record(key$.pipe(cache));
      key$.next(1);
      const before = count;
      key$.next(1);
      return count - before;
    });
    expect(reads).toEqual([0, 1]);
  });
});
