import { describe, expect, it } from '@jest/globals';
import { Observable, of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { EvictionPolicy, PrefetchCache } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record, type Recording } from '../support/record.js';

describe('Law 5: requests from inside of user code. The cache', () => {
  it('answers what the provider asks of it in the same call', () => {
    const answers: unknown[] = [];
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>((key) => {
      if (key === 1) {
        cache.set(2, 'two');
        answers.push(record(cache.get(2)).values[0], record(cache.get(3)).values[0], cache.peek(2));
      }
      return of(`item ${key}`);
    }, silent);
    const reader = record(cache.get(1));
    expect([reader.values, answers]).toEqual([['item 1'], ['two', 'item 3', 'two']]);
  });

  it('serves a provider whose loads need other items of the same cache', () => {
    const cache: PrefetchCache<number, number> = prefetchCache<number, number>(
      (key) =>
        key < 2
          ? of(key)
          : new Observable((subscriber) => {
              const parts = [record(cache.get(key - 1)), record(cache.get(key - 2))];
              subscriber.next(parts.reduce((sum, { values }) => sum + (values[0] ?? NaN), 0));
            }),
      silent,
    );
    expect(record(cache.get(30)).values).toEqual([832_040]);
    expect(cache.stats().loads).toBe(31);
  });

  it('lets a predictor ask, look, set and warm', () => {
    const provider = handProvider();
    let got: Recording<string> | undefined;
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>(provider, (key) => {
      if (key !== 1) return [];
      cache.set(5, 'five');
      record(cache.warm([6]));
      got = record(of(5).pipe(cache));
      return cache.has(5) && cache.peek(5) === 'five' ? [[7, 1]] : [];
    });
    const reader = record(cache.get(1));
    expect(new Set(provider.open())).toEqual(new Set([1, 6, 7]));
    provider.give(1);
    expect([reader.values, got?.values]).toEqual([['item 1'], ['five']]);
  });

  it('lets `observe` request the key that it observes', () => {
    const provider = handProvider();
    const inner: Recording<string>[] = [];
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>(provider, {
      observe: ({ key }) => inner.push(record(cache.get(key))),
      predict: () => undefined,
    });
    const reader = record(cache.get(1));
    provider.give(1);
    expect([reader, ...inner].map(({ values }) => values)).toEqual([['item 1'], ['item 1']]);
    expect(provider.log).toEqual(['demand 1']);
  });

  it.each(['added', 'used', 'removed'] as const)(
    'lets the hook %s of a policy ask, set and invalidate',
    (hook) => {
      const answers: unknown[] = [];
      let asks = true;
      const ask = (): void => {
        if (!asks) return;
        asks = false;
        cache.set(7, 'seven');
        record(cache.get(7), (item) => answers.push(item));
        cache.invalidate(7);
        record(cache.get(8), (item) => answers.push(item));
      };
      const none = (): undefined => undefined;
      const policy: EvictionPolicy<number> = {
        added: none,
        used: none,
        removed: none,
        victim: () => 1,
        [hook]: ask,
      };
      const cache: PrefetchCache<number, string> = prefetchCache(
        (key: number) => of(`item ${key}`),
        silent,
        { eviction: policy },
      );
      record(of(1, 1).pipe(cache));
      cache.invalidate(1);
      expect(answers).toEqual(['seven', 'item 8']);
      expect(cache.stats().residents).toBe(cache.size);
    },
  );

  it('lets `has` of a provider ask, and plans then only for the newer position', () => {
    const answers: string[] = [];
    let asked = false;
    const has = (): boolean => {
      if (!asked) {
        asked = true;
        record(cache.get(5), (item) => answers.push(item));
      }
      return true;
    };
    const load = (key: number) => of(`item ${key}`);
    const predictor = (key: number): [number, number][] => (key === 1 ? [[10, 3], [11, 2], [12, 1]] : [[50, 1]]); // prettier-ignore
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>(
      { load, has },
      predictor,
    );
    record(cache.get(1), (item) => answers.push(item));
    expect([...answers].sort()).toEqual(['item 1', 'item 5']);
    expect([cache.snapshot().plan.map(({ key }) => key), cache.has(50), cache.has(11)]).toEqual([
      [50],
      true,
      false,
    ]);
  });

  it('lets a listener unsubscribe the reader that the event is about', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const key$ = new Subject<number>();
    const reader = record(key$.pipe(cache));
    record(cache.events$, ({ type }) => {
      if (type === 'hit') reader.stop();
    });
    cache.set(1, 'one');
    key$.next(1);
    expect([reader.values, key$.observed]).toEqual([[], false]);
    cache.clear();
    expect(cache.stats()).toMatchObject({ residents: 0, evictions: 1 });
  });

  it('lets a listener invalidate the item that is being stored: its request has it all the same', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const log = eventLog(cache, 'evict');
    record(cache.events$, (event) => {
      if (event.type === 'store') cache.invalidate(event.key);
    });
    const reader = record(cache.get(1), (item) => log.push(item));
    expect([reader.values, cache.has(1), log]).toEqual([
      ['item 1'],
      false,
      ['item 1', 'evict 1 invalidated'],
    ]);
  });

  it('lets a listener unsubscribe itself', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const side = record<unknown>(cache.events$, (_event, stop) => stop());
    record(cache.get(1));
    expect(side.values).toHaveLength(1);
  });

  it('lets `next` of one reader end another, whose item is on its way', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    const readers: Recording<string>[] = [];
    readers.push(record(cache.get(1), () => readers[1]?.stop()), record(cache.get(1))); // prettier-ignore
    provider.give(1);
    expect(readers.map(({ values }) => values)).toEqual([['item 1'], []]);
    cache.clear();
    expect(cache.stats()).toMatchObject({ residents: 0, evictions: 1 });
  });

  it('lets the teardown of a load ask for its key again', () => {
    let loads = 0;
    let again: Recording<string> | undefined;
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>(
      () =>
        new Observable((subscriber) => {
          if (++loads === 2) subscriber.next('second');
          return () => {
            if (loads === 1) again = record(cache.get(1));
          };
        }),
      silent,
    );
    record(cache.get(1)).stop();
    expect([loads, again?.values]).toEqual([2, ['second']]);
  });

  it('lets the end of a stream begin another', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const items: string[] = [];
    const next = (key: number): void => {
      if (key > 3) return;
      of(key)
        .pipe(cache)
        .subscribe({ next: (item) => items.push(item), complete: () => next(key + 1) });
    };
    next(1);
    expect(items).toEqual(['item 1', 'item 2', 'item 3']);
  });

  it('serves a source that is fed by its own items', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, (key) => [[key + 1, 1]]);
    const key$ = new Subject<number>();
    const reader = record(key$.pipe(cache), (item) => {
      const key = Number(item.slice(5));
      if (key < 5) key$.next(key + 1);
    });
    key$.next(1);
    for (let key = 1; key <= 5; key++) provider.give(key);
    expect(reader.values).toEqual([1, 2, 3, 4, 5].map((key) => `item ${key}`));
  });

  it('may be one of two caches in a row', () => {
    const pages = prefetchCache((key: number) => of([key, key + 100]), naming(2));
    const texts = prefetchCache((key: readonly number[]) => of(key.join()), silent, {
      keyOf: ([first]) => first,
    });
    expect(record(of(1, 2, 1).pipe(pages, texts)).values).toEqual(['1,101', '2,102', '1,101']);
    expect([pages.stats().hits, texts.stats().hits]).toEqual([2, 1]);
  });

  it('serves one reader that is subscribed to it twice as two', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, (key) => [[key + 1, 1]]);
    const item$ = of(1).pipe(cache);
    const readers = [record(item$), record(item$)];
    expect(cache.stats().requests).toBe(2);
    provider.give(1);
    expect(readers.map(({ values }) => values)).toEqual([['item 1'], ['item 1']]);
  });
});
