import { describe, expect, it } from '@jest/globals';
import { NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import type { EvictionPolicy } from '../../src/types.js';
import { createClock } from '../support/clock.js';
import { eventLog } from '../support/eventLog.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { catchUnhandled } from '../support/unhandled.js';

const failure = new Error('broken');
const broken = (): never => {
  throw failure;
};
const none = (): undefined => undefined;
const policyWith = (hook: Partial<EvictionPolicy<number>>): EvictionPolicy<number> => ({
  added: none,
  used: none,
  removed: none,
  victim: none,
  ...hook,
});

describe('Law 15: user code that throws. The cache', () => {
  const unhandled = catchUnhandled();

  it.each(['added', 'used', 'removed', 'victim'] as const)(
    'goes on when the hook %s of the policy throws, and reports it',
    (hook) => {
      const cache = prefetchCache((key: number) => of(`item ${key}`), silent, {
        maxKeys: 1,
        eviction: policyWith({ victim: () => 1, [hook]: broken }),
      });
      const reader = record(of(1, 1, 2).pipe(cache));
      cache.clear();
      expect([reader.values, reader.end, cache.size]).toEqual([
        ['item 1', 'item 1', 'item 2'],
        'complete',
        0,
      ]);
      expect(new Set(unhandled.arrived())).toEqual(new Set([failure]));
    },
  );

  it('keeps its budget when the policy names no key, an absent key or a shielded key', () => {
    for (const victim of [none, () => 99, () => 2]) {
      const cache = prefetchCache((key: number) => of(`item ${key}`), silent, {
        maxKeys: 1,
        eviction: policyWith({ victim }),
      });
      const log = eventLog(cache, 'evict');
      const key$ = new Subject<number>();
      record(key$.pipe(cache));
      cache.set(1, 'one');
      key$.next(2);
      expect([cache.has(1), cache.size, log]).toEqual([true, 1, ['evict 2 rejected']]);
    }
  });

  it('errors the reader whose key has no identity because `keyOf` throws, and serves the others', () => {
    const keyOf = (key: number): number => (key === 2 ? broken() : key);
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent, { keyOf });
    const other$ = new Subject<number>();
    const other = record(other$.pipe(cache));
    const reader = record(of(1, 2, 3).pipe(cache));
    expect([reader.values, reader.end, reader.error]).toEqual([['item 1'], 'error', failure]);
    expect(record(cache.get(2)).error).toBe(failure);
    other$.next(5);
    expect(other.values).toEqual(['item 5']);
    expect(() => cache.set(2, 'x')).toThrow(failure);
    expect(cache.stats().inFlight).toBe(0);
  });

  it('takes a `keyOf` that throws for a predicted key for a predictor that fails', () => {
    const keyOf = (key: number): number => (key === 2 ? broken() : key);
    const cache = prefetchCache((key: number) => of(`item ${key}`), naming(3, 2), { keyOf });
    const log = eventLog(cache, 'predictor-error', 'plan');
    expect(record(cache.get(1)).values).toEqual(['item 1']);
    expect(log).toEqual(['predictor-error 1', 'plan']);
  });

  it.each<[string, PrefetchCacheOptions<number, string>]>([
    ['throws', { sizeOf: broken, maxBytes: 10 }],
    ['says NaN', { sizeOf: () => NaN, maxBytes: 10 }],
    ['says Infinity', { sizeOf: () => Infinity, maxBytes: 10 }],
    ['says less than 0', { sizeOf: () => -1, maxBytes: 10 }],
    ['says no number', { sizeOf: (() => '1') as unknown as () => number, maxBytes: 10 }],
  ])('takes an item whose `sizeOf` %s for a load that failed', (_name, options) => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), naming(8), options);
    const settled = record(of(1).pipe(cache.with({ errors: 'value' })));
    expect(settled.values).toMatchObject([
      { key: 1, status: 'rejected', reason: { name: 'LoadError', key: 1 } },
    ]);
    expect(() => cache.set(1, 'x')).toThrow();
    expect(cache.stats()).toMatchObject({ residents: 0, bytes: 0, inFlight: 0, prefetchErrors: 1 });
  });

  it('leaves what was there when `set` throws', () => {
    let size = 1;
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent, { sizeOf: () => size });
    cache.set(1, 'one');
    size = NaN;
    expect(() => cache.set(1, 'new')).toThrow(RangeError);
    expect(cache.peek(1)).toBe('one');
  });

  it('reports what the teardown of a load throws, and has released the load', () => {
    const cache = prefetchCache<number, string>(() => new Observable(() => broken), silent);
    record(cache.get(1)).stop();
    expect(cache.stats().inFlight).toBe(0);
    expect(unhandled.arrived()).toMatchObject([{ errors: [failure] }]);
  });

  it('goes on when the source errors inside `next` of another reader', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const key$ = new Subject<number>();
    const other = record(key$.pipe(cache));
    const reader = record(of(1, 2).pipe(cache), () => key$.error(failure));
    expect([reader.values, other.error]).toEqual([['item 1', 'item 2'], failure]);
  });

  it('reports an error without a handler, as RxJS does', () => {
    const cache = prefetchCache(() => throwError(() => failure), silent);
    cache.get(1).subscribe();
    expect(unhandled.arrived()).toMatchObject([{ name: 'LoadError', cause: failure }]);
  });

  it.each([
    ['once', 1, []],
    ['on end, and reports what else it throws', Infinity, [failure]],
  ])('errors the reader during whose request the clock throws, %s', (_name, times, reports) => {
    let failures = 0;
    const now = (): number => (failures-- > 0 ? broken() : 5);
    const cache = prefetchCache<number, string>(() => NEVER, silent, {
      scheduler: Object.assign(createClock(), { now }),
    });
    const key$ = new Subject<number>();
    const reader = record(key$.pipe(cache));
    key$.next(1);
    failures = times;
    key$.next(2);
    expect([reader.values, reader.end, reader.error]).toEqual([[], 'error', failure]);
    expect(new Set(unhandled.arrived())).toEqual(new Set(reports));
  });
});
