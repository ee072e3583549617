import { describe, expect, it } from '@jest/globals';
import { concat, NEVER, of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { record } from '../support/record.js';

/** A cache with little room, which prefetches 2 after 1, and its loads. */
function setUp(maxKeys = 1) {
  const loads: number[] = [];
  const cache = prefetchCache(
    (key: number) => {
      loads.push(key);
      return of(`item ${key}`);
    },
    (key) => (key === 1 ? [[2, 1]] : []),
    { maxKeys },
  );
  return { cache, loads };
}

describe('Law 2: free slots are filled. A hit that is handed over', () => {
  it('makes room for a prefetch where its item was invalidated meanwhile', () => {
    const { cache, loads } = setUp();
    cache.set(1, 'set');
    of(1)
      .pipe(cache)
      .subscribe(() => cache.invalidate(1));
    expect(loads).toEqual([2]);
  });

  it('makes room for the prefetch of another reader where its own reader ends meanwhile', () => {
    const { cache, loads } = setUp(2);
    const key$ = new Subject<number>();
    let isLast = false;
    const reader = key$.pipe(cache).subscribe(() => {
      if (isLast) reader.unsubscribe();
    });
    key$.next(3);
    concat(of(1), NEVER).pipe(cache).subscribe();
    expect(loads).toEqual([3, 1]);
    isLast = true;
    key$.next(3);
    expect(loads).toEqual([3, 1, 2]);
  });

  it('makes room for the prefetch of a key that its reader requests meanwhile', () => {
    const key$ = new Subject<number>();
    const cache = prefetchCache<number, string>(() => NEVER, (key) => (key === 1 ? [[2, 1]] : []), { maxKeys: 1 }); // prettier-ignore
    cache.set(9, 'nine');
    key$.pipe(cache).subscribe(() => key$.next(1));
    key$.next(9);
    expect(cache.stats().prefetches).toBe(1);
  });

  it('fills a slot when a reader leaves inside of `next` of its hit', () => {
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
