import { describe, expect, it, jest } from '@jest/globals';
import { of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { LoadError } from '../../src/errors.js';
import { lru } from '../../src/eviction/lru.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import { createClock } from '../support/clock.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

/** A cache whose items expire after 10 ms, on a clock that the test sets. */
function setUp(options: PrefetchCacheOptions<number, string> = {}) {
  const clock = createClock();
  const provider = handProvider();
  const cache = prefetchCache(provider, silent, { ttl: 10, scheduler: clock, ...options });
  return { clock, provider, cache, log: eventLog(cache, 'hit', 'miss', 'store', 'evict') };
}

describe('Law 18: expiry. The cache', () => {
  it('loads an expired item anew when it is requested', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1-----1---1---|');
      const loads = source({ 1: '  -a|' });
      const items = '              -a----a----a--|';

      expectObservable(key$.pipe(prefetchCache(loads.load, silent, { scheduler, ttl: 9 }))).toBe(
        items,
      );
      loads.expectLoads(1, '       ^!        ', '----------^!');
    });
  });

  it('counts a request for an expired item as a miss, and emits the eviction before it', () => {
    const { clock, provider, cache, log } = setUp();
    record(cache.get(1));
    provider.give(1);
    clock.frame = 10;
    record(cache.get(1));
    provider.give(1);
    expect(log).toEqual([
      'miss 1',
      'store 1 demand',
      'evict 1 expired',
      'miss 1',
      'store 1 demand',
    ]);
  });

  it('lets an item live for the time that it is given, and not a millisecond more', () => {
    const { clock, cache } = setUp();
    clock.frame = 5;
    cache.set(1, 'one');
    clock.frame = 14;
    expect([cache.has(1), cache.peek(1)]).toEqual([true, 'one']);
    clock.frame = 15;
    expect([cache.has(1), cache.peek(1)]).toEqual([false, undefined]);
  });

  it('counts from when the item came, not from when it was used', () => {
    const { clock, provider, cache } = setUp();
    record(cache.get(1));
    clock.frame = 5;
    provider.give(1);
    clock.frame = 14;
    expect(record(cache.get(1)).values).toEqual(['item 1']);
    clock.frame = 15;
    expect(cache.has(1)).toBe(false);
  });

  it('lets each item live for its own time if `ttl` is a function', () => {
    const asked: unknown[] = [];
    const { clock, provider, cache } = setUp({
      ttl: (value, key) => {
        asked.push([value, key]);
        return value === 'forever' ? Infinity : 10 * key;
      },
    });
    record(cache.get(2));
    provider.give(2);
    cache.set(1, 'one');
    cache.set(3, 'forever');
    expect(asked).toEqual([['item 2', 2], ['one', 1], ['forever', 3]]); // prettier-ignore
    const resident = [9, 10, 19, 20, 1e15].map((frame) => {
      clock.frame = frame;
      return [1, 2, 3].filter((key) => cache.has(key)).join('');
    });
    expect(resident).toEqual(['123', '23', '23', '3', '3']);
  });

  it('evicts what has expired first, in whatever order items expire', () => {
    const { clock, cache, log } = setUp({ ttl: (_value, key) => key, maxKeys: 4 });
    for (const key of [30, 20, 10, 40]) cache.set(key, 'x');
    clock.frame = 25;
    for (const key of [100, 101, 102]) cache.set(key, 'x');
    expect(log.filter((line) => line.startsWith('evict'))).toEqual([
      'evict 10 expired',
      'evict 20 expired',
      'evict 30 capacity',
    ]);
  });

  it.each([0, -1, NaN, '9', undefined])(
    'fails the load of an item for which `ttl` returns %p, and `set` throws',
    (wrong) => {
      const { provider, cache } = setUp({ ttl: () => wrong as number });
      const reader = record(cache.get(1));
      provider.give(1);
      expect(String((reader.error as LoadError<number>).cause)).toContain(
        'Expected `ttl(value)` to be a number above 0',
      );
      expect(() => cache.set(1, 'one')).toThrow('Expected `ttl(value)` to be a number above 0');
      expect(cache.has(1)).toBe(false);
    },
  );

  it('fails the load of an item for which `ttl` throws, and `set` throws', () => {
    const { provider, cache } = setUp({
      ttl() {
        throw new Error('no lifetime');
      },
    });
    const reader = record(cache.get(1));
    provider.give(1);
    expect(reader.error).toMatchObject({ key: 1, cause: new Error('no lifetime') });
    expect(() => cache.set(1, 'one')).toThrow('no lifetime');
  });

  it('keeps nothing if `ttl` closes it', () => {
    const { provider, cache, log } = setUp({
      ttl: () => {
        cache.close();
        return 5;
      },
    });
    record(cache.get(1));
    provider.give(1);
    cache.set(2, 'two');
    expect([cache.size, log]).toEqual([0, ['miss 1', 'evict 1 rejected']]);
  });

  it('prefetches a key again once its own time is over', () => {
    const clock = createClock();
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2, 3), {
      ttl: (_value, key) => (key === 2 ? 5 : 50),
      scheduler: clock,
    });
    cache.set(2, 'two');
    cache.set(3, 'three');
    clock.frame = 10;
    record(cache.get(1));
    expect(provider.open()).toEqual([1, 2]);
  });

  it('sets no timers', () => {
    jest.useFakeTimers();
    const cache = prefetchCache((key: number) => of(key), naming(2, 3), { ttl: 10 });
    record(cache.get(1));
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('still counts an expired item as held until something meets it', () => {
    const { clock, cache, log } = setUp();
    cache.set(1, 'one');
    clock.frame = 10;
    expect([cache.size, cache.snapshot().residents.flat().length, cache.stats().residents]).toEqual(
      [1, 1, 1],
    );
    expect(log).toEqual(['store 1 set']);
  });

  it('evicts an item as expired when `set` replaces it', () => {
    const { clock, cache, log } = setUp();
    cache.set(1, 'one');
    clock.frame = 10;
    cache.set(1, 'new');
    expect(log).toEqual(['store 1 set', 'evict 1 expired', 'store 1 set']);
  });

  it('evicts an item as expired when it makes room for another', () => {
    const { clock, cache, log } = setUp({ maxKeys: 1 });
    cache.set(1, 'one');
    clock.frame = 10;
    cache.set(2, 'two');
    expect(log).toEqual(['store 1 set', 'evict 1 expired', 'store 2 set']);
  });

  it('evicts an item as expired when it is invalidated or cleared', () => {
    const { clock, cache, log } = setUp();
    for (const key of [1, 2]) cache.set(key, 'x');
    clock.frame = 10;
    cache.invalidate(1);
    cache.clear();
    expect(log.slice(2)).toEqual(['evict 1 expired', 'evict 2 expired']);
  });

  it('evicts an item as expired when a load of its key ends', () => {
    const { clock, provider, cache, log } = setUp();
    const [first$, second$] = [new Subject<number>(), new Subject<number>()];
    record(first$.pipe(cache));
    record(second$.pipe(cache));
    cache.set(1, 'old');
    clock.frame = 10;
    record(cache.warm([1]));
    provider.give(1);
    expect(log).toEqual(['store 1 set', 'evict 1 expired', 'store 1 warm']);
  });

  it('prefetches an expired key as one that is absent', () => {
    const clock = createClock();
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2), { ttl: 10, scheduler: clock });
    cache.set(2, 'two');
    record(cache.get(1));
    expect(provider.open()).toEqual([1]);
    clock.frame = 10;
    record(cache.get(3));
    expect(provider.open()).toEqual([1, 3, 2]);
  });

  it('does not protect an expired item because its key is likely', () => {
    const clock = createClock();
    const cache = prefetchCache((key: number) => of(`item ${key}`), naming(2), {
      ttl: 10,
      maxKeys: 2,
      concurrency: 0,
      scheduler: clock,
    });
    cache.set(2, 'two');
    record(cache.get(1));
    clock.frame = 10;
    record(cache.get(3));
    expect(cache.snapshot().residents.flat().map(({ key }) => key)).toEqual([1, 3]); // prettier-ignore
  });

  it('hands over a held item that expires while it is held', () => {
    const { clock, provider, cache } = setUp();
    cache.set(2, 'two');
    const reader = record(of(1, 2).pipe(cache));
    clock.frame = 20;
    provider.give(1);
    expect(reader.values).toEqual(['item 1', 'two']);
  });

  it('never lets an item expire without `ttl`', () => {
    const clock = createClock();
    const cache = prefetchCache((key: number) => of(key), silent, { scheduler: clock });
    cache.set(1, 1);
    clock.frame = 1e15;
    expect(cache.has(1)).toBe(true);
  });

  it('evicts what has expired before what has not, also if that was used longer ago', () => {
    const { clock, cache, provider } = setUp({ maxKeys: 3, eviction: lru() });
    cache.set(1, 'one');
    cache.set(2, 'two');
    clock.frame = 9;
    cache.set(3, 'fresh');
    record(of(1, 2).pipe(cache));
    clock.frame = 11;
    cache.set(4, 'new');
    cache.set(5, 'newer');
    expect([1, 2, 3, 4, 5].filter((key) => cache.has(key))).toEqual([3, 4, 5]);
    expect(provider.log).toEqual([]);
  });

  it('evicts what has expired and could not go before, as soon as it can', () => {
    const { clock, cache } = setUp({ maxKeys: 2, eviction: lru() });
    const key$ = new Subject<number>();
    const reader = record(key$.pipe(cache));
    cache.set(1, 'one');
    key$.next(1);
    clock.frame = 9;
    cache.set(2, 'two');
    clock.frame = 11;
    // 1 is the current key of a reader.
    cache.set(3, 'three');
    reader.stop();
    cache.set(4, 'four');
    expect([3, 4].map((key) => cache.has(key))).toEqual([true, true]);
  });
});
