import { describe, expect, it } from '@jest/globals';
import { NEVER, of, Subject, tap, type Observable } from 'rxjs';
import { cacheState } from '../../operators/cacheState.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { ClosedError } from '../../src/errors.js';
import type { PrefetchCache } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

/** A closed cache that held 1. */
function closed(): PrefetchCache<number, string> {
  const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
  cache.set(1, 'one');
  cache.close();
  return cache;
}

describe('Law 13: close. The cache', () => {
  it('aborts all loads, requested ones too', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8));
    record(cache.get(1));
    record(cache.warm([5]));
    cache.close();
    expect(provider.open()).toEqual([]);
    expect(provider.log.filter((line) => line.startsWith('abort'))).toEqual([
      'abort 1',
      'abort 8',
      'abort 5',
    ]);
    expect(cache.snapshot().inFlight).toEqual([]);
  });

  it('aborts a detached load that requests still wait for', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    record(cache.get(1));
    cache.invalidate(1);
    cache.close();
    expect(provider.log).toEqual(['demand 1', 'left 1', 'abort 1']);
  });

  it('evicts all, and emits each eviction', () => {
    const cache = prefetchCache<number, string>(() => NEVER, silent);
    const gone = record(cache.evictions$);
    for (const key of [1, 2]) cache.set(key, `item ${key}`);
    cache.close();
    expect(gone).toMatchObject({ values: [{ key: 1, value: 'item 1', reason: 'close' }, { key: 2, value: 'item 2', reason: 'close' }], end: 'complete' }); // prettier-ignore
    expect([cache.size, cache.snapshot().residents]).toEqual([0, []]);
  });

  it('completes live streams at once, whatever they wait for', () => {
    virtually(({ keys, cold, source, expectObservable, scheduler }) => {
      const key$ = keys('          1-2-----');
      const close$ = cold('        -----x  ').pipe(tap(() => cache.close()));
      const loads = source({ 1: '  -a|', 2: '-----b|' });
      const subscribed2 = '        --^--!  ';
      const items = '              -a---|  ';
      const settled = '            -----|  ';

      const cache = prefetchCache(loads.load, silent, { scheduler });
      expectObservable(key$.pipe(cache)).toBe(items);
      expectObservable(NEVER.pipe(cache.with({ errors: 'value' }))).toBe(settled);
      expectObservable(close$).toBe('-----x');
      loads.expectLoads(2, subscribed2);
    });
  });

  it('completes all side streams', () => {
    const cache = prefetchCache<number, string>(() => NEVER, silent);
    const sides = [cache.events$, cache.evictions$, cache.stats$, cacheState(cache)].map((side$) =>
      record<unknown>(side$),
    );
    cache.close();
    expect(sides.map(({ end }) => end)).toEqual(Array(4).fill('complete'));
  });

  it('completes side streams at once that are subscribed later', () => {
    const cache = closed();
    const sides = [cache.events$, cache.evictions$, cache.stats$, cacheState(cache)].map((side$) =>
      record<unknown>(side$),
    );
    expect(sides.map(({ end }) => end)).toEqual(Array(4).fill('complete'));
    expect(sides.map(({ values }) => values.length)).toEqual([0, 0, 1, 1]);
  });

  it('errors a get that waits with a ClosedError', () => {
    const cache = prefetchCache<number, string>(() => NEVER, silent);
    const reader = record(cache.get(1));
    cache.close();
    expect(reader.error).toBeInstanceOf(ClosedError);
    expect(reader.error).toMatchObject({
      name: 'ClosedError',
      message: 'The prefetchCache is closed',
    });
  });

  it.each<[string, (cache: PrefetchCache<number, string>) => Observable<unknown>]>([
    ['the operator', (cache) => of(1).pipe(cache)],
    ['`with`', (cache) => of(1).pipe(cache.with({ errors: 'value' }))],
    ['`get`', (cache) => cache.get(1)],
    ['`warm`', (cache) => cache.warm([1])],
  ])(
    'errors a later subscription to %s with a ClosedError, and does not subscribe the source',
    (_name, use) => {
      const { end, error, values } = record(use(closed()));
      expect([end, values]).toEqual(['error', []]);
      expect(error).toBeInstanceOf(ClosedError);
    },
  );

  it('errors a subscription with a ClosedError though the observable was made before', () => {
    const cache = prefetchCache((key: number) => of(key), silent);
    const item$ = cache.get(1);
    cache.close();
    expect(record(item$).error).toBeInstanceOf(ClosedError);
  });

  it('finds nothing', () => {
    const cache = closed();
    expect([cache.peek(1), cache.has(1), cache.size]).toEqual([undefined, false, 0]);
  });

  it('does nothing on `set`, `reload`, `invalidate`, `invalidateWhere` and `clear`', () => {
    const cache = closed();
    const before = cache.stats();
    cache.set(2, 'two');
    cache.reload(1);
    cache.invalidate(1);
    cache.invalidateWhere(() => {
      throw new Error('asked');
    });
    cache.clear();
    expect([cache.stats(), cache.size]).toEqual([before, 0]);
  });

  it.each<[string, (cache: PrefetchCache<number, string>) => void]>([
    ['close', (cache) => cache.close()],
    ['Symbol.dispose', (cache) => cache[Symbol.dispose]()],
  ])('is closed once by %s, however often it is called', (_name, close) => {
    const cache = prefetchCache<number, string>(() => NEVER, silent);
    const log = eventLog(cache);
    cache.set(1, 'one');
    close(cache);
    close(cache);
    expect(log).toEqual(['store 1 set', 'evict 1 close', 'close']);
    expect(cache.stats().evictions).toBe(1);
  });

  it('is closed at the end of a block that uses it', () => {
    const reader = (() => {
      using cache = prefetchCache<number, string>(() => NEVER, silent);
      return record(cache.get(1));
    })();
    expect(reader.error).toBeInstanceOf(ClosedError);
  });

  it('emits the events that were queued before it closed, and `close` last', () => {
    const cache = prefetchCache<number, string>(() => NEVER, naming(8));
    record(cache.events$, ({ type }) => {
      if (type === 'store') cache.close();
    });
    const log = eventLog(cache);
    record(cache.get(1));
    record(cache.warm([5]));
    cache.set(2, 'two');
    expect(log.slice(0, 6)).toEqual([
      'miss 1',
      'load-start 1',
      'plan 8',
      'prefetch-start 8',
      'prefetch-start 5',
      'store 2 set',
    ]);
    expect(log.slice(6, -2).sort()).toEqual([
      'load-abort 1',
      'plan ended',
      'prefetch-abort 5',
      'prefetch-abort 8',
    ]);
    expect(log.slice(-2)).toEqual(['evict 2 close', 'close']);
  });

  it('completes a warm that runs', () => {
    const cache = prefetchCache<number, string>(() => NEVER, silent);
    const warm = record(cache.warm([1, 2]));
    cache.close();
    expect(warm.end).toBe('complete');
  });

  it('unsubscribes its sources and `enabled$`', () => {
    const sources = [new Subject<number>(), new Subject<number>()] as const;
    const enabled$ = new Subject<boolean>();
    const cache = prefetchCache<number, string>(() => NEVER, silent, { enabled$ });
    record(sources[0].pipe(cache));
    record(sources[1].pipe(cache.with({ errors: 'value' })));
    cache.close();
    expect([...sources, enabled$].map(({ observed }) => observed)).toEqual([false, false, false]);
  });
});
