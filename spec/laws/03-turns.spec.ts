import { describe, expect, it } from '@jest/globals';
import { of, Subject, type Observable } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { handProvider } from '../support/handProvider.js';
import { after, naming } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

/** Names ten times the current key, and some: 11 to 14 after 1, with falling likelihoods. */
const tens = (key: number): [number, number][] =>
  [1, 2, 3, 4].map((step) => [10 * key + step, 1 / step]);

describe('Law 3: turns. The cache', () => {
  it('starts the likeliest first, whatever the order in which the predictor names them', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1---------|');
      const loads = source({ 1: '  a|        ', 2: '--b|', 3: '--c|', 4: '--d|' });
      const subscribed4 = '        ^-!        ';
      const subscribed2 = '        --^-!      ';
      const subscribed3 = '        ----^-!    ';
      const items = '              a---------|';

      const cache = prefetchCache(loads.load, after({ 1: [[3, 0.1], [2, 0.2], [4, 0.3]] }), { scheduler, concurrency: 1 }); // prettier-ignore
      expectObservable(key$.pipe(cache)).toBe(items);
      loads.expectLoads(4, subscribed4);
      loads.expectLoads(2, subscribed2);
      loads.expectLoads(3, subscribed3);
    });
  });

  it('gives freed slots to the readers in turns', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, tens, { concurrency: 1 });
    const [first$, second$] = [new Subject<number>(), new Subject<number>()];
    record(first$.pipe(cache));
    record(second$.pipe(cache));
    first$.next(1);
    second$.next(2);
    provider.give(1, 2, 11, 21, 12, 22, 13);
    expect(provider.log.filter((line) => line.startsWith('prefetch'))).toEqual(
      [11, 21, 12, 22, 13, 23].map((key) => `prefetch ${key}`),
    );
  });

  it('passes the turn of a reader that wants nothing', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[11, 2]], 2: [[21, 3], [22, 2], [23, 1]] }), { concurrency: 1 }); // prettier-ignore
    const [first$, second$] = [new Subject<number>(), new Subject<number>()];
    record(first$.pipe(cache));
    record(second$.pipe(cache));
    first$.next(1);
    second$.next(2);
    provider.give(11, 21, 22, 23);
    expect(provider.log.slice(-3)).toEqual(['prefetch 21', 'prefetch 22', 'prefetch 23']);
  });

  it('gives a freed slot to what is likeliest then, not to what was likeliest when the slots were full', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1-5-------|');
      const loads = source({ 1: '  a|        ', 2: '----b|', 3: '-c|', 5: 'e|', 9: '-f|' });
      const subscribed2 = '        ^---!      ';
      const subscribed9 = '        ----^!     ';
      const subscribed3 = '        -----^!    ';
      const items = '              a-e-------|';

      const predictor = after({ 1: [[2, 2], [3, 1]], 5: [[3, 1], [9, 5], [2, 1]] }); // prettier-ignore
      const cache = prefetchCache(loads.load, predictor, { scheduler, concurrency: 1 });
      expectObservable(key$.pipe(cache)).toBe(items);
      loads.expectLoads(2, subscribed2);
      loads.expectLoads(9, subscribed9);
      loads.expectLoads(3, subscribed3);
    });
  });

  it('never starts a key that every plan has dropped', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[2, 2], [3, 1]], 5: [[6, 1], [2, 1]] }), { concurrency: 1 }); // prettier-ignore
    record(cache.get(1));
    record(cache.get(5));
    provider.give(1, 5, 2, 6);
    expect(provider.log).toEqual(['demand 1', 'prefetch 2', 'demand 5', 'prefetch 6']);
  });

  it('still starts a key that one plan has dropped and another holds', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[2, 2], [3, 1]], 5: [[2, 2]] }), { concurrency: 1 }); // prettier-ignore
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    key$.next(1);
    record(cache.get(1));
    key$.next(5);
    provider.give(2);
    expect(provider.open()).toContain(3);
  });

  it('skips keys that became resident or are in flight when the slot is free', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2, 3, 4, 5), { concurrency: 1 });
    record(cache.get(1));
    cache.set(3, 'given');
    record(cache.warm([4]));
    provider.give(2);
    expect(provider.log).toEqual(['demand 1', 'prefetch 2', 'prefetch 4', 'prefetch 5']);
  });

  it('plans no more than its lookahead', () => {
    const provider = handProvider();
    record(prefetchCache(provider, naming(2, 3, 4, 5), { lookahead: 2 }).get(1));
    provider.give(2, 3);
    expect(provider.log).toEqual(['demand 1', 'prefetch 2', 'prefetch 3']);
  });

  it('prefetches nothing with a lookahead of 0', () => {
    const provider = handProvider();
    record(prefetchCache(provider, naming(2, 3), { lookahead: 0 }).get(1));
    expect(provider.log).toEqual(['demand 1']);
  });

  it('starts each key at most once a plan, also when it was evicted or stopped meanwhile, unless `enabled$` turns on again', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2, 3), { concurrency: 1 });
    record(cache.get(1));
    provider.give(2);
    cache.invalidate(2);
    provider.give(1, 3);
    expect(provider.log).toEqual(['demand 1', 'prefetch 2', 'prefetch 3']);
  });

  it('makes no plan for a key equal to the current one', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2));
    record(cache.get(1));
    provider.give(1, 2);
    cache.invalidate(2);
    record(cache.get(1));
    expect(provider.open()).toEqual([]);
    record(cache.get(3));
    expect(provider.open()).toEqual([3, 2]);
  });

  it('starts 20,000 prefetches that end in the call that begins them, one after the other', () => {
    const source = (key: number): Observable<string> => {
      loads++;
      return of(`item ${key}`);
    };
    let loads = 0;
    const names = (key: number): [number, number][] =>
      Array.from({ length: 100 }, (_, i) => [-100 * key + i, 1]);
    const cache = prefetchCache(source, names, { lookahead: 100, concurrency: 1, maxKeys: 1e6 });
    for (let key = 1; key <= 200; key++) record(cache.get(-key));
    expect([loads, cache.size]).toEqual([20_200, 20_200]);
  });
});

describe('Law 3: slots that are filled again. The cache', () => {
  it('fills a slot when the move of another reader makes a planned key worth its place', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 3: [[9, 1]] }), { maxKeys: 1, concurrency: 1 });
    const [first$, second$] = [new Subject<number>(), new Subject<number>()];
    record(first$.pipe(cache));
    record(second$.pipe(cache));
    cache.set(5, 'five');
    first$.next(5);
    second$.next(3);
    expect(provider.open()).toEqual([3]);
    first$.next(7);
    expect(provider.open()).toEqual([3, 7, 9]);
  });

  it('fills a slot when an item that was held is handed over, and may go from then on', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 6: [[9, 1]] }), { maxKeys: 1, concurrency: 1 });
    record(of(2, 1).pipe(cache));
    provider.give(1);
    record(cache.get(6)).stop();
    expect(provider.open()).toEqual([2]);
    provider.give(2);
    expect(provider.open()).toEqual([9]);
  });
});
