import { describe, expect, it } from '@jest/globals';
import { of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import { createClock } from '../support/clock.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';

/** A cache that names 8 and 9, with one reader, on a clock that the test sets. */
function setUp(options: PrefetchCacheOptions<number, string> = {}) {
  const clock = createClock();
  const provider = handProvider();
  const cache = prefetchCache(provider, naming(8, 9), {
    scheduler: clock,
    concurrency: 1,
    ...options,
  });
  const key$ = new Subject<number>();
  record(key$.pipe(cache.with({ errors: 'value' })));
  return { clock, provider, cache, key$ };
}

describe('Numbers that a user can trust. The cache', () => {
  it('takes for a wait what passes between asking and being handed the item', () => {
    const { clock, provider, cache, key$ } = setUp();
    key$.next(1);
    clock.frame = 10;
    key$.next(2);
    cache.set(3, 'three');
    key$.next(3);
    clock.frame = 25;
    provider.give(2);
    clock.frame = 40;
    provider.give(1);
    expect(cache.stats().wait).toMatchObject({ count: 3, total: 40 + 30 + 30 });
  });

  it('takes a wait, and a load, for 0 ms where the clock is set back meanwhile', () => {
    const { clock, provider, cache, key$ } = setUp();
    const durations: number[] = [];
    record(cache.events$, (event) => 'duration' in event && durations.push(event.duration));
    clock.frame = 50;
    key$.next(1);
    clock.frame = 10;
    provider.give(1, 8);
    expect(durations).toEqual([0, 0]);
    expect(cache.stats().wait).toMatchObject({ count: 1, total: 0, mean: 0, p95: 0 });
  });

  it('counts a hit that is handed over at once as a wait of 0', () => {
    const { cache, key$ } = setUp();
    cache.set(1, 'one');
    key$.next(1);
    expect(cache.stats().wait).toMatchObject({ count: 1, total: 0, mean: 0, p95: 0 });
  });

  it('counts superseded, failed and abandoned requests as requests, and not as waits', () => {
    const { provider, cache, key$ } = setUp({ order: 'switch' });
    key$.next(1);
    key$.next(2);
    provider.fail(2);
    record(cache.get(3)).stop();
    key$.next(4);
    provider.give(4);
    expect(cache.stats()).toMatchObject({ requests: 4, misses: 4, wait: { count: 1 } });
  });

  it('counts a prefetch as useful and timely that was ready when it was requested', () => {
    const { provider, cache, key$ } = setUp();
    key$.next(1);
    provider.give(8);
    key$.next(8);
    key$.next(1);
    key$.next(8);
    expect(cache.stats()).toMatchObject({ useful: 1, timely: 1, wasted: 0 });
  });

  it('counts a prefetch as useful and not as timely that was on its way', () => {
    const { cache, key$ } = setUp();
    key$.next(1);
    key$.next(8);
    expect(cache.stats()).toMatchObject({ joins: 1, useful: 1, timely: 0, wasted: 0 });
  });

  it('counts one that failed after a request had joined as useful, and one that failed before as wasted', () => {
    const { provider, cache, key$ } = setUp();
    key$.next(1);
    key$.next(8);
    provider.fail(8);
    expect(cache.stats()).toMatchObject({ prefetchErrors: 1, useful: 1, wasted: 0 });
    provider.fail(9);
    expect(cache.stats()).toMatchObject({ prefetchErrors: 2, useful: 1, wasted: 1 });
  });

  it('counts as wasted what is aborted, evicted or rejected before any request, and only then', () => {
    const { provider, cache, key$ } = setUp();
    key$.next(1);
    provider.give(8);
    expect(cache.stats().wasted).toBe(0);
    cache.invalidate(8);
    expect(cache.stats().wasted).toBe(1);
    key$.complete();
    expect(cache.stats()).toMatchObject({ wasted: 2, prefetches: 2 });
  });

  it('counts requests as hits, joins and misses, and loads by what began them', () => {
    const { provider, cache, key$ } = setUp();
    key$.next(1);
    key$.next(1);
    provider.give(1);
    key$.next(1);
    provider.give(8);
    expect(cache.stats()).toMatchObject({
      requests: 3,
      hits: 1,
      joins: 1,
      misses: 1,
      loads: 1,
      prefetches: 2,
      residents: 2,
      inFlight: 1,
    });
  });

  it('counts evictions by their reasons, and rejected items among them', () => {
    const cache = prefetchCache((key: string) => of(key), silent, {
      maxBytes: 2,
      sizeOf: ({ length }) => length,
    });
    for (const key of ['a', 'b', 'c', 'long']) record(cache.get(key));
    cache.set('c', 'c');
    cache.clear();
    expect(cache.stats()).toMatchObject({
      evictions: 5,
      evictionsBy: { capacity: 1, rejected: 1, replaced: 1, invalidated: 2, expired: 0, close: 0 },
    });
    expect(cache.stats()).toMatchObject({ residents: 0, bytes: 0 });
  });

  it('gives figures that the future does not change', () => {
    const { cache, key$ } = setUp();
    const before = cache.stats();
    const copy = structuredClone(before);
    key$.next(1);
    cache.set(2, 'two');
    cache.clear();
    expect(before).toEqual(copy);
  });
});
