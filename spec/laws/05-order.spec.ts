import { describe, expect, it } from '@jest/globals';
import { concat, EMPTY, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { LoadError } from '../../src/errors.js';
import type { Order } from '../../src/types.js';
import { handProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

const ORDERS: readonly Order[] = ['concat', 'merge', 'switch'];

describe('Law 5: one item per request, in order. The cache', () => {
  it("hands items over in the order of the keys with 'concat', and starts the loads at once", () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1-2-3-----|');
      const loads = source({ 1: '  -----a|   ', 2: '-b|', 3: '-----c|' });
      const subscribed1 = '        ^----!     ';
      const subscribed2 = '        --^!       ';
      const subscribed3 = '        ----^----! ';
      const items = '              -----(ab)c|';

      expectObservable(
        key$.pipe(prefetchCache(loads.load, silent, { scheduler, order: 'concat' })),
      ).toBe(items);
      loads.expectLoads(1, subscribed1);
      loads.expectLoads(2, subscribed2);
      loads.expectLoads(3, subscribed3);
    });
  });

  it("hands items over as they come with 'merge'", () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1-2-3-----|');
      const loads = source({ 1: '  -----a|   ', 2: '-b|', 3: '-----c|' });
      const items = '              ---b-a---c|';

      expectObservable(
        key$.pipe(prefetchCache(loads.load, silent, { scheduler, order: 'merge' })),
      ).toBe(items);
    });
  });

  it("keeps that order with 'merge' for what comes while an item is handed over", () => {
    const provider = handProvider();
    const items: string[] = [];
    of(1, 2, 3, 4)
      .pipe(prefetchCache(provider, silent, { order: 'merge' }))
      .subscribe((item) => {
        items.push(item);
        if (items.length > 1) return;
        provider.give(4, 1, 3);
      });
    provider.give(2);
    expect(items).toEqual([2, 4, 1, 3].map((key) => `item ${key}`));
  });

  it("hands only the latest over with 'switch', and stops the loads of what is superseded", () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1-2-3-----|');
      const loads = source({ 1: '  -----a|   ', 2: '-b|', 3: '-----c|' });
      const subscribed1 = '        ^-!        ';
      const subscribed2 = '        --^!       ';
      const subscribed3 = '        ----^----! ';
      const items = '              ---b-----c|';

      expectObservable(
        key$.pipe(prefetchCache(loads.load, silent, { scheduler, order: 'switch' })),
      ).toBe(items);
      loads.expectLoads(1, subscribed1);
      loads.expectLoads(2, subscribed2);
      loads.expectLoads(3, subscribed3);
    });
  });

  it("goes on with the load when 'switch' is asked for the same key again, and hands its item over once", () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1-1-------|');
      const loads = source({ 1: '  -----a|   ' });
      const subscribed1 = '        ^----!     ';
      const items = '              -----a----|';

      expectObservable(
        key$.pipe(prefetchCache(loads.load, silent, { scheduler, order: 'switch' })),
      ).toBe(items);
      loads.expectLoads(1, subscribed1);
    });
  });

  it("gives up a superseded hit that was held with 'switch'", () => {
    const cache = prefetchCache<number, string>(() => NEVER, silent, { order: 'switch' });
    for (const key of [1, 2, 3]) cache.set(key, `item ${key}`);
    const key$ = new Subject<number>();
    const seen = record(key$.pipe(cache), (item) => {
      if (item === 'item 1') for (const key of [2, 3]) key$.next(key);
    });
    key$.next(1);
    expect(seen.values).toEqual(['item 1', 'item 3']);
  });

  it.each(ORDERS)(
    "hands the items of a source that is over before the loads end over, and then completes: '%s'",
    (order) => {
      const provider = handProvider();
      const seen = record(of(1, 2, 3).pipe(prefetchCache(provider, silent, { order })));
      expect([seen.values, seen.end]).toEqual([[], undefined]);
      provider.give(...provider.open());
      expect([seen.values, seen.end]).toEqual([
        order === 'switch' ? ['item 3'] : ['item 1', 'item 2', 'item 3'],
        'complete',
      ]);
    },
  );

  it.each(ORDERS)("is like its source where that never emits, is empty or fails: '%s'", (order) => {
    virtually(({ cold, keys, expectObservable, expectSubscriptions, scheduler }) => {
      const cache = prefetchCache(() => NEVER, silent, { order, scheduler });
      const never$ = cold<number>('-----');
      expectObservable(never$.pipe(cache), '--^--!').toBe('-----');
      expectSubscriptions(never$.subscriptions).toBe('     --^--!');
      expectObservable(keys('---|').pipe(cache)).toBe('---|');
      expectObservable(keys('---#').pipe(cache)).toBe('---#');
      expectObservable(EMPTY.pipe(cache)).toBe('|');
    });
  });

  it.each(ORDERS)("requests nothing that its source emits after its end: '%s'", (order) => {
    const provider = handProvider();
    const key$ = new Observable<number>((subscriber) => {
      subscriber.next(1);
      subscriber.complete();
      // eslint-disable-next-line rxjs-x/no-redundant-notify -- a source that does not keep to the rules
      subscriber.next(2);
    });
    const seen = record(key$.pipe(prefetchCache(provider, silent, { order })));
    expect(provider.open()).toEqual([1]);
    provider.give(1);
    expect([seen.values, seen.end]).toEqual([['item 1'], 'complete']);
  });

  it.each(ORDERS)(
    "passes an error of its source on at once, before what still loads: '%s'",
    (order) => {
      const provider = handProvider();
      const failure = new Error('no more keys');
      const key$ = concat(
        of(1, 2),
        throwError(() => failure),
      );
      const seen = record(key$.pipe(prefetchCache(provider, silent, { order })));
      expect([seen.values, seen.error]).toEqual([[], failure]);
      expect(provider.open()).toEqual([]);
    },
  );

  it.each(ORDERS)("unsubscribes its source when it is unsubscribed: '%s'", (order) => {
    virtually(({ cold, expectObservable, expectSubscriptions, scheduler }) => {
      const key$ = cold('          1----2---3---|', { 1: 1, 2: 2, 3: 3 });
      const until = '              ^------!      ';
      const items = '              -a----b-      ';
      const load = (key: number) => cold(key === 1 ? '-a|' : '-b|');

      expectObservable(key$.pipe(prefetchCache(load, silent, { order, scheduler })), until).toBe(
        items,
      );
      expectSubscriptions(key$.subscriptions).toBe(until);
    });
  });

  it.each(ORDERS)("hands each of equal keys in a row one item, resident or not: '%s'", (order) => {
    const provider = handProvider();
    const key$ = new Subject<number>();
    const seen = record(key$.pipe(prefetchCache(provider, silent, { order })));
    for (const key of [1, 1]) key$.next(key);
    provider.give(1);
    for (const key of [1, 1]) key$.next(key);
    expect(seen.values).toHaveLength(order === 'switch' ? 3 : 4);
  });

  it("lets an error take its place in the order of 'concat'", () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          12------|');
      const loads = source({ 1: '  ----a|   ', 2: '-#' });
      const items = '              ----(a#)';

      const error = new LoadError(2, 'error');
      expectObservable(key$.pipe(prefetchCache(loads.load, silent, { scheduler }))).toBe(
        items,
        undefined,
        error,
      );
    });
  });

  it("lets an error come when it comes with 'merge'", () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          12------|');
      const loads = source({ 1: '  ----a|   ', 2: '-#' });
      const subscribed1 = '        ^-!      ';
      const items = '              --#      ';

      const error = new LoadError(2, 'error');
      expectObservable(
        key$.pipe(prefetchCache(loads.load, silent, { scheduler, order: 'merge' })),
      ).toBe(items, undefined, error);
      loads.expectLoads(1, subscribed1);
    });
  });

  it.each(ORDERS)(
    "hands the latest alone over in a stream with its own order, failures as values, whatever the order of the cache: '%s'",
    (order) => {
      const provider = handProvider();
      const cache = prefetchCache(provider, silent, { order });
      const key$ = new Subject<number>();
      const seen = record(key$.pipe(cache.with({ order: 'switch', errors: 'value' })));
      for (const key of [1, 2]) key$.next(key);
      expect(provider.open()).toEqual([2]);
      provider.fail(2);
      key$.next(3);
      provider.give(3);
      expect(seen.values).toEqual([
        { key: 2, status: 'rejected', reason: new LoadError(2, new Error('no 2')) },
        { key: 3, status: 'fulfilled', value: 'item 3' },
      ]);
    },
  );

  it("does not let the error of a superseded request through with 'switch'", () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { order: 'switch' });
    const seen = record(of(1, 2).pipe(cache));
    record(of(1).pipe(cache.with({ errors: 'value' })));
    provider.fail(1);
    provider.give(2);
    expect([seen.values, seen.end]).toEqual([['item 2'], 'complete']);
  });
});
