import { describe, expect, it } from '@jest/globals';
import { of, Subject, take } from 'rxjs';
import { ofType } from '../../operators/ofType.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { handProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';
import { record } from '../support/record.js';

describe("Law 5: superseded requests of 'switch'. The cache", () => {
  it('abandons a request whose load ends while the load of the next one is being started', () => {
    const provider = handProvider();
    const cache = prefetchCache<number, string>(
      (key, context) => {
        if (key === 2) provider.give(1);
        return provider.load(key, context);
      },
      silent,
      { order: 'switch' },
    );
    const key$ = new Subject<number>();
    const reader = record(key$.pipe(cache));
    for (const key of [1, 2]) key$.next(key);
    provider.give(2);
    expect(reader.values).toEqual(['item 2']);
    cache.clear();
    expect(cache.stats()).toMatchObject({ residents: 0, evictions: 2 });
  });

  it('abandons a hit when a listener requests another key before it is delivered', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent, { order: 'switch' });
    cache.set(6, 'six');
    const key$ = new Subject<number>();
    const reader = record(key$.pipe(cache));
    record(cache.events$, (event) => {
      if (event.type === 'hit') key$.next(1);
    });
    key$.next(6);
    expect(reader.values).toEqual(['item 1']);
    cache.clear();
    expect(cache.stats()).toMatchObject({ residents: 0, evictions: 2 });
  });

  it('abandons an item after its `serve` when a listener requests another key before it is delivered', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { order: 'switch' });
    cache.set(6, 'six');
    const key$ = new Subject<number>();
    const reader = record(key$.pipe(cache));
    record(cache.events$.pipe(ofType('serve'), take(1)), () => key$.next(6));
    key$.next(1);
    provider.give(1);
    expect(reader.values).toEqual(['six']);
    cache.clear();
    expect(cache.stats()).toMatchObject({ residents: 0, evictions: 2 });
  });

  it('abandons an item that is ready when a listener of an earlier event requests another key', () => {
    const [slow$, never$] = [new Subject<string>(), new Subject<string>()];
    const loads = [slow$, never$];
    const cache = prefetchCache(
      (key: number) => (key === 2 ? of('two') : (loads.shift() as Subject<string>)),
      silent,
      {
        order: 'switch',
        maxBytes: 0,
        sizeOf: () => 1,
      },
    );
    const key$ = new Subject<number>();
    const reader = record(key$.pipe(cache));
    record(cache.get(0));
    record(cache.events$.pipe(ofType('load-success'), take(1)), () => key$.next(2));
    record(cache.events$.pipe(ofType('evict'), take(1)), () => key$.next(0));
    slow$.next('zero');
    expect(reader.values).toEqual([]);
    never$.next('zero again');
    expect(reader.values).toEqual(['zero again']);
  });
});
