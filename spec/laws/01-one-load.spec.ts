import { describe, expect, it } from '@jest/globals';
import { of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

describe('Law 1: one load per key. The cache', () => {
  it('loads a key once for all readers that request it while it is in flight', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const first$ = keys('    --1-----|');
      const second$ = keys('   ----1---|');
      const loads = source({ 1: '---a|    ' });
      const subscribed = '     --^--!   ';
      const items = '          -----a--|';

      const cache = prefetchCache(loads.load, silent, { scheduler });
      expectObservable(first$.pipe(cache)).toBe(items);
      expectObservable(second$.pipe(cache)).toBe(items);
      loads.expectLoads(1, subscribed);
    });
  });

  it('lets a request join the prefetch of its key, and hands the item over when that one load ends', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1--2-----|');
      const loads = source({ 1: '  -a|', 2: '----b|' });
      const subscribed1 = '        ^!        ';
      const subscribed2 = '        ^---!     ';
      const items = '              -a--b----|';

      const cache = prefetchCache(loads.load, naming(2), { scheduler });
      expectObservable(key$.pipe(cache)).toBe(items);
      loads.expectLoads(1, subscribed1);
      loads.expectLoads(2, subscribed2);
    });
  });

  it('loads a key once for streams, settled streams, gets and warms', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    const readers = [
      of(1).pipe(cache),
      of(1).pipe(cache.with({ errors: 'value' })),
      cache.get(1),
      cache.get(1),
      cache.warm([1]),
    ].map((source$) => record<unknown>(source$));
    expect(provider.log).toEqual(['demand 1']);
    provider.give(1);
    expect(readers.map(({ end }) => end)).toEqual(Array(5).fill('complete'));
    expect(provider.log).toEqual(['demand 1']);
  });

  it('loads a key once for equal keys in a row', () => {
    const provider = handProvider();
    const seen = record(of(1, 1, 1).pipe(prefetchCache(provider, silent)));
    expect(provider.log).toEqual(['demand 1']);
    provider.give(1);
    expect(seen.values).toEqual(['item 1', 'item 1', 'item 1']);
  });

  it('does not prefetch a key that a request is loading', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(1, 2));
    record(cache.get(1));
    record(cache.get(2));
    expect(provider.log).toEqual(['demand 1', 'prefetch 2']);
  });

  it('has one prefetch of a key that several readers are likely to ask for', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(9));
    record(new Subject<number>().pipe(cache));
    record(cache.get(1));
    record(of(2).pipe(cache));
    record(of(3).pipe(cache.with({ errors: 'value' })));
    expect(provider.log.filter((line) => line.endsWith('9'))).toEqual(['prefetch 9']);
  });

  it('emits `firstUse` for the first request that joins a prefetch, and not for the next', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2));
    const log = eventLog(cache, 'join', 'miss');
    record(cache.get(1));
    record(cache.get(2));
    record(cache.get(2));
    record(of(2).pipe(cache));
    expect(log).toEqual(['miss 1', 'join 2 first', 'join 2', 'join 2']);
  });

  it('lets a request that is made inside the provider join the load that is being started', () => {
    const provider = handProvider();
    const inner: string[] = [];
    const cache = prefetchCache<number, string>((key, context) => {
      if (provider.log.length === 0) record(cache.get(key), (item) => inner.push(item));
      return provider.load(key, context);
    }, silent);
    const outer = record(cache.get(1));
    expect(provider.log).toEqual(['demand 1']);
    provider.give(1);
    expect([outer.values, inner]).toEqual([['item 1'], ['item 1']]);
  });

  it('begins a second load of a key only when the first has ended', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { maxKeys: 1 });
    record(cache.get(1));
    provider.give(1);
    record(cache.get(2));
    provider.give(2);
    record(cache.get(1));
    expect(provider.log).toEqual(['demand 1', 'demand 2', 'demand 1']);
  });
});
