import { describe, expect, it } from '@jest/globals';
import DataLoader from 'dataloader';
import { EMPTY, NEVER, Observable, of, Subject, throwError, VirtualTimeScheduler } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { LoadError } from '../../src/errors.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import type { BatchOptions, LoadContext, PrefetchCache } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { after, naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { catchUnhandled } from '../support/unhandled.js';
import { virtually } from '../support/virtually.js';

type Outcomes = readonly (string | Error)[];

/** A provider whose batches the test ends, and what was asked of it. */
function batchProvider(batch?: BatchOptions) {
  const log: string[] = [];
  const open: { readonly keys: readonly number[]; readonly outcomes$: Subject<Outcomes> }[] = [];
  const begin = (name: string, keys: readonly number[], { signal, reason }: LoadContext) => {
    log.push(`${name} ${keys.join()} ${reason}`);
    signal.addEventListener('abort', () => log.push(`abort ${keys.join()}`));
    const one = { keys, outcomes$: new Subject<Outcomes>() };
    open.push(one);
    return new Observable<Outcomes>((subscriber) => {
      subscriber.add(one.outcomes$.subscribe(subscriber));
      return () => open.splice(open.indexOf(one), 1);
    });
  };
  return {
    provider: {
      load: (key: number, context: LoadContext): Observable<string> =>
        new Observable((subscriber) =>
          begin('load', [key], context).subscribe({
            next: ([outcome]) => subscriber.next(outcome as string),
            error: (error: unknown) => subscriber.error(error),
          }),
        ),
      loadMany: (keys: readonly number[], context: LoadContext) => begin('loadMany', keys, context),
      ...(batch && { batch }),
    },
    /** The same without `load`. */
    manyProvider: {
      loadMany: (keys: readonly number[], context: LoadContext) => begin('loadMany', keys, context),
    },
    log,
    /** Ends the oldest open call with these outcomes; by default each key has its item. */
    give: (outcomes = open[0]?.keys.map((key): string | Error => `item ${key}`)): void =>
      open[0]?.outcomes$.next(outcomes as Outcomes),
    fail: (error: unknown) => open[0]?.outcomes$.error(error),
    end: () => open[0]?.outcomes$.complete(),
    /** The keys of the open calls. */
    open: () => open.map(({ keys }) => keys.join()),
  };
}

function setUp(
  batch?: BatchOptions,
  options: PrefetchCacheOptions<number, string> = {},
  predictor = naming(2, 3, 4, 5, 6, 7),
) {
  const scheduler = new VirtualTimeScheduler();
  const source = batchProvider(batch);
  const cache = prefetchCache(source.provider, predictor, { scheduler, ...options });
  const timers = (): number => scheduler.actions.filter(({ closed }) => !closed).length;
  const advance = (to: number): void => {
    scheduler.maxFrames = to;
    scheduler.flush();
    scheduler.frame = to;
  };
  return { ...source, cache, scheduler, timers, advance };
}

/** The failures of a cache, as `type key: message`. */
function failuresOf(cache: PrefetchCache<number, string>): string[] {
  const failures: string[] = [];
  record(cache.events$, (event) => {
    if (event.type === 'prefetch-error' || event.type === 'load-error')
      failures.push(`${event.type} ${event.key}: ${(event.error as Error).message}`);
  });
  return failures;
}

