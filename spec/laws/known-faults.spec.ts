import { describe, expect, it } from '@jest/globals';
import { NEVER, of, Subject, takeUntil } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { silent } from '../support/naming.js';
import { record } from '../support/record.js';

// Each fails until the cache is mended: then `failing` goes, and it joins the file of its law.
describe('Laws 3, 5 and 12, found by the properties. The cache', () => {
  it.failing('hands over a hit whose source a listener completes', () => {
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

  it.failing('hands over a hit whose source the predictor completes', () => {
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

  it.failing('aborts the load of a warm that is stopped while the provider is called', () => {
    const stop$ = new Subject<void>();
    const cache = prefetchCache<number, string>(() => {
      stop$.next();
      return NEVER;
    }, silent);
    record(cache.warm([1]).pipe(takeUntil(stop$)));
    expect(cache.stats().inFlight).toBe(0);
  });

  it.failing('fills a slot when a reader leaves inside of `next` of its hit', () => {
    const cache = prefetchCache<number, string>(
      (key) => (key === 0 ? of() : NEVER),
      (key) => (key === 0 ? [[1, 1]] : []),
      { maxKeys: 1, concurrency: 1 },
    );
    cache.set(5, 'five');
    record(cache.events$, ({ type }) => {
      if (type === 'hit') record(cache.get(0));
    });
    record(of(5).pipe(cache), (_item, stop) => stop());
    expect(cache.stats().prefetches).toBe(1);
  });
});
