import { describe, expect, it } from '@jest/globals';
import { of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import { createClock } from '../support/clock.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { say } from '../support/say.js';

/**
 * A cache with a log of what leaves, as both streams say it, and of what is handed to the one
 * reader of its stream.
 */
function watched(options: PrefetchCacheOptions<number, string> = {}) {
  const provider = handProvider();
  const cache = prefetchCache(provider, silent, options);
  const key$ = new Subject<number>();
  const log: string[] = [];
  record(cache.events$, (event) => {
    if (event.type === 'evict') log.push(say(event));
  });
  record(cache.evictions$, ({ key, value, reason }) =>
    log.push(`gone ${key} '${value}' ${reason}`),
  );
  const reader = record(key$.pipe(cache), (item) => log.push(item));
  return { provider, cache, key$, log, reader };
}

describe('Law 6: what leaves is emitted. The cache', () => {
  it('emits by the event and on `evictions$` together that an item was evicted for room', () => {
    const { cache, log } = watched({ maxKeys: 1 });
    cache.set(1, 'a');
    cache.set(2, 'b');
    expect(log).toEqual(['evict 1 capacity', "gone 1 'a' capacity"]);
  });

  it('emits each reason', () => {
    const clock = createClock();
    const { cache, log } = watched({ maxKeys: 2, ttl: 10, scheduler: clock });
    cache.set(1, 'a');
    cache.set(1, 'b');
    cache.set(2, 'c');
    cache.set(3, 'd');
    cache.invalidate(2);
    clock.frame = 10;
    record(cache.get(3)).stop();
    cache.set(4, 'e');
    cache.close();
    expect(log).toEqual([
      'evict 1 replaced',
      "gone 1 'a' replaced",
      'evict 1 capacity',
      "gone 1 'b' capacity",
      'evict 2 invalidated',
      "gone 2 'c' invalidated",
      'evict 3 expired',
      "gone 3 'd' expired",
      'evict 4 close',
      "gone 4 'e' close",
    ]);
  });

  it.each([
    [
      'invalidate',
      (cache: ReturnType<typeof watched>['cache']) => cache.invalidate(2),
      'invalidated',
    ],
    ['clear', (cache: ReturnType<typeof watched>['cache']) => cache.clear(), 'invalidated'],
    ['set', (cache: ReturnType<typeof watched>['cache']) => cache.set(2, 'new'), 'replaced'],
  ])(
    'emits that an item has left by %s only after the request that was given it has had it',
    (_name, remove, reason) => {
      const { provider, cache, key$, log } = watched();
      cache.set(2, 'old');
      key$.next(1);
      key$.next(2);
      remove(cache);
      expect(log).toEqual([]);
      provider.give(1);
      expect(log.filter((line) => !/(evict|gone) 1/.test(line))).toEqual([
        'item 1',
        'old',
        `evict 2 ${reason}`,
        `gone 2 'old' ${reason}`,
      ]);
    },
  );

  it('emits it when the request that was given it leaves', () => {
    const { cache, key$, log, reader } = watched();
    cache.set(2, 'old');
    key$.next(1);
    key$.next(2);
    cache.invalidate(2);
    reader.stop();
    expect(log).toEqual(['evict 2 invalidated', "gone 2 'old' invalidated"]);
  });

  it('emits it after the last of several requests that were given it', () => {
    const { provider, cache, key$, log } = watched();
    cache.set(2, 'old');
    const other$ = new Subject<number>();
    record(other$.pipe(cache), (item) => log.push(`other ${item}`));
    for (const key of [1, 2]) key$.next(key);
    for (const key of [3, 2]) other$.next(key);
    cache.invalidate(2);
    provider.give(1);
    expect(log).toEqual(['item 1', 'old']);
    provider.give(3);
    expect(log.slice(2)).toEqual([
      'other item 3',
      'other old',
      'evict 2 invalidated',
      "gone 2 'old' invalidated",
    ]);
  });

  it('emits that an item which could not be kept has left after the request has had it', () => {
    const { provider, key$, log } = watched({ maxBytes: 1, sizeOf: ({ length }) => length });
    key$.next(1);
    provider.give(1);
    expect(log).toEqual(['item 1', 'evict 1 rejected', "gone 1 'item 1' rejected"]);
  });

  it('emits an item that is handed over now has left only when `next` has returned', () => {
    const { cache, key$, log } = watched();
    cache.set(1, 'a');
    const inner$ = new Subject<number>();
    record(inner$.pipe(cache), (item) => {
      log.push(`(${item}`);
      cache.invalidate(1);
      log.push(`${item})`);
    });
    inner$.next(1);
    expect(log).toEqual(['(a', 'a)', 'evict 1 invalidated', "gone 1 'a' invalidated"]);
    key$.complete();
  });

  it('emits all evictions at once when it closes, also of pinned items', () => {
    const { cache, key$, log } = watched();
    cache.set(2, 'old');
    key$.next(1);
    key$.next(2);
    cache.invalidate(2);
    cache.close();
    expect(log).toEqual(['evict 2 invalidated', "gone 2 'old' invalidated"]);
  });

  it('emits it once a value, though the same value was put in again', () => {
    const { cache, log } = watched();
    cache.set(1, 'a');
    cache.set(1, 'a');
    cache.invalidate(1);
    cache.invalidate(1);
    cache.close();
    expect(log).toEqual([
      'evict 1 replaced',
      "gone 1 'a' replaced",
      'evict 1 invalidated',
      "gone 1 'a' invalidated",
    ]);
  });

  it('emits whether a prefetched item was ever requested', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2, 3));
    const unused: unknown[] = [];
    record(cache.events$, (event) => {
      if (event.type === 'evict') unused.push([event.key, event.unused]);
    });
    record(cache.get(1));
    provider.give(1, 2, 3);
    record(cache.get(2));
    cache.clear();
    expect(unused).toEqual([[1, false], [2, false], [3, true]]); // prettier-ignore
  });

  it('lets a listener destroy evicted items: no destroyed item is delivered', () => {
    const cache = prefetchCache((key: number) => of({ key, destroyed: false }), (key) => [[key + 1, 1], [key + 2, 0.5]], { maxKeys: 3 }); // prettier-ignore
    record(cache.evictions$, ({ value }) => {
      expect(value.destroyed).toBe(false);
      value.destroyed = true;
    });
    const key$ = new Subject<number>();
    const handed: boolean[] = [];
    record(key$.pipe(cache), ({ destroyed, key }) => {
      handed.push(destroyed);
      if (key % 3 === 0) cache.invalidate(key);
      if (key % 4 === 0) cache.clear();
      if (key % 5 === 0) record(cache.get(key + 7), (other) => handed.push(other.destroyed));
    });
    for (let key = 0; key < 60; key++) for (const step of [0, 9, 2]) key$.next(key + step);
    expect([handed.length > 180, handed.includes(true)]).toEqual([true, false]);
  });
});

describe('Law 6: the room of a delivered item. The cache', () => {
  it('takes back the room of an item when its `get` has completed, before anything follows from that', () => {
    const slow$ = new Subject<string>();
    const cache = prefetchCache((key: number) => (key === 3 ? slow$ : of('zero')), silent, {
      maxKeys: 1,
    });
    record(cache.events$, (event) => {
      if (event.type === 'serve' && event.key === 3)
        record(cache.get(0), () => cache.set(7, 'seven'));
    });
    const asked = record(cache.get(3));
    slow$.next('three');
    expect(asked.values).toEqual(['three']);
    expect(cache.has(7)).toBe(true);
  });
});