describe('Law 26: batches. With `loadMany`', () => {
  const unhandled = catchUnhandled();

  it('the prefetches that begin together are one batch, and a request is a load of its own', () => {
    const { cache, log, give } = setUp();
    const reader = record(cache.get(1));
    expect(log).toEqual(['load 1 demand', 'loadMany 2,3,4,5 prefetch']);
    give();
    expect(reader.values).toEqual(['item 1']);
    give();
    expect(log.slice(2)).toEqual(['loadMany 6,7 prefetch']);
    expect([2, 3, 4, 5, 6].map((key) => cache.peek(key))).toEqual([
      'item 2',
      'item 3',
      'item 4',
      'item 5',
      undefined,
    ]);
  });

  it('a batch has at most `size` keys', () => {
    const { cache, log } = setUp({ size: 3 }, { concurrency: 8 });
    record(cache.get(1));
    expect(log.slice(1)).toEqual(['loadMany 2,3,4 prefetch', 'loadMany 5,6,7 prefetch']);
  });

  it('a prefetch that remains alone after full batches calls `load`', () => {
    const { cache, log } = setUp({ size: 5 }, { concurrency: 8 });
    record(cache.get(1));
    expect(log.slice(1)).toEqual(['loadMany 2,3,4,5,6 prefetch', 'load 7 prefetch']);
  });

  it('a single prefetch calls `load`, as there is no batch', () => {
    const { cache, log } = setUp({}, {}, naming(2));
    record(cache.get(1));
    expect(log).toEqual(['load 1 demand', 'load 2 prefetch']);
  });

  it('loads of a warm are batched, and revalidations are not', () => {
    const { cache, log, give } = setUp({}, { concurrency: 3 }, silent);
    record(cache.warm([1, 2, 3, 4, 5]));
    expect(log).toEqual(['loadMany 1,2,3 prefetch']);
    give();
    expect(log.slice(1)).toEqual(['loadMany 4,5 prefetch']);
    cache.reload(1);
    cache.reload(2);
    expect(log.slice(2)).toEqual(['load 1 revalidate', 'load 2 revalidate']);
  });

  it('each key has its own outcome, and only those that failed rest', () => {
    const { cache, log, give } = setUp({}, {}, after({ 1: [[2, 3], [3, 2], [4, 1]], 9: [[2, 3], [3, 2], [4, 1]] })); // prettier-ignore
    const failures = failuresOf(cache);
    record(cache.get(1));
    give();
    give(['item 2', new Error('no 3'), 'item 4']);
    expect(failures).toEqual(['prefetch-error 3: no 3']);
    expect([2, 3, 4].map((key) => cache.has(key))).toEqual([true, false, true]);
    record(cache.get(9));
    expect(log.slice(2)).toEqual(['load 9 demand']);
  });

  it('a request that joined a key that failed in its batch gets a load of its own', () => {
    const { cache, log, give, open } = setUp();
    record(cache.get(1));
    give();
    const reader = record(cache.get(3));
    give([new Error('no 2'), new Error('no 3'), 'item 4', 'item 5']);
    expect(log).toContain('load 3 demand');
    while (open().length > 0) give();
    expect(reader.values).toEqual(['item 3']);
  });

  it.each<[string, (source: ReturnType<typeof batchProvider>) => void, string]>([
    ['errors', ({ fail }) => fail(new Error('no batch')), 'no batch'],
    ['completes without a value', ({ end }) => end(), 'The load of KEY completed without a value'],
    ['gives too few outcomes', ({ give }) => give(['a']), 'Expected `loadMany(keys)` to be an array of 2, got `an array of 1` (object)'], // prettier-ignore
    ['gives too many outcomes', ({ give }) => give(['a', 'b', 'c']), 'Expected `loadMany(keys)` to be an array of 2, got `an array of 3` (object)'], // prettier-ignore
    ['gives no array', ({ give }) => give('ab' as unknown as string[]), 'Expected `loadMany(keys)` to be an array of 2, got `"ab"` (string)'], // prettier-ignore
    ['gives null', ({ give }) => give(null as unknown as string[]), 'Expected `loadMany(keys)` to be an array of 2, got `null` (null)'], // prettier-ignore
  ])('a batch that %s fails each of its loads', (_what, act, message) => {
    const source = setUp({}, {}, naming(2, 3));
    const failures = failuresOf(source.cache);
    record(source.cache.get(1));
    source.give();
    act(source);
    expect(failures).toEqual(
      [2, 3].map((key) => `prefetch-error ${key}: ${message.replace('KEY', String(key))}`),
    );
    expect(source.open()).toEqual([]);
    expect(unhandled.arrived()).toEqual([]);
  });

  it.each<[string, () => unknown, string]>([
    ['throws', () => { throw new Error('thrown'); }, 'thrown'], // prettier-ignore
    ['returns an array', () => ['a', 'b'], 'Expected `loadMany` to be a function that returns an Observable, a promise, an async iterable or a readable stream, as `of(value)`, got `an array of 2` (object)'], // prettier-ignore
    ['errors in the call', () => throwError(() => new Error('at once')), 'at once'],
    ['is empty in the call', () => EMPTY, 'The load of KEY completed without a value'],
  ])('a `loadMany` that %s fails each load of the batch', (_what, loadMany, message) => {
    const provider = { load: () => NEVER, loadMany: loadMany as () => Observable<string[]> };
    const cache = prefetchCache<number, string>(provider, naming(2, 3));
    const failures = failuresOf(cache);
    record(cache.get(1));
    expect(failures).toEqual(
      [2, 3].map((key) => `prefetch-error ${key}: ${message.replace('KEY', String(key))}`),
    );
  });

  it('an outcome that throws when it is read fails its load', () => {
    const source = setUp({}, {}, naming(2, 3));
    const failures = failuresOf(source.cache);
    record(source.cache.get(1));
    source.give();
    const hostile = new Proxy(['a', 'b'], {
      get(target, name) {
        if (name === '1') throw new Error('not readable');
        return Reflect.get(target, name) as unknown;
      },
    });
    source.give(hostile);
    expect(failures).toEqual(['prefetch-error 3: not readable']);
    expect(source.cache.peek(2)).toBe('a');
  });

  it('outcomes that come in the call are handled after it, as those of a load', () => {
    const log: string[] = [];
    const loadMany = (keys: readonly number[]) => {
      log.push(`loadMany ${keys.join()}`);
      return of(keys.map((key) => `item ${key}`));
    };
    const cache = prefetchCache({ load: (key: number) => of(`item ${key}`), loadMany }, naming(2, 3, 4, 5, 6, 7), { concurrency: 3 }); // prettier-ignore
    const events = eventLog(cache, 'prefetch-start', 'prefetch-success');
    const reader = record(cache.get(1));
    expect(log).toEqual(['loadMany 2,3,4', 'loadMany 5,6,7']);
    expect(reader.values).toEqual(['item 1']);
    expect(events.slice(0, 6).map((line) => line.split(' ')[0])).toEqual([
      ...Array<string>(3).fill('prefetch-start'),
      ...Array<string>(3).fill('prefetch-success'),
    ]);
    expect(cache.size).toBe(7);
  });

  it('it is called outside of the transaction: what it requests is delivered in the same call', () => {
    const seen: unknown[] = [];
    const loadMany = (keys: readonly number[]) => {
      seen.push(record(cache.get(8)).values);
      return of(keys.map((key) => `item ${key}`));
    };
    const cache: PrefetchCache<number, string> = prefetchCache(
      { load: (key: number) => of(`item ${key}`), loadMany },
      after({ 1: [[2, 2], [3, 1]] }), // prettier-ignore
    );
    record(cache.get(1));
    expect(seen).toEqual([['item 8']]);
  });

  it('an aborted load only leaves its batch, which is aborted with the last one', () => {
    const { cache, log, give, open } = setUp({}, {}, after({ 1: [[2, 2], [3, 1]], 8: [[3, 1]], 9: [] })); // prettier-ignore
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    key$.next(1);
    give();
    key$.next(8);
    expect([open(), log]).toEqual([['2,3', '8'], ['load 1 demand', 'loadMany 2,3 prefetch', 'load 8 demand']]); // prettier-ignore
    key$.next(9);
    expect([open(), log.slice(3)]).toEqual([
      ['8', '9'],
      ['load 9 demand', 'abort 2,3'],
    ]);
  });

  it('a batch that has ended is not aborted', () => {
    const { cache, log, give } = setUp({}, {}, naming(2, 3));
    record(cache.get(1));
    give();
    give(['item 2', new Error('no 3')]);
    cache.close();
    expect(log.filter((line) => line.startsWith('abort'))).toEqual([]);
  });

  it('a batch whose call closes the cache is aborted', () => {
    let signal: AbortSignal | undefined;
    const loadMany = (_keys: readonly number[], context: LoadContext) => {
      cache.close();
      ({ signal } = context);
      return new Observable<string[]>(() => {
        throw new Error('subscribed');
      });
    };
    const cache = prefetchCache<number, string>({ load: () => NEVER, loadMany }, naming(2, 3));
    record(cache.get(1));
    expect(signal?.aborted).toBe(true);
    expect(unhandled.arrived()).toEqual([]);
  });

  it('a batch that cannot be unsubscribed is reported, and its signal aborts', () => {
    let isAborted = false;
    const loadMany = (_keys: readonly number[], { signal }: LoadContext) => {
      signal.addEventListener('abort', () => (isAborted = true));
      return new Observable<string[]>(() => () => {
        throw new Error('no end');
      });
    };
    const cache = prefetchCache<number, string>({ load: () => NEVER, loadMany }, naming(2, 3));
    record(cache.get(1));
    cache.close();
    expect(isAborted).toBe(true);
    expect(unhandled.arrived()).toHaveLength(1);
  });

  it('errors of another realm are errors, and undefined is a value', () => {
    const { cache, give } = setUp({}, {}, naming(2, 3));
    const failures = failuresOf(cache);
    record(cache.get(1));
    give();
    const foreign = Object.create(null, {
      message: { value: 'foreign' },
      [Symbol.toStringTag]: { value: 'Error' },
    }) as Error;
    give([foreign, undefined as unknown as string]);
    expect(failures).toEqual(['prefetch-error 2: foreign']);
    expect(cache.has(3)).toBe(true);
  });
});

