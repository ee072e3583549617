import { describe, expect, it, jest } from '@jest/globals';
import { asyncScheduler, of, Subject, VirtualTimeScheduler } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import { auto } from '../../src/auto/auto.js';
import { handProvider } from '../support/handProvider.js';
import { after, naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

/** A clock, and how many timers it has started and not ended. */
function setUp(options: PrefetchCacheOptions<number, string>, predictor = naming(2, 3, 4, 5, 6)) {
  const scheduler = new VirtualTimeScheduler();
  const starts: [key: number, at: number][] = [];
  const load = (key: number) => {
    if (key > 1) starts.push([key, scheduler.now()]);
    return of(`item ${key}`);
  };
  const cache = prefetchCache(load, predictor, { scheduler, ...options });
  /** Lets time pass, and then stand still. */
  const advance = (to: number): void => {
    scheduler.maxFrames = to;
    scheduler.flush();
    scheduler.frame = to;
  };
  const timers = (): number => scheduler.actions.filter(({ closed }) => !closed).length;
  return { scheduler, starts, cache, advance, timers };
}

describe('Law 25: the pace. With `maxPerSecond`', () => {
  it('at most so many prefetches begin in any second, and the next as soon as it may', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1 1.9s |');
      const loads = source({ 1: '  a|', 2: 'b|', 3: 'c|', 4: '400ms d|', 5: 'e|', 6: 'f|' });
      const items = '              a 1.9s |';

      const cache = prefetchCache(loads.load, naming(2, 3, 4, 5, 6), { scheduler, maxPerSecond: 2 }); // prettier-ignore
      expectObservable(key$.pipe(cache)).toBe(items);
      loads.expectLoads(2, '(^!)');
      loads.expectLoads(3, '(^!)');
      loads.expectLoads(4, '1s ^ 399ms !');
      loads.expectLoads(5, '1s (^!)');
      loads.expectLoads(6);
    });
  });

  it('the window slides', () => {
    const { cache, starts, advance } = setUp({ maxPerSecond: 2 }, after({ 1: [[2, 1]], 7: [[3, 3], [4, 2], [5, 1]] })); // prettier-ignore
    record(cache.get(1));
    advance(600);
    record(cache.get(7));
    advance(5000);
    expect(starts).toEqual([[2, 0], [7, 600], [3, 600], [4, 1000], [5, 1600]]); // prettier-ignore
  });

  it('requests are not limited, and do not count', () => {
    const { cache, starts } = setUp({ maxPerSecond: 1 }, silent);
    for (let key = 2; key < 20; key++) record(cache.get(key));
    record(cache.warm([30, 31]));
    expect(starts.map(([key]) => key)).toEqual([...Array(18).keys()].map((i) => i + 2).concat(30));
  });

  it('all readers and warms share it', () => {
    const { cache, starts, advance } = setUp({ maxPerSecond: 1 }, after({ 1: [[2, 1]], 0: [[3, 1]] })); // prettier-ignore
    record(new Subject<number>().pipe(cache));
    record(cache.warm([8, 9]));
    const [left$, right$] = [new Subject<number>(), new Subject<number>()];
    record(left$.pipe(cache));
    record(right$.pipe(cache));
    left$.next(1);
    right$.next(0);
    advance(5000);
    expect(starts).toEqual([[8, 0], [2, 1000], [3, 2000], [9, 3000]]); // prettier-ignore
  });

  it('a load that goes on as a prefetch does not count, and one that is aborted does', () => {
    const scheduler = new VirtualTimeScheduler();
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[2, 2]], 5: [[6, 2], [7, 1]] }), { scheduler, maxPerSecond: 2 }); // prettier-ignore
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    key$.next(1);
    record(cache.get(6)).stop();
    key$.next(5);
    expect(provider.log.filter((line) => line.startsWith('prefetch'))).toEqual(['prefetch 2', 'prefetch 6']); // prettier-ignore
    scheduler.flush();
    expect(provider.open()).toEqual([1, 5, 6, 7]);
  });

  it('there is no timer while nothing waits for it, and one at most', () => {
    const { cache, advance, timers } = setUp({ maxPerSecond: 2 }, after({ 1: [[2, 2], [3, 1]], 5: [[6, 1]] })); // prettier-ignore
    const key$ = new Subject<number>();
    const reader = record(key$.pipe(cache));
    key$.next(1);
    expect(timers()).toBe(0);
    key$.next(5);
    key$.next(1);
    expect(timers()).toBe(0);
    key$.next(5);
    expect(timers()).toBe(1);
    key$.next(5);
    expect(timers()).toBe(1);
    reader.stop();
    expect(timers()).toBe(0);
    advance(5000);
    expect(cache.stats().prefetches).toBe(2);
  });

  it.each<PrefetchCacheOptions<number, string>>([{ onRequest: 'hold' }, { concurrency: 1 }])(
    'there is no timer while something else stops prefetches: %p',
    (options) => {
      const scheduler = new VirtualTimeScheduler();
      const provider = handProvider();
      const cache = prefetchCache(provider, naming(2, 3), { scheduler, maxPerSecond: 1, ...options }); // prettier-ignore
      const timers = (): number => scheduler.actions.filter(({ closed }) => !closed).length;
      record(cache.get(1));
      if (options.onRequest) {
        provider.give(1);
        expect(timers()).toBe(1);
        record(cache.get(9));
        expect(timers()).toBe(0);
        provider.give(9);
      } else {
        expect(timers()).toBe(0);
        provider.give(2);
      }
      expect(timers()).toBe(1);
      scheduler.flush();
      expect(provider.open()).toContain(3);
    },
  );

  it('a timer ends when the cache closes', () => {
    const { cache, timers } = setUp({ maxPerSecond: 1 });
    record(cache.get(1));
    record(cache.warm([20, 21]));
    expect(timers()).toBe(1);
    cache.close();
    expect(timers()).toBe(0);
  });

  it('a timer ends when the cache closes while it refills', () => {
    const scheduler = new VirtualTimeScheduler();
    const has = (key: number): boolean => {
      if (key === 9) cache.close();
      return true;
    };
    const cache = prefetchCache<number, string>({ load: (key) => of(`item ${key}`), has }, naming(2, 3), { scheduler, maxPerSecond: 1 }); // prettier-ignore
    record(cache.get(1));
    record(cache.warm([9]));
    expect(scheduler.actions.filter(({ closed }) => !closed)).toEqual([]);
  });

  it('a clock that is set back does not stop prefetching', () => {
    const { cache, starts, advance } = setUp({ maxPerSecond: 1 }, after({ 1: [[2, 1]], 0: [[3, 1]] })); // prettier-ignore
    advance(60_000);
    record(cache.get(1));
    advance(10);
    record(cache.get(0));
    expect(starts).toEqual([[2, 60_000], [3, 10]]); // prettier-ignore
  });

  it('the timer is that of `asyncScheduler` if the scheduler has none', () => {
    jest.useFakeTimers();
    try {
      const provider = handProvider();
      const cache = prefetchCache(provider, naming(2, 3), { maxPerSecond: 1, scheduler: { now: () => asyncScheduler.now() } }); // prettier-ignore
      record(cache.get(1));
      expect(provider.open()).toEqual([1, 2]);
      jest.advanceTimersByTime(1000);
      expect(provider.open()).toEqual([1, 2, 3]);
      cache.close();
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('a scheduler that throws is reported, and requests are served', () => {
    jest.useFakeTimers();
    const scheduler = { now: () => 0, schedule: () => { throw new Error('no timer'); } }; // prettier-ignore
    const cache = prefetchCache<number, string>((key) => of(`item ${key}`), naming(2, 3), { scheduler, maxPerSecond: 1 }); // prettier-ignore
    expect(record(of(1, 2, 9).pipe(cache)).values).toEqual(['item 1', 'item 2', 'item 9']);
    expect(() => jest.runAllTimers()).toThrow('no timer');
    jest.clearAllTimers();
    jest.useRealTimers();
  });

  it('control decides too: no timer waits for what it refuses', () => {
    const { cache, timers } = setUp({ maxPerSecond: 1 }, auto<number>({ waste: 0 }) as never);
    record(of(1, 2, 3, 4, 5, 6, 7, 8).pipe(cache));
    expect([timers(), cache.stats().prefetches]).toEqual([0, 0]);
  });
});
