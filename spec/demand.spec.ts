import { describe, expect, it } from '@jest/globals';
import { map, Observable, of, range, Subject } from 'rxjs';
import { cacheState } from '../operators/cacheState.js';
import { prefetchCache } from '../operators/prefetchCache.js';
import { dynamicData } from '../src/predictors/dynamicData.js';
import { accuracy, coverage, timeliness } from '../src/state/rates.js';
import { createClock } from './support/clock.js';
import { handProvider } from './support/handProvider.js';
import { after, naming, silent } from './support/naming.js';
import { record } from './support/record.js';
import { catchUnhandled } from './support/unhandled.js';
import { virtually } from './support/virtually.js';

describe('Issues of similar systems', () => {
  const unhandled = catchUnhandled();

  it('“Prefetch when I step by hand, by +N, in zig-zag, dragging backwards” (cvat#6695, dive#13): all of these find their frames ready', () => {
    const frame = (key: number): Observable<number> => of(key);
    const walks = [
      [100, 101, 102, 103, 104],
      [100, 99, 98, 97, 96],
      [100, 110, 120, 130, 140],
      [100, 101, 100, 99, 100, 101, 102],
      [100, 90, 100, 110, 100],
    ];
    for (const walk of walks) {
      const cache = prefetchCache(frame, dynamicData({ possibleJumps: [-10, -1, 1, 10] }), {
        maxKeys: 30,
      });
      record(of(...walk).pipe(cache));
      expect(cache.stats().misses).toBe(1);
    }
  });

  it('“Past the budget it evicts what is nearest ahead, and loads for ever” (fiftyone#8496): it loads what fits, nearest first, and rests', () => {
    let loads = 0;
    const source = (key: number): Observable<number> => {
      loads++;
      return of(key);
    };
    const ahead = (key: number): [number, number][] =>
      Array.from({ length: 100 }, (_, i) => [key + 1 + i, 1 / (1 + i)]);
    const cache = prefetchCache(source, ahead, { maxKeys: 8, lookahead: 100 });
    const residents = (): number[] =>
      Array.from({ length: 20 }, (_, key) => key).filter((key) => cache.has(key));
    record(cache.get(0));
    expect(loads).toBe(8);
    expect(residents()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    record(cache.get(1));
    expect(loads).toBe(9);
    expect(residents()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('“Leaving a series leaves its requests running” (cornerstone3D#1148, OHIF#4206): unsubscribing aborts loads that no other reader wants', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, (key) => [1, 2, 3].map((step) => [key + step, 1 / step]), { concurrency: 8 }); // prettier-ignore
    const series$ = new Subject<number>();
    const series = record(series$.pipe(cache));
    const other = record(cache.get(10));
    series$.next(50);
    series.stop();
    expect(provider.log.filter((line) => line.startsWith('abort')).sort()).toEqual(
      [50, 51, 52, 53].map((key) => `abort ${key}`),
    );
    expect(provider.open()).toEqual([10, 11, 12, 13]);
    other.stop();
    expect(provider.open()).not.toContain(10);
  });

  it('“The second viewport discards the first one’s queue” (cornerstone3D#787, cornerstoneTools#900): each reader keeps its own plan', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, (key) => [[key + 1, 2], [key + 2, 1]], { concurrency: 2 }); // prettier-ignore
    const [left$, right$] = [new Subject<number>(), new Subject<number>()];
    record(left$.pipe(cache));
    record(right$.pipe(cache));
    left$.next(100);
    right$.next(200);
    expect(cache.snapshot().plan.map(({ key }) => key)).toEqual([101, 102, 201, 202]);
    provider.give(101, 102);
    expect(provider.open()).toEqual([100, 200, 201, 202]);
  });

  it('“Failed prefetches are sent again at each scroll, by the thousand” (OHIF#2627): a failed key rests, and a demand may still try it', () => {
    const clock = createClock();
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(7), { scheduler: clock });
    record(cache.get(1000));
    provider.fail(7);
    for (let scroll = 0; scroll < 1000; scroll++) record(cache.get(scroll % 2)).stop();
    expect(provider.log.filter((line) => line === 'prefetch 7')).toHaveLength(1);
    record(cache.get(7));
    expect(provider.open()).toContain(7);
  });

  it('“A failed prefetch poisons the key, or crashes the process” (suspense#44, FluidFramework#26151): the next request just loads', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(7));
    record(cache.get(1));
    provider.fail(7);
    const reader = record(cache.get(7));
    provider.give(7);
    expect([reader.values, unhandled.arrived()]).toEqual([['item 7'], []]);
  });

  it('“A cancelled prefetch stays registered; the visit that joined it never ends” (inertia#3270): a joined demand always ends', () => {
    const provider = handProvider();
    const enabled$ = new Subject<boolean>();
    const cache = prefetchCache(provider, after({ 1: [[7, 1]] }), { enabled$ });
    record(cache.get(1));
    const visit = record(cache.get(7));
    record(cache.get(2));
    enabled$.next(false);
    provider.give(7);
    expect(visit).toMatchObject({ values: ['item 7'], end: 'complete' });
    enabled$.next(true);
    record(cache.get(1));
    cache.invalidate(7);
    record(cache.get(2));
    const later = record(cache.get(7));
    provider.give(7);
    expect(later.end).toBe('complete');
  });

  it('“The second request during a pending prefetch loads again” (next.js#86700): it joins, and no longer counts as a prefetch', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(7, 8), { concurrency: 1 });
    record(cache.get(1));
    const readers = [record(cache.get(7)), record(cache.get(7))];
    expect(provider.log).toEqual(['demand 1', 'prefetch 7', 'prefetch 8']);
    provider.give(7);
    expect(readers.map(({ values }) => values)).toEqual([['item 7'], ['item 7']]);
  });

  it('“A late result after invalidation comes back from the dead” (router#7759, #7941): it is delivered to who waits, and not kept', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    const reader = record(cache.get(1));
    cache.invalidate(1);
    provider.give(1);
    expect([reader.values, cache.has(1)]).toEqual([['item 1'], false]);
  });

  it('“One fetch over capacity: one is aborted by eviction and resolves to nothing” (lru-cache#320, #274): what is in flight holds no place', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { maxKeys: 2 });
    const readers = [1, 2, 3, 4].map((key) => record(cache.get(key)));
    provider.give(1, 2, 3, 4);
    expect(readers.map(({ values }) => values)).toEqual([
      ['item 1'],
      ['item 2'],
      ['item 3'],
      ['item 4'],
    ]);
  });

  it('“Tiles on the way starve the destination; clearing the queue starves the loader” (openseadragon#2350): the likeliest now goes next', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1-2-3-----|');
      const loads = source({
        1: '  a|',
        2: 'b|',
        3: 'c|',
        4: '-----d|',
        5: '---e|',
        6: '---f|',
        7: '---g|',
      });
      const subscribed4 = '        ^----!     ';
      const subscribed7 = '        -----^--!  ';
      const subscribed6 = '        --------^-!';
      const items = '              a-b-c-----|';

      const predictor = after({ 1: [[4, 2], [5, 1]], 2: [[4, 3], [6, 2], [5, 1]], 3: [[4, 3], [7, 2], [6, 1]] }); // prettier-ignore
      const cache = prefetchCache(loads.load, predictor, { scheduler, concurrency: 1 });
      expectObservable(key$.pipe(cache)).toBe(items);
      loads.expectLoads(4, subscribed4);
      loads.expectLoads(7, subscribed7);
      loads.expectLoads(6, subscribed6);
      loads.expectLoads(5);
    });
  });

  it('“One scroll started 200 loads” (deck.gl#4883, quicklink#215): at most `concurrency` at once, and none of those that were passed', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, (key) => [[key + 1000, 1]], {
      order: 'switch',
      concurrency: 4,
    });
    record(range(0, 200).pipe(cache));
    expect(provider.open()).toEqual([199]);
  });

  it('“No switch to turn it off; it floods the backend” (next.js#24413, quicklink#4): `enabled$` is one', () => {
    const saveData$ = of(true);
    const provider = handProvider();
    record(
      prefetchCache(provider, naming(7, 8), {
        enabled$: saveData$.pipe(map((saves) => !saves)),
      }).get(1),
    );
    expect(provider.log).toEqual(['demand 1']);
  });

  it('“`firstValueFrom` loses cancellation” (query#6726): a provider may return an Observable, and unsubscribing aborts it', () => {
    let open = 0;
    const source = (): Observable<string> =>
      new Observable(() => {
        open++;
        return () => open--;
      });
    const reader = record(prefetchCache(source, silent).get(1));
    expect(open).toBe(1);
    reader.stop();
    expect(open).toBe(0);
  });

  it('“A cache operator with expiry; `shareReplay` leaks” (rxjs#5930, #5034): items expire, and closing releases everything', () => {
    const clock = createClock();
    const cache = prefetchCache((key: number) => of({ key }), silent, {
      ttl: 60_000,
      scheduler: clock,
    });
    const gone = record(cache.evictions$);
    record(of(1).pipe(cache));
    clock.frame = 60_000;
    record(of(1).pipe(cache));
    expect(cache.stats().misses).toBe(2);
    cache.close();
    expect(gone).toMatchObject({ end: 'complete', values: [{ key: 1, reason: 'expired' }, { key: 1, reason: 'close' }] }); // prettier-ignore
  });

  it('“Show what is loaded; progress; preload all, with a Cancel” (cvat#8, #10334, OHIF#3363): `cacheState` and `warm` do', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { concurrency: 2 });
    const loaded = record(
      cacheState(cache).pipe(map(({ residents }) => residents.flat().map(({ key }) => key))),
    );
    const warm = record(cache.warm([1, 2, 3, 4]));
    provider.give(1, 2);
    expect(loaded.values.at(-1)).toEqual([1, 2]);
    expect(warm.values.at(-1)).toEqual({ done: 2, failed: 0, skipped: 0, total: 4 });
    warm.stop();
    expect([provider.open(), cache.size]).toEqual([[], 2]);
  });

  it('“Were the speculations of use? How many for nothing?” (WICG/proposals#264): accuracy, coverage, timeliness and waste are numbers', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[2, 4], [3, 3], [4, 2], [5, 1]] }), { order: 'merge' }); // prettier-ignore
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    key$.next(1);
    provider.give(1, 2);
    key$.next(2);
    cache.clear();
    key$.next(1);
    key$.next(3);
    provider.give(1, 3);
    key$.complete();
    const stats = cache.stats();
    expect(stats).toMatchObject({ useful: 2, timely: 1, prefetches: stats.useful + stats.wasted });
    expect(accuracy(stats)).toBe(2 / (2 + stats.wasted));
    expect([coverage(stats), timeliness(stats)]).toEqual([2 / (2 + stats.misses), 1 / 2]);
    expect(stats.wasted).toBeGreaterThan(0);
  });

  it('“Hashing keys as JSON breaks on BigInt and is slow” (query#9567, #8608): keys are compared as they are, or by `keyOf`', () => {
    const cache = prefetchCache((key: bigint) => of(key * 2n), (key) => [[key + 1n, 1]]); // prettier-ignore
    expect(record(of(1n, 2n, 3n).pipe(cache)).values).toEqual([2n, 4n, 6n]);
    expect(cache.stats()).toMatchObject({ misses: 1, hits: 2 });
    const tiles = prefetchCache(({ x, y }: { x: number; y: number }) => of(x + y), silent, {
      keyOf: ({ x, y }) => `${x}/${y}`,
    });
    record(of({ x: 1, y: 2 }, { x: 1, y: 2 }).pipe(tiles));
    expect(tiles.stats().loads).toBe(1);
  });

  it('“Asking again inside `next` gave an empty stream” (cashew#48): it gives the item', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const inner: string[] = [];
    record(cache.get(1), () => record(cache.get(1), (item) => inner.push(item)));
    expect(inner).toEqual(['item 1']);
  });
});
