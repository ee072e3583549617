import { describe, expect, it } from '@jest/globals';
import { of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchCache } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { after, naming } from '../support/naming.js';
import { record } from '../support/record.js';

const residentsOf = <K>(cache: PrefetchCache<K, unknown>): K[] =>
  cache.snapshot().residents.flatMap((page) => page.map(({ key }) => key));

describe('Law 7: admission. The cache', () => {
  it('does not start a prefetch while all that it could displace is likelier', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2, 3, 4, 5), { maxKeys: 3, concurrency: 1 });
    record(cache.get(1));
    provider.give(1, 2, 3);
    expect(provider.log).toEqual(['demand 1', 'prefetch 2', 'prefetch 3']);
    expect(residentsOf(cache)).toEqual([1, 2, 3]);
  });

  it('starts a prefetch for which something less likely can go, and lets that go', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[8, 1]], 2: [[9, 2], [8, 1]] }), { maxKeys: 2 }); // prettier-ignore
    record(cache.get(1));
    provider.give(1, 8);
    record(cache.get(2));
    provider.give(2, 9);
    expect(residentsOf(cache)).toEqual([2, 9]);
  });

  it('lets an equally likely item go for a prefetch', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[8, 1], [9, 1]] }), { maxKeys: 2, concurrency: 1 }); // prettier-ignore
    const log = eventLog(cache, 'evict');
    record(cache.get(1));
    provider.give(1, 8, 9);
    expect(log).toEqual(['evict 8 capacity unused']);
  });

  it('does not keep a prefetch that became less likely on its way than all that it could displace', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[8, 1]], 2: [[1, 5], [8, 1]] }), { maxKeys: 2 }); // prettier-ignore
    const log = eventLog(cache, 'evict', 'prefetch-success');
    record(cache.get(1));
    record(cache.get(2));
    provider.give(1, 2, 8);
    expect(log).toEqual(['prefetch-success 8', 'evict 8 rejected unused']);
    expect(residentsOf(cache)).toEqual([1, 2]);
  });

  it('displaces nothing likelier, also when a prefetch is larger than what may go', () => {
    const provider = handProvider<string>();
    const cache = prefetchCache<string, string>(provider, (key) => (key === 'a' ? [['bb', 3], ['ccc', 2]] : []), { maxBytes: 8, sizeOf: ({ length }) => length }); // prettier-ignore
    const log = eventLog(cache, 'evict');
    cache.set('x', 'x');
    record(cache.get('a'));
    provider.giveValue('a', 'a');
    provider.giveValue('bb', 'bb');
    provider.giveValue('ccc', 'ccccccc');
    expect(log).toEqual(['evict ccc rejected unused']);
    expect(residentsOf(cache)).toEqual(['x', 'a', 'bb']);
  });

  it('lets likelier items go for a request and for what is set', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8, 9), { maxKeys: 3, concurrency: 0 });
    for (const key of [9, 8]) cache.set(key, 'x');
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    key$.next(1);
    provider.give(1);
    record(cache.get(2));
    provider.give(2);
    expect(residentsOf(cache)).toEqual([8, 1, 2]);
    cache.set(3, 'y');
    expect(residentsOf(cache)).toEqual([1, 2, 3]);
  });

  it('starts a prefetch as soon as what it could displace has been handed over', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 3: [[9, 1]] }), { maxKeys: 1, concurrency: 1 });
    cache.set(2, 'x');
    const key$ = new Subject<number>();
    const items = record(key$.pipe(cache));
    // 2 waits behind 1, and is kept for its reader, who is at 3 when it is handed 2.
    for (const key of [1, 2, 3]) key$.next(key);
    provider.give(3);
    expect(provider.log).toEqual(['demand 1', 'demand 3']);
    provider.give(1);
    expect(items.values).toHaveLength(3);
    expect(provider.log.slice(2)).toEqual(['prefetch 9']);
  });

  it('keeps what a joined prefetch brings as it keeps what is requested', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[2, 1]], 2: [[1, 9], [7, 8]] }), { maxKeys: 2, concurrency: 1 }); // prettier-ignore
    record(cache.get(1));
    cache.set(7, 'x');
    record(cache.get(2));
    provider.give(1, 2);
    expect(residentsOf(cache)).toContain(2);
  });

  it('does not load for ever what its predictor names beyond its budget', () => {
    let loads = 0;
    const source = (key: number) => {
      loads++;
      return of(String(key));
    };
    const cache = prefetchCache(
      source,
      (key) => Array.from({ length: 500 }, (_, i) => [key + i, 1 / (i + 1)]),
      {
        maxKeys: 10,
        lookahead: 400,
      },
    );
    record(cache.get(0));
    expect([loads, residentsOf(cache)]).toEqual([10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
    record(cache.get(1));
    expect(loads).toBe(11);
  });

  it('takes the largest likelihood that any reader gives a key', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[8, 1]], 2: [[8, 9]], 3: [[9, 5]] }), { maxKeys: 4 }); // prettier-ignore
    cache.set(8, 'x');
    const readers = [1, 2, 3].map(() => new Subject<number>());
    readers.forEach((key$, i) => {
      record(key$.pipe(cache));
      key$.next(i + 1);
    });
    provider.give(1, 2, 3);
    expect(provider.open()).toEqual([9]);
    provider.give(9);
    expect(residentsOf(cache)).toEqual([8, 1, 2, 3]);
    readers[1]?.complete();
    cache.invalidate(9);
  });

  it('takes the largest likelihood when a predictor names a key several times', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[2, 1], [3, 2], [2, 3]] }), { concurrency: 1 }); // prettier-ignore
    record(cache.get(1));
    expect(cache.snapshot().plan.map(({ key, likelihood }) => [key, likelihood])).toEqual([[2, 3], [3, 2]]); // prettier-ignore
  });

  it('never prefetches a key of likelihood 0', () => {
    const provider = handProvider();
    record(prefetchCache(provider, after({ 1: [[2, 0]] })).get(1));
    expect(provider.log).toEqual(['demand 1']);
  });
});
