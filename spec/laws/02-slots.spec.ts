import { describe, expect, it } from '@jest/globals';
import { Observable, of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { handProvider } from '../support/handProvider.js';
import { after, naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

describe('Law 2: slots. The cache', () => {
  it('starts a request at once while prefetches take all slots', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1-7------|');
      const loads = source({ 1: '  a|       ', 2: '------b|', 7: '--c|' });
      const subscribed2 = '        ^-----!   ';
      const subscribed7 = '        --^-!     ';
      const items = '              a---c----|';

      const cache = prefetchCache(loads.load, naming(2, 3, 4), { scheduler, concurrency: 1 });
      expectObservable(key$.pipe(cache)).toBe(items);
      loads.expectLoads(2, subscribed2);
      loads.expectLoads(7, subscribed7);
    });
  });

  it('starts any number of requests at once, whatever the concurrency', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { concurrency: 0, maxKeys: 1 });
    for (let key = 0; key < 50; key++) record(cache.get(key));
    expect(provider.open()).toHaveLength(50);
  });

  it('prefetches nothing with a concurrency of 0', () => {
    const provider = handProvider();
    record(prefetchCache(provider, naming(2, 3), { concurrency: 0 }).get(1));
    provider.give(1);
    expect(provider.log).toEqual(['demand 1']);
  });

  it('prefetches without limit with a concurrency of Infinity', () => {
    const provider = handProvider();
    record(prefetchCache(provider, naming(2, 3, 4, 5), { concurrency: Infinity }).get(1));
    expect(provider.open()).toEqual([1, 2, 3, 4, 5]);
  });

  it('never has more prefetches in flight than its concurrency, however many readers there are', () => {
    const provider = handProvider();
    const cache = prefetchCache(
      provider,
      (key) => [1, 2, 3, 4, 5, 6].map((step) => [10 * key + step, 1 / step]),
      { concurrency: 3 },
    );
    const speculations = (): number => provider.open().filter((key) => key > 9).length;
    for (const key of [1, 2, 3, 4]) {
      record(cache.get(key));
      record(new Subject<number>().pipe(cache));
      expect(speculations()).toBe(3);
    }
    while (speculations() > 0) {
      provider.give(...provider.open().slice(-1));
      expect(speculations()).toBeLessThanOrEqual(3);
    }
  });

  it('frees the slot of a prefetch in the same call in which a request joins it', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[2, 2], [3, 1]], 2: [[3, 1]] }), { concurrency: 1 }); // prettier-ignore
    record(cache.get(1));
    expect(provider.open()).toEqual([1, 2]);
    record(cache.get(2));
    expect(provider.open()).toEqual([1, 2, 3]);
  });

  it('keeps a load whose last request left, if a prediction names it and a slot is free', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[2, 2]], 5: [[2, 1]] }), { concurrency: 1 }); // prettier-ignore
    record(cache.get(1));
    const second = record(cache.get(2));
    record(cache.get(5));
    second.stop();
    expect(provider.open()).toContain(2);
    provider.give(2);
    expect(cache.peek(2)).toBe('item 2');
  });

  it('lets a load that only a prediction still wants take a slot', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[2, 2], [3, 1]] }), { concurrency: 1, order: 'switch' }); // prettier-ignore
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    const second = record(cache.get(2));
    key$.next(1);
    provider.give(1);
    expect(provider.log).toEqual(['demand 2', 'demand 1', 'prefetch 3']);
    provider.give(3);
    second.stop();
    expect(provider.open()).toEqual([2]);
    key$.next(1);
    expect(provider.log).not.toContain('left 2');
  });

  it('stops a load whose last request left, if a prediction names it but no slot is free', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2, 3), { concurrency: 1 });
    record(cache.get(1));
    const second = record(cache.get(2));
    expect(provider.open()).toEqual([1, 2, 3]);
    record(cache.get(4));
    second.stop();
    expect(provider.open()).toEqual([1, 3, 4]);
    expect(provider.log.slice(-2)).toEqual(['left 2', 'abort 2']);
  });

  it('stops a load whose last request left, if a slot is free but no prediction names it', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    record(cache.get(1)).stop();
    expect(provider.log).toEqual(['demand 1', 'left 1', 'abort 1']);
  });

  it('goes on with a load when one of its requests leaves', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    const first = record(cache.get(1));
    const second = record(cache.get(1));
    first.stop();
    provider.give(1);
    expect([first.values, second.values]).toEqual([[], ['item 1']]);
  });

  it('counts what a warm holds in slots of the warm, not of prefetches', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8, 2), { concurrency: 1 });
    record(cache.warm([8, 9]));
    record(cache.get(1));
    expect(provider.log).toEqual(['prefetch 8', 'demand 1', 'prefetch 2']);
  });

  it('takes a slot for a load that a warm left and a prediction names, and stops it if there is none', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8, 9), { concurrency: 1 });
    const warms = [record(cache.warm([8])), record(cache.warm([9]))];
    record(cache.get(1));
    for (const warm of warms) warm.stop();
    expect(provider.open()).toEqual([8, 1]);
  });
});

describe('Law 2: slots and leaving readers. The cache', () => {
  it('begins no load for a reader who is leaving, though what it stops first makes fail what it had joined', () => {
    const loads: number[] = [];
    const slow$ = new Subject<string>();
    const cache = prefetchCache<number, string>((key) => {
      loads.push(key);
      return key === 9 ? slow$ : new Observable(() => () => slow$.error(new Error('stopped')));
    }, silent);
    record(cache.warm([9]));
    const reader = record(of(1, 9).pipe(cache));
    reader.stop();
    expect(loads).toEqual([9, 1]);
  });

  it('fills no slot before all that a leaving reader wanted is stopped', () => {
    const log: string[] = [];
    const other$ = new Subject<number>();
    const load = (key: number) =>
      new Observable<string>(() => {
        log.push(`load ${key}`);
        // A step of its own, in the middle of that of the reader who leaves.
        if (key === 5) cache.set(100, 'x');
        return () => {
          log.push(`left ${key}`);
          if (key === 1) other$.next(5);
        };
      });
    const cache = prefetchCache<number, string>(load, after({ 5: [[9, 1]] }), { concurrency: 1 });
    record(other$.pipe(cache));
    record(of(1, 2).pipe(cache)).stop();
    expect(log).toEqual(['load 1', 'load 2', 'left 1', 'load 5', 'left 2', 'load 9']);
  });
});
