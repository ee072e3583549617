import { describe, expect, it } from '@jest/globals';
import { concat, NEVER, of, throwError } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import type { PrefetchCache, PredictFunction } from '../../src/types.js';
import { createClock } from '../support/clock.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record, type Recording } from '../support/record.js';

/** A cache on a clock that the test sets. */
function setUp(
  options: PrefetchCacheOptions<number, string> = {},
  predictor: PredictFunction<number> = silent,
) {
  const clock = createClock();
  const provider = handProvider();
  const cache = prefetchCache(provider, predictor, { scheduler: clock, ...options });
  return { clock, provider, cache, log: eventLog(cache) };
}

describe('Law 24: reload. The cache', () => {
  it('serves the present item while it loads the key anew, and then the new one', () => {
    const { provider, cache, log } = setUp();
    cache.set(1, 'old');
    cache.reload(1);
    const during = record(cache.get(1));
    provider.giveValue(1, 'new');
    expect([during.values, cache.peek(1), provider.log]).toEqual([
      ['old'],
      'new',
      ['revalidate 1'],
    ]);
    expect(log.filter((line) => line !== 'plan')).toEqual([
      'store 1 set',
      'revalidate-start 1',
      'hit 1',
      'revalidate-success 1',
      'evict 1 replaced',
      'store 1 revalidate',
    ]);
  });

  it('counts its loads apart', () => {
    const { provider, cache } = setUp();
    for (const key of [1, 2]) cache.reload(key);
    expect(cache.snapshot().inFlight).toEqual([
      { key: 1, reason: 'revalidate' },
      { key: 2, reason: 'revalidate' },
    ]);
    provider.fail(2);
    expect(cache.stats()).toMatchObject({
      revalidations: 2,
      revalidationErrors: 1,
      loads: 0,
      prefetches: 0,
      prefetchErrors: 0,
      inFlight: 1,
    });
  });

  it('keeps an absent item as by `set`: also where likelier ones must leave', () => {
    const { provider, cache } = setUp({ maxKeys: 2, concurrency: 0 }, naming(2));
    record(cache.get(1));
    provider.give(1);
    cache.set(2, 'two');
    cache.reload(9);
    provider.give(9);
    expect([1, 2, 9].filter((key) => cache.has(key))).toEqual([1, 9]);
    expect(cache.stats().wasted).toBe(0);
  });

  it('lets requests of an absent key join its load', () => {
    const { provider, cache, log } = setUp();
    cache.reload(1);
    const reader = record(cache.get(1));
    provider.give(1);
    expect([reader.values, provider.log]).toEqual([['item 1'], ['revalidate 1']]);
    expect([log[1], cache.stats().useful]).toEqual(['join 1', 0]);
  });

  it('goes on when the requests that joined it leave', () => {
    const { provider, cache } = setUp({ concurrency: 0 });
    cache.reload(1);
    record(cache.get(1)).stop();
    expect(provider.open()).toEqual([1]);
    provider.give(1);
    expect(cache.peek(1)).toBe('item 1');
  });

  it('takes no slot', () => {
    const { provider, cache } = setUp({ concurrency: 1 }, naming(2));
    cache.reload(7);
    record(cache.get(1));
    cache.reload(8);
    expect(provider.open()).toEqual([7, 1, 2, 8]);
  });

  it('loads the key also while prefetching is off, or while its key rests', () => {
    const { provider, cache } = setUp({ enabled$: concat(of(false), NEVER) });
    cache.reload(1);
    provider.fail(1);
    cache.reload(1);
    expect(provider.log).toEqual(['revalidate 1', 'revalidate 1']);
  });

  it('detaches an older load of the key: its value is delivered and not kept', () => {
    const { provider, cache } = setUp();
    const reader = record(cache.get(1));
    cache.reload(1);
    const later = record(cache.get(1));
    provider.giveValue(1, 'older');
    expect([reader.values, later.values, cache.has(1)]).toEqual([['older'], [], false]);
    provider.giveValue(1, 'newer');
    expect([later.values, cache.peek(1)]).toEqual([['newer'], 'newer']);
  });

  it('aborts an older prefetch, and an older reload', () => {
    const { provider, cache } = setUp({}, naming(1));
    record(cache.get(5));
    cache.reload(1);
    cache.reload(1);
    expect(provider.log).toEqual([
      'demand 5',
      'prefetch 1',
      'left 1',
      'abort 1',
      'revalidate 1',
      'left 1',
      'abort 1',
      'revalidate 1',
    ]);
  });

  it.each<[string, (cache: PrefetchCache<number, string>) => void, string | undefined]>([
    ['set', (cache) => cache.set(1, 'given'), 'given'],
    ['invalidate', (cache) => cache.invalidate(1), undefined],
    ['invalidateWhere', (cache) => cache.invalidateWhere((key) => key === 1), undefined],
    ['clear', (cache) => cache.clear(), undefined],
    ['close', (cache) => cache.close(), undefined],
  ])('aborts the load at %s', (_name, write, left) => {
    const { provider, cache, log } = setUp();
    cache.set(1, 'old');
    cache.reload(1);
    write(cache);
    expect(provider.log).toEqual(['revalidate 1', 'left 1', 'abort 1']);
    expect([log.includes('revalidate-abort 1'), cache.peek(1)]).toEqual([true, left]);
  });

  it('delivers its value to the requests that wait when the key is set, and stops when they leave', () => {
    const { provider, cache } = setUp();
    for (const key of [1, 2]) cache.reload(key);
    const [one, two] = [record(cache.get(1)), record(cache.get(2))];
    for (const key of [1, 2]) cache.set(key, 'given');
    provider.giveValue(1, 'loaded');
    two.stop();
    expect([one.values, cache.peek(1), provider.open()]).toEqual([['loaded'], 'given', []]);
  });

  it('keeps the present item if the load fails, and lets the key rest', () => {
    const { provider, cache, log } = setUp({ ttl: 10, prefetchBackoff: 100 }, naming(1));
    cache.set(1, 'old');
    cache.reload(1);
    provider.fail(1);
    expect([cache.peek(1), log.slice(1)]).toEqual([
      'old',
      ['revalidate-start 1', 'revalidate-error 1'],
    ]);
    cache.invalidateWhere(() => false);
    record(cache.get(5));
    expect(provider.open()).toEqual([5]);
  });

  it('gives requests that joined a reload which failed one new load', () => {
    const { provider, cache } = setUp();
    cache.reload(1);
    const readers = [record(cache.get(1)), record(cache.get(1))];
    provider.fail(1);
    expect([readers.map(({ end }) => end), provider.open()]).toEqual([[undefined, undefined], [1]]);
    provider.give(1);
    expect(readers.map(({ values }) => values)).toEqual([['item 1'], ['item 1']]);
  });

  it('replaces an item that is still to be delivered once it was delivered', () => {
    const { provider, cache } = setUp();
    const gone = record(cache.evictions$);
    cache.set(1, 'old');
    const reader = record(of(2, 1).pipe(cache));
    cache.reload(1);
    provider.giveValue(1, 'new');
    expect([gone.values, cache.peek(1)]).toEqual([[], 'new']);
    provider.give(2);
    expect([reader.values, gone.values.map(({ value }) => value)]).toEqual([
      ['item 2', 'old'],
      ['old'],
    ]);
  });

  it('keeps the first key object of an identity', () => {
    const cache = prefetchCache<{ id: number }, string>(() => of('new'), () => [], { keyOf: ({ id }) => id }); // prettier-ignore
    const key = { id: 1 };
    cache.set(key, 'old');
    cache.reload({ id: 1 });
    expect(cache.snapshot().residents[0]?.[0]?.key).toBe(key);
  });

  it('uses the load that a callback of the abort began', () => {
    const provider = handProvider();
    let again: Recording<string> | undefined;
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>((key, context) => {
      context.signal.addEventListener('abort', () => (again ??= record(cache.get(1))));
      return provider.load(key, context);
    }, silent);
    record(cache.warm([1]));
    cache.reload(1);
    expect(provider.open()).toEqual([1]);
    again?.stop();
    provider.give(1);
    expect([provider.log.includes('revalidate 1'), cache.peek(1)]).toEqual([false, 'item 1']);
  });

  it('stores a value that comes in the call, and emits the failure that does', () => {
    const cache = prefetchCache<number, string>(
      (key) => (key === 1 ? of('one') : throwError(() => new Error('no'))),
      silent,
    );
    cache.reload(1);
    expect(() => cache.reload(2)).not.toThrow();
    expect([cache.peek(1), cache.stats().revalidationErrors]).toEqual(['one', 1]);
  });

  it('begins no load if `keyOf` or the abort of an older load closes it', () => {
    const provider = handProvider();
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>((key, context) => {
      context.signal.addEventListener('abort', () => cache.close());
      return provider.load(key, context);
    }, silent);
    record(cache.warm([1]));
    cache.reload(1);
    expect([provider.open(), cache.stats().revalidations]).toEqual([[], 0]);
  });
});