describe('Law 26: the window of batches. With `window`', () => {
  const unhandled = catchUnhandled();

  it('a batch waits so long, and then takes all that came meanwhile', () => {
    const table = { 1: [[2, 1]], 3: [[2, 2], [4, 1]] } as const; // prettier-ignore
    const { cache, log, advance, timers } = setUp({ window: 10 }, {}, after(table));
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    key$.next(1);
    advance(6);
    key$.next(3);
    expect([log, timers()]).toEqual([['load 1 demand', 'load 3 demand'], 1]);
    advance(9);
    expect(log).toHaveLength(2);
    advance(10);
    expect(log.slice(2)).toEqual(['loadMany 2,4 prefetch']);
    expect(timers()).toBe(0);
  });

  it('it is subscribed after the window, and its items come together', () => {
    virtually(({ cold, keys, scheduler, expectObservable, expectSubscriptions }) => {
      const batch$ = cold('     ---a|', { a: ['two', 'three'] });
      const key$ = keys('       1---------2-3-|');
      const subscribed = '      -----^--!';
      const items = '           a---------b-c-|';

      const provider = { load: () => of('one'), loadMany: () => batch$, batch: { window: 5 } };
      const cache = prefetchCache<number, string>(provider, after({ 1: [[2, 2], [3, 1]] }), { scheduler }); // prettier-ignore
      expectObservable(key$.pipe(cache)).toBe(items, { a: 'one', b: 'two', c: 'three' });
      expectSubscriptions(batch$.subscriptions).toBe(subscribed);
    });
  });

  it('a full batch does not wait', () => {
    const { cache, log, timers } = setUp({ window: 10, size: 2 }, { concurrency: 5 });
    record(cache.get(1));
    expect(log.slice(1)).toEqual(['loadMany 2,3 prefetch', 'loadMany 4,5 prefetch']);
    expect(timers()).toBe(1);
  });

  it('a request that joins a waiting key starts its load alone, at once', () => {
    const { cache, log, give, advance } = setUp({ window: 10 }, { concurrency: 3 });
    record(cache.get(1));
    const events = eventLog(cache, 'join', 'miss', 'prefetch-success');
    const reader = record(cache.get(3));
    expect(log).toEqual(['load 1 demand', 'load 3 demand']);
    give();
    give();
    expect(reader.values).toEqual(['item 3']);
    expect(events).toEqual(['join 3 first', 'prefetch-success 3']);
    advance(10);
    expect(log.slice(2)).toEqual(['loadMany 2,4,5 prefetch']);
  });

  it('a view that has a waiting key starts its load alone, at once', () => {
    const { cache, log } = setUp({ window: 10 });
    record(cache.get(1));
    record(of([4]).pipe(cache.view));
    expect(log).toEqual(['load 1 demand', 'load 4 demand']);
  });

  it('a load that is aborted while it waits is never loaded, and no timer remains', () => {
    const { cache, log, timers, advance } = setUp({ window: 10 }, {}, after({ 1: [[2, 2], [3, 1]], 8: [[3, 1]] })); // prettier-ignore
    const key$ = new Subject<number>();
    const reader = record(key$.pipe(cache));
    key$.next(1);
    key$.next(8);
    expect(timers()).toBe(1);
    reader.stop();
    expect(timers()).toBe(0);
    advance(100);
    expect(log).toEqual(['load 1 demand', 'load 8 demand', 'abort 1', 'abort 8']);
  });

  it('with `onRequest: "abort"` waiting prefetches are aborted before the load of the request', () => {
    const { cache, log, timers } = setUp({ window: 10 }, { onRequest: 'abort' }, after({ 1: [[2, 2], [3, 1]] })); // prettier-ignore
    record(cache.warm([9]));
    record(cache.get(1));
    expect([log, timers()]).toEqual([['load 1 demand'], 1]);
  });

  it('`invalidate` of a waiting key leaves no load behind', () => {
    const { cache, log, advance } = setUp({ window: 10 }, {}, naming(2, 3));
    record(cache.get(1));
    cache.invalidate(2);
    advance(10);
    expect(log.slice(1)).toEqual(['load 3 prefetch']);
  });

  it.each(['clear', 'close'] as const)('`%s` leaves no load and no timer behind', (method) => {
    const { cache, log, timers, advance } = setUp({ window: 10 }, {}, naming(2, 3));
    record(cache.get(1)).stop();
    record(cache.warm([8, 9])).stop();
    record(cache.warm([2, 3]));
    expect(timers()).toBe(1);
    cache[method]();
    advance(100);
    expect([timers(), log.filter((line) => line.endsWith('prefetch'))]).toEqual([0, []]);
  });

  it('a scheduler that throws is reported, and the batch goes at once', () => {
    const { cache, log } = setUp(
      { window: 10 },
      {
        scheduler: { now: () => 0, schedule: () => { throw new Error('no timer'); } }, // prettier-ignore
      },
    );
    record(cache.get(1));
    expect(log.slice(1)).toEqual(['loadMany 2,3,4,5 prefetch']);
    expect(unhandled.arrived()).toEqual([new Error('no timer')]);
  });
});

