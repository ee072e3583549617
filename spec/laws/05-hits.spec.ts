import { describe, expect, it } from '@jest/globals';
import { concat, NEVER, of, range, Subject, type Observable } from 'rxjs';
import { cacheState } from '../../operators/cacheState.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { Order } from '../../src/types.js';
import type { PrefetchCache } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';
import { record } from '../support/record.js';

const ORDERS: readonly Order[] = ['concat', 'merge', 'switch'];

/** A cache in which 1 to 5 are resident. */
function stocked(order: Order = 'concat'): PrefetchCache<number, string> {
  const cache = prefetchCache<number, string>(() => NEVER, silent, { order });
  for (const key of [1, 2, 3, 4, 5]) cache.set(key, `item ${key}`);
  return cache;
}

describe('Law 5: hits. The cache', () => {
  it.each(ORDERS)("delivers a hit in the call that requests it: '%s'", (order) => {
    const key$ = new Subject<number>();
    const seen = record(key$.pipe(stocked(order)));
    key$.next(1);
    expect(seen.values).toEqual(['item 1']);
    key$.next(2);
    expect(seen.values).toEqual(['item 1', 'item 2']);
  });

  it('hands a hit over in the call that subscribes to a get', () => {
    const seen = record(stocked().get(1));
    expect([seen.values, seen.end]).toEqual([['item 1'], 'complete']);
  });

  it("holds a hit behind an earlier key with 'concat', and emits that", () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    cache.set(2, 'item 2');
    const log = eventLog(cache);
    const seen = record(of(1, 2).pipe(cache));
    expect(seen.values).toEqual([]);
    provider.give(1);
    expect(seen.values).toEqual(['item 1', 'item 2']);
    expect(log.filter((line) => /hit|serve/.test(line))).toEqual([
      'hit 2 held',
      'serve 1',
      'serve 2',
    ]);
  });

  it.each(['merge', 'switch'] as const)("holds no hit behind an earlier key with '%s'", (order) => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { order });
    cache.set(2, 'item 2');
    expect(record(of(1, 2).pipe(cache)).values).toEqual(['item 2']);
  });

  it.each(ORDERS)(
    "hands a hit that is asked for inside `next` of the stream over when that returns: '%s'",
    (order) => {
      const key$ = new Subject<number>();
      const log: string[] = [];
      record(key$.pipe(stocked(order)), (item) => {
        log.push(`(${item}`);
        if (item === 'item 1') key$.next(2);
        log.push(`${item})`);
      });
      key$.next(1);
      expect(log).toEqual(['(item 1', 'item 1)', '(item 2', 'item 2)']);
    },
  );

  it('delivers a hit that is requested inside `next` when that returns, also if the first had to wait', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    cache.set(2, 'item 2');
    const key$ = new Subject<number>();
    const log: string[] = [];
    record(key$.pipe(cache), (item) => {
      log.push(`(${item}`);
      if (item === 'item 1') key$.next(2);
      log.push(`${item})`);
    });
    key$.next(1);
    provider.give(1);
    expect(log).toEqual(['(item 1', 'item 1)', '(item 2', 'item 2)']);
  });

  it('hands a hit of another stream or a get over in the same call, also inside `next` of a stream', () => {
    const cache = stocked();
    const other$ = new Subject<number>();
    const other = record(other$.pipe(cache));
    const log: unknown[] = [];
    record(of(1).pipe(cache), () => {
      other$.next(2);
      log.push(...other.values, ...record(cache.get(3)).values);
    });
    expect(log).toEqual(['item 2', 'item 3']);
  });

  it.each([
    ['events$', (cache: PrefetchCache<number, string>) => cache.events$],
    ['evictions$', (cache: PrefetchCache<number, string>) => cache.evictions$],
    ['stats$', (cache: PrefetchCache<number, string>) => cache.stats$],
    ['cacheState', (cache: PrefetchCache<number, string>) => cacheState(cache)],
  ] as [string, (cache: PrefetchCache<number, string>) => Observable<unknown>][])(
    'hands a hit that is asked for in a listener of %s over when the listener returns',
    (_name, sideOf) => {
      const cache = stocked();
      const log: string[] = [];
      let listening = false;
      record(sideOf(cache), () => {
        if (!listening) return;
        listening = false;
        log.push('(listener');
        record(cache.get(2), (item) => log.push(item));
        log.push('listener)');
      });
      listening = true;
      cache.invalidate(1);
      expect(log).toEqual(['(listener', 'listener)', 'item 2']);
    },
  );

  it('completes a stream whose source ends inside `next` after the last item', () => {
    const key$ = new Subject<number>();
    const seen = record(key$.pipe(stocked()), (item) => {
      if (item !== 'item 1') return;
      key$.next(2);
      key$.complete();
    });
    key$.next(1);
    expect([seen.values, seen.end]).toEqual([['item 1', 'item 2'], 'complete']);
  });

  it.each(ORDERS)("hands nothing over after it was unsubscribed inside `next`: '%s'", (order) => {
    const seen = record(of(1, 2, 3).pipe(stocked(order)), (_item, stop) => stop());
    expect(seen.values).toEqual(['item 1']);
  });

  it('does not go on with a synchronous source after it was unsubscribed inside `next`', () => {
    const log: number[] = [];
    const cache = stocked();
    record(cache.events$, (event) => {
      if (event.type === 'hit') log.push(event.key);
    });
    record(range(1, 5).pipe(cache), (item, stop) => {
      if (item === 'item 2') stop();
    });
    expect(log).toEqual([1, 2]);
  });

  it('hands 100,000 residents behind one slow key over without recursion', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { maxKeys: 200_000 });
    for (let key = 1; key <= 100_000; key++) cache.set(key, String(key));
    let calls = 0;
    let last = '';
    record(concat(of(0), range(1, 100_000)).pipe(cache), (item) => {
      last = item;
      calls++;
    });
    expect(calls).toBe(0);
    provider.give(0);
    expect([calls, last]).toEqual([100_001, '100000']);
  });

  it('answers 100,000 keys that are requested inside `next` without recursion', () => {
    const cache = stocked();
    const key$ = new Subject<number>();
    let calls = 0;
    record(key$.pipe(cache), () => {
      if (++calls < 100_000) key$.next((calls % 5) + 1);
    });
    key$.next(1);
    expect(calls).toBe(100_000);
  });

  it('runs 20,000 requests through whose loads end in the call that begins them', () => {
    const cache = prefetchCache((key: number) => of(key), silent);
    const seen = record(range(0, 20_000).pipe(cache));
    expect([seen.values.length, seen.values.at(-1), seen.end]).toEqual([
      20_000,
      19_999,
      'complete',
    ]);
  });

  it('hands over a hit whose source a listener completes', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    cache.set(6, 'six');
    const key$ = new Subject<number>();
    const reader = record(key$.pipe(cache));
    record(cache.events$, ({ type }) => {
      if (type === 'hit') key$.complete();
    });
    key$.next(6);
    expect(reader).toMatchObject({ values: ['six'], end: 'complete' });
  });

  it('hands over a hit whose source the predictor completes', () => {
    const key$ = new Subject<number>();
    const cache = prefetchCache(
      (key: number) => of(`item ${key}`),
      () => {
        key$.complete();
        return [];
      },
    );
    cache.set(6, 'six');
    const reader = record(key$.pipe(cache));
    key$.next(6);
    expect(reader).toMatchObject({ values: ['six'], end: 'complete' });
  });
});
