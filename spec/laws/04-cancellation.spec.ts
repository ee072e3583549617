import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { finalize, NEVER, Observable, of, Subject, takeUntil } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { LoadContext, PrefetchCache } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { after, naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

describe('Law 4: cancellation. The cache', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('unsubscribes an unwanted load, and then aborts its signal', () => {
    const provider = handProvider();
    record(prefetchCache(provider, silent).get(1)).stop();
    expect(provider.log).toEqual(['demand 1', 'left 1', 'abort 1']);
  });

  it('stops at once a prefetch that the new prediction does not name', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1--5------|');
      const loads = source({ 1: '  a|        ', 2: '------b|', 5: 'e|' });
      const subscribed2 = '        ^--!       ';
      const items = '              a--e------|';

      const cache = prefetchCache(loads.load, after({ 1: [[2, 1]] }), { scheduler });
      expectObservable(key$.pipe(cache)).toBe(items);
      loads.expectLoads(2, subscribed2);
    });
  });

  it('goes on with a prefetch that the new prediction names, though its plan may not have room for it', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[2, 1]], 5: [[6, 2], [2, 1]] }), { lookahead: 1 }); // prettier-ignore
    record(cache.get(1));
    record(cache.get(5));
    expect(provider.open()).toEqual([1, 2, 5, 6]);
  });

  it('stops a prefetch when the source of the only reader that names it ends', () => {
    const provider = handProvider();
    const key$ = new Subject<number>();
    record(key$.pipe(prefetchCache(provider, naming(2))));
    key$.next(1);
    key$.complete();
    expect(provider.log).toEqual(['demand 1', 'prefetch 2', 'left 2', 'abort 2']);
  });

  it('goes on with a prefetch that another reader still names', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2));
    const [first$, second$] = [new Subject<number>(), new Subject<number>()];
    record(first$.pipe(cache));
    record(second$.pipe(cache));
    first$.next(1);
    second$.next(3);
    first$.complete();
    expect(provider.open()).toContain(2);
    second$.complete();
    expect(provider.open()).not.toContain(2);
  });

  it('stops what only a warm wanted when that is unsubscribed', () => {
    const provider = handProvider();
    record(prefetchCache(provider, silent).warm([1, 2])).stop();
    expect(provider.log).toEqual([
      'prefetch 1',
      'prefetch 2',
      'left 1',
      'abort 1',
      'left 2',
      'abort 2',
    ]);
  });

  it('never stops a load that is requested, though no plan, no prediction and no warm wants it any more', () => {
    const provider = handProvider();
    const enabled$ = new Subject<boolean>();
    const cache = prefetchCache(provider, after({ 1: [[2, 1]] }), { enabled$ });
    const warm = record(cache.warm([2]));
    const key$ = new Subject<number>();
    const stream = record(key$.pipe(cache));
    key$.next(1);
    const second = record(cache.get(2));
    warm.stop();
    key$.next(7);
    key$.complete();
    enabled$.next(false);
    stream.stop();
    expect(provider.open()).toEqual([2]);
    provider.give(2);
    expect(second.values).toEqual(['item 2']);
  });

  it('never aborts the signal of a load that ended, whichever way', () => {
    const signals: AbortSignal[] = [];
    const provider = handProvider();
    const load = (key: number, context: LoadContext) => {
      signals.push(context.signal);
      return provider.load(key, context);
    };
    const cache = prefetchCache(load, silent);
    const readers = [1, 2, 3].map((key) => record(of(key).pipe(cache.with({ errors: 'value' }))));
    provider.give(1);
    provider.fail(2);
    provider.end(3);
    for (const reader of readers) reader.stop();
    cache.clear();
    cache.close();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false]);
  });

  it('makes a signal only when it is read', () => {
    const made = jest.spyOn(globalThis, 'AbortController');
    const cache = prefetchCache(() => NEVER, silent);
    record(cache.get(1)).stop();
    expect(made).not.toHaveBeenCalled();
    record(
      prefetchCache((_key, context) => (context.signal.aborted ? NEVER : NEVER), silent).get(1),
    ).stop();
    expect(made).toHaveBeenCalledTimes(1);
  });

  it('gives a signal that is read late as it would be: aborted if the load was stopped, not if it ended', () => {
    const contexts: LoadContext[] = [];
    const loads = [of('done'), NEVER];
    const cache = prefetchCache((key: number, context) => {
      contexts.push(context);
      return loads[key] ?? NEVER;
    }, silent);
    record(cache.get(0)).stop();
    record(cache.get(1)).stop();
    expect(contexts.map(({ signal }) => signal.aborted)).toEqual([false, true]);
  });

  it('gives the same signal each time', () => {
    const contexts: LoadContext[] = [];
    const cache = prefetchCache((_key, context) => {
      contexts.push(context);
      return NEVER;
    }, silent);
    record(cache.get(0));
    expect(contexts[0]?.signal).toBe(contexts[0]?.signal);
  });

  it('gives a load the reason that began it, also when a request has joined', () => {
    const contexts: LoadContext[] = [];
    const cache = prefetchCache((_key: number, context) => {
      contexts.push(context);
      return NEVER;
    }, naming(2));
    record(cache.get(1));
    record(cache.get(2));
    expect(contexts.map(({ reason }) => reason)).toEqual(['demand', 'prefetch']);
  });

  it('stops a fetch-like load through its signal, whose rejection is not reported', async () => {
    const cache = prefetchCache(
      (_key: number, { signal }) =>
        new Promise<string>((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('aborted'))),
        ),
      silent,
    );
    const log = eventLog(cache);
    record(cache.get(1)).stop();
    await Promise.resolve();
    expect(log).toEqual(['miss 1', 'load-start 1', 'plan', 'load-abort 1']);
  });

  it('does not even subscribe to a load that was aborted while it was being started', () => {
    const provider = handProvider();
    const cache = prefetchCache<number, string>((key, context) => {
      cache.close();
      return provider.load(key, context);
    }, silent);
    record(cache.get(1));
    expect(provider.log).toEqual([]);
  });

  it('closes the observer of a load at once that is aborted while it is being subscribed', () => {
    const stop$ = new Subject<void>();
    let steps = 0;
    const load = (): Observable<string> =>
      new Observable((subscriber) => {
        while (!subscriber.closed && steps < 100) if (++steps === 3) stop$.next();
      });
    record(of(1).pipe(prefetchCache(load, silent), takeUntil(stop$)));
    expect(steps).toBe(3);
  });

  it("evicts as 'rejected' the value of a prefetch that is aborted while it is being subscribed", () => {
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>(
      (key) => of(`item ${key}`).pipe(finalize(() => key === 2 && cache.invalidate(2))),
      naming(2),
    );
    const log = eventLog(cache, 'prefetch-abort', 'prefetch-success', 'evict');
    record(cache.get(1));
    expect(log).toEqual(['prefetch-abort 2', 'evict 2 rejected']);
    expect(cache.stats()).toMatchObject({ inFlight: 0, wasted: 1 });
  });

  it('cancels a readable stream and returns an async iterable that are aborted before their first values', async () => {
    const log: string[] = [];
    const stream = new ReadableStream<string>({ cancel: () => void log.push('cancelled') });
    const iterable = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<IteratorResult<string>>(() => undefined),
        return: () => {
          log.push('returned');
          return Promise.reject(new Error('too late'));
        },
      }),
    };
    for (const source of [stream, iterable])
      record(prefetchCache<number, string>(() => source, silent).get(1)).stop();
    await Promise.resolve();
    expect(log).toEqual(['cancelled', 'returned']);
  });
});
