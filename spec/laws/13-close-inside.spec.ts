import { describe, expect, it } from '@jest/globals';
import { Observable, of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { ClosedError } from '../../src/errors.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import type { PrefetchCache } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';

describe('Law 13: close from inside. The cache', () => {
  type Close = () => void;
  /** A use of a cache that closes it from somewhere inside, when it asks for 1 and 2. */
  const places: readonly [
    string,
    (close: Close) => PrefetchCacheOptions<number, string> & {
      load?: Close;
      predict?: Close;
      has?: Close;
      observe?: Close;
    },
  ][] = [
    ['the provider', (close) => ({ load: close })],
    ['`has`', (close) => ({ has: close })],
    ['the predictor', (close) => ({ predict: close })],
    ['`observe`', (close) => ({ observe: close })],
    ['`sizeOf`', (close) => ({ sizeOf: () => { close(); return 1; } })], // prettier-ignore
    ['`keyOf`', (close) => ({ keyOf: (key) => { close(); return key; } })], // prettier-ignore
    [
      '`added` of the policy',
      (close) => ({ eviction: { added: close, used: noop, removed: noop, victim: noop } }),
    ],
    [
      '`used` of the policy',
      (close) => ({ eviction: { added: noop, used: close, removed: noop, victim: noop } }),
    ],
    ['`victim` of the policy', (close) => ({ maxKeys: 1, eviction: { added: noop, used: noop, removed: noop, victim: () => { close(); return undefined; } } })], // prettier-ignore
    [
      '`removed` of the policy',
      (close) => ({
        maxKeys: 1,
        eviction: { added: noop, used: noop, removed: close, victim: () => 1 },
      }),
    ],
  ];

  it.each(places)('closes well inside %s', (_name, place) => {
    let open = 0;
    const close: Close = () => cache.close();
    const { load, predict, has, observe, ...options } = place(close);
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>(
      {
        load: (key) =>
          new Observable((subscriber) => {
            open++;
            load?.();
            if (key < 8) subscriber.next(`item ${key}`);
            return () => open--;
          }),
        has: () => {
          has?.();
          return true;
        },
      },
      {
        observe: () => observe?.(),
        predict: (current, _history, add) => {
          predict?.();
          add(current + 10, 1);
        },
      },
      options,
    );
    const events: string[] = [];
    const side = record(cache.events$, ({ type }) => events.push(type));
    const key$ = new Subject<number>();
    const stream = record(key$.pipe(cache));
    for (const key of [1, 1, 2, 1, 3]) key$.next(key);
    expect([stream.end, side.end, events.at(-1)]).toEqual(['complete', 'complete', 'close']);
    expect([open, cache.size, key$.observed]).toEqual([0, 0, false]);
    expect(cache.stats()).toMatchObject({ residents: 0, bytes: 0, inFlight: 0, planned: 0 });
  });

  it.each(['events$', 'evictions$', 'stats$'] as const)(
    'closes well inside a listener of %s',
    (side) => {
      const cache = prefetchCache((key: number) => of(`item ${key}`), naming(8), { maxKeys: 2 });
      const key$ = new Subject<number>();
      let armed = false;
      const listener = record<unknown>(cache[side], () => {
        if (armed) cache.close();
      });
      const stream = record(key$.pipe(cache));
      armed = true;
      for (const key of [1, 2, 3]) key$.next(key);
      expect([stream.end, listener.end, cache.size]).toEqual(['complete', 'complete', 0]);
    },
  );

  it('closes well inside `next`, and hands nothing over after', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), naming(8));
    const stream = record(of(1, 2, 3).pipe(cache), () => cache.close());
    expect([stream.values, stream.end]).toEqual([['item 1'], 'complete']);
  });

  it('closes well inside `next` of a warm', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { concurrency: 1 });
    const warm = record(cache.warm([1, 2]), ({ done }) => {
      if (done > 0) cache.close();
    });
    provider.give(1);
    expect([warm.end, provider.open()]).toEqual(['complete', []]);
  });

  it('closes well inside the source, and asks it for no more', () => {
    let asked = 0;
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const key$ = new Observable<number>((subscriber) => {
      subscriber.next(1);
      cache.close();
      while (!subscriber.closed && asked < 10) subscriber.next(++asked);
    });
    const stream = record(key$.pipe(cache));
    expect([stream.values, stream.end, asked]).toEqual([['item 1'], 'complete', 0]);
  });

  it('closes well inside `enabled$`', () => {
    const enabled$ = new Subject<boolean>();
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8), { enabled$ });
    record(cache.get(1));
    record(enabled$, () => cache.close());
    enabled$.next(true);
    expect(provider.open()).toEqual([]);
  });

  it('closes well inside the teardown of a load', () => {
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>(
      () => new Observable(() => () => cache.close()),
      silent,
    );
    const log = eventLog(cache, 'load-abort', 'close');
    const readers = [record(cache.get(1)), record(cache.get(2))];
    readers[0]?.stop();
    expect(readers[1]?.error).toBeInstanceOf(ClosedError);
    expect(log).toEqual(['load-abort 1', 'load-abort 2', 'close']);
  });
});

function noop(): undefined {
  return undefined;
}

describe('Law 13: what is under way while it closes. The cache', () => {
  it('completes a get whose reader closes it when it has its item', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    const waited = record(cache.get(1), () => cache.close());
    provider.give(1);
    expect(waited).toMatchObject({ values: ['item 1'], end: 'complete' });

    const other = prefetchCache((key: number) => of(key), silent);
    other.set(1, 1);
    expect(record(other.get(1), () => other.close())).toMatchObject({
      values: [1],
      end: 'complete',
    });
  });

  it('errors a get whose hit was emitted and not yet delivered when a listener closes it', () => {
    const cache = prefetchCache((key: number) => of(key), silent);
    cache.set(1, 1);
    record(cache.events$, ({ type }) => {
      if (type === 'hit') cache.close();
    });
    expect(record(cache.get(1))).toMatchObject({ values: [], error: new ClosedError() });
  });

  it('begins no load for a warm when it closes', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { concurrency: 1 });
    record(cache.warm([1, 2]));
    cache.close();
    expect([provider.open(), provider.log]).toEqual([[], ['prefetch 1', 'left 1', 'abort 1']]);
  });

  it('begins no load for a key that comes while it closes, for whichever stream', () => {
    const keys$ = [new Subject<number>(), new Subject<number>()] as const;
    let loads = 0;
    const source = (): Observable<string> =>
      new Observable(() => {
        loads++;
        return () => {
          for (const key$ of keys$) key$.next(7);
        };
      });
    const cache = prefetchCache<number, string>(source, silent);
    for (const key$ of keys$) record(key$.pipe(cache));
    for (const key$ of keys$) key$.next(1);
    cache.close();
    expect([loads, cache.stats().misses]).toEqual([1, 1]);
  });

  it('counts no plan that is made when it has closed', () => {
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>(
      () => {
        cache.close();
        return of('x');
      },
      () => [[5, 1]],
    );
    record(cache.get(1));
    expect(cache.stats().planned).toBe(0);
  });
});
