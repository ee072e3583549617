import { describe, expect, it } from '@jest/globals';
import { Observable, of, Subject, take } from 'rxjs';
import { cacheState } from '../../operators/cacheState.js';
import { foldStats } from '../../operators/foldStats.js';
import { ofType } from '../../operators/ofType.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { ClosedError } from '../../src/errors.js';
import type { PrefetchCache } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { after, silent } from '../support/naming.js';
import { record, type Recording } from '../support/record.js';

// What the properties found, each as the shortest example.
describe('Law 2, in corners. The cache', () => {
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

describe('Law 3, in corners. The cache', () => {
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

describe("Law 5, in corners of 'switch'. The cache", () => {
  it('gives up a request whose load ends while the load of the next one is being started', () => {
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

  it('gives up a hit when a listener asks for another key before it is handed over', () => {
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

  it('gives up an item that has just been served when a listener asks for another key before it is handed over', () => {
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

  it('gives up an item that is ready when a listener asks for another key because of what went before', () => {
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

describe('Law 6, in corners. The cache', () => {
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

describe('Law 13, in corners. The cache', () => {
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

  it('errors a get whose hit was said and not yet handed over when a listener closes it', () => {
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

describe('Law 14, in corners. The cache', () => {
  it('clears what there was, and not what begins while it clears', () => {
    const provider = handProvider();
    let again: Recording<string> | undefined;
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>((key, context) => {
      context.signal.addEventListener('abort', () => (again = record(cache.get(key))));
      return provider.load(key, context);
    }, silent);
    record(cache.warm([1]));
    cache.clear();
    provider.give(1);
    expect([again?.values, cache.has(1)]).toEqual([['item 1'], true]);
  });
});

describe('Law 16, in corners. The cache', () => {
  it('counts a speculation as used once, though its predictor asks for it in between', () => {
    const provider = handProvider();
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>(provider, (key) => {
      if (key === 7) record(cache.get(7));
      return [];
    });
    const folded = record(cache.events$.pipe(foldStats()));
    record(cache.warm([7]));
    record(of(7).pipe(cache));
    provider.give(7);
    record(cache.get(7));
    expect(cache.stats()).toMatchObject({ useful: 1, wasted: 0, prefetches: 1 });
    expect(folded.values.at(-1)).toEqual(cache.stats());
  });

  it('takes a speculation for used that a superseded request had joined', () => {
    const provider = handProvider();
    const key$ = new Subject<number>();
    const predictor = (key: number): [] => {
      if (key === 7) key$.next(1);
      return [];
    };
    const cache = prefetchCache(provider, predictor, { order: 'switch' });
    const log = eventLog(cache, 'join', 'store');
    const uses: boolean[] = [];
    record(cache.events$, (event) => {
      if (event.type === 'prefetch-success' || event.type === 'prefetch-abort')
        uses.push(event.used);
    });
    record(cache.warm([7]));
    record(key$.pipe(cache));
    key$.next(7);
    provider.give(7);
    expect([log, uses]).toEqual([['join 7 first', 'store 7 warm'], [true]]);
  });

  it('says the same history in its snapshot and its states, with key objects that are equal by `keyOf`', () => {
    const provider = handProvider<{ id: number }>();
    const cache = prefetchCache<{ id: number }, string>(provider, silent, {
      keyOf: ({ id }) => id,
    });
    const states = record(cacheState(cache));
    const key$ = new Subject<{ id: number }>();
    record(key$.pipe(cache));
    record(cache.get({ id: 8 }));
    cache.clear();
    key$.next({ id: 8 });
    record(cache.get({ id: 8 }));
    expect(states.values.at(-1)?.readers.map(({ history }) => history)).toEqual(
      cache.snapshot().readers.map(({ history }) => history),
    );
  });

  it('says the same residents in its snapshot and its states, where of two items of a key the newer one leaves first', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { maxKeys: 2, sizeOf: ({ length }) => length });
    const states = record(cacheState(cache));
    record(of(5, 4).pipe(cache));
    provider.giveValue(4, 'four');
    cache.set(4, '4');
    record(cache.get(1));
    provider.give(1);
    expect(new Set(states.values.at(-1)?.residents.flat())).toEqual(
      new Set(cache.snapshot().residents.flat()),
    );
  });
});