describe('Law 26: a provider with `loadMany` alone', () => {
  it('serves requests and revalidations with one key each', () => {
    const { manyProvider: provider, log, give } = batchProvider();
    const cache = prefetchCache(provider, naming(2, 3));
    const reader = record(cache.get(1));
    give();
    give();
    cache.reload(1);
    give(['new 1']);
    expect(log).toEqual(['loadMany 1 demand', 'loadMany 2,3 prefetch', 'loadMany 1 revalidate']);
    expect([reader.values, cache.peek(1)]).toEqual([['item 1'], 'new 1']);
  });

  it('fails a request with the error of its outcome', () => {
    const { manyProvider: provider, give } = batchProvider();
    const cache = prefetchCache(provider, silent);
    const reader = record(cache.get(1));
    give([new Error('no 1')]);
    expect((reader.error as LoadError).cause).toEqual(new Error('no 1'));
  });

  it('aborts the load of a request that leaves', () => {
    const { manyProvider: provider, log } = batchProvider();
    record(prefetchCache(provider, silent).get(1)).stop();
    expect(log).toEqual(['loadMany 1 demand', 'abort 1']);
  });
});

describe('Law 26: wrong providers', () => {
  it.each<[object, string]>([
    [{}, 'Expected `provider` to be a function or an object with `load`, got `{}` (object)'],
    [{ loadMany: 1 }, 'Expected `provider` to be a function or an object with `loadMany`, got `{"loadMany":1}` (object)'], // prettier-ignore
    [{ load: () => NEVER, loadMany: 1 }, 'Expected `provider` to be an object with `loadMany`, got `{"loadMany":1}` (object)'], // prettier-ignore
    [{ loadMany: () => NEVER, batch: { size: 0 } }, 'Expected `batch.size` to be an integer of 1 or more, got `0` (number)'], // prettier-ignore
    [{ loadMany: () => NEVER, batch: { window: Infinity } }, 'Expected `batch.window` to be a number from 0 to 60000, got `Infinity` (number)'], // prettier-ignore
    [{ loadMany: () => NEVER, batch: { windw: 1 } }, 'There is no option `windw`: did you mean `window`?'], // prettier-ignore
    [{ loadMany: () => NEVER, batch: 5 }, 'Expected `options` to be an object, got `5` (number)'],
  ])('%p are refused', (provider, message) => {
    expect(() => prefetchCache(provider as { load: () => typeof NEVER }, silent)).toThrow(message);
  });

  it('a member `batch` without `loadMany` is of the provider', () => {
    const provider = { load: () => NEVER, batch: 'mine' as unknown as BatchOptions };
    expect(() => prefetchCache(provider, silent)).not.toThrow();
  });
});

describe('Law 26: a DataLoader', () => {
  it('is a provider: each prefetch of a batch has its own outcome', async () => {
    const calls: (readonly number[])[] = [];
    const users = new DataLoader<number, string>(
      (ids) => {
        calls.push(ids);
        return Promise.resolve(ids.map((id) => (id === 3 ? new Error('no 3') : `user ${id}`)));
      },
      { cache: false },
    );
    const cache = prefetchCache<number, string>(users, naming(2, 3, 4));
    const failures = failuresOf(cache);
    record(cache.get(1));
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toEqual([[1, 2, 3, 4]]);
    expect(failures).toEqual(['prefetch-error 3: no 3']);
    expect([1, 2, 3, 4].map((key) => cache.peek(key))).toEqual(['user 1', 'user 2', undefined, 'user 4']); // prettier-ignore
  });
});
