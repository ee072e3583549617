import { describe, expect, it } from '@jest/globals';
import { NEVER, Observable, of, startWith, Subject, VirtualTimeScheduler } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { auto } from '../../src/auto/auto.js';
import { dynamicDistanceDecay } from '../../src/predictors/dynamicDistanceDecay.js';
import type { OnRequest, PrefetchCache } from '../../src/types.js';
import { lanes } from '../../tools/bench/requests/lanes.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { after, naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { catchUnhandled } from '../support/unhandled.js';
import { virtually } from '../support/virtually.js';

const onRequests: readonly OnRequest[] = ['continue', 'hold', 'abort'];

describe('Law 25: requests first. While a request waits for its load', () => {
  it('prefetches start by default', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1-------|');
      const loads = source({ 1: '  ---a|    ', 2: '-----b|' });
      const subscribed2 = '        ^----!   ';
      const items = '              ---a----|';

      const cache = prefetchCache(loads.load, naming(2), { scheduler, concurrency: 1 });
      expectObservable(key$.pipe(cache)).toBe(items);
      loads.expectLoads(2, subscribed2);
    });
  });

  it('none starts with `hold`, and those in flight continue', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1----5--------|');
      const loads = source({ 1: '  -a|  ', 2: '------b|', 3: '--c|', 5: '---e|' });
      const subscribed2 = '        -^-----!       ';
      const subscribed3 = '        --------^-!    ';
      const items = '              -a------e-----|';

      const onRequest = 'hold';
      const cache = prefetchCache(loads.load, after({ 1: [[2, 1]], 5: [[2, 2], [3, 1]] }), { scheduler, onRequest }); // prettier-ignore
      expectObservable(key$.pipe(cache)).toBe(items);
      loads.expectLoads(2, subscribed2);
      loads.expectLoads(3, subscribed3);
    });
  });

  it('none is in flight with `abort`, and the same plan starts again when none waits', () => {
    virtually(({ keys, cold, source, expectObservable, scheduler }) => {
      const key$ = keys('          1-----------|');
      const other$ = cold('        ---7---------|', { 7: 7 });
      const loads = source({ 1: '  -a|  ', 2: '-----b|', 7: '--g|' });
      const subscribed2 = ['       -^-!', '-----^----!'];
      const items = '              -a----------|';
      const others = '             -----g-------|';

      const cache = prefetchCache(loads.load, after({ 1: [[2, 1]] }), { scheduler, onRequest: 'abort' }); // prettier-ignore
      expectObservable(key$.pipe(cache)).toBe(items);
      expectObservable(other$.pipe(cache)).toBe(others);
      loads.expectLoads(2, ...subscribed2);
    });
  });

  it('prefetches are aborted before the provider is called for it', () => {
    const provider = handProvider();
    const cache = prefetchCache(
      provider,
      after({
        1: [
          [2, 2],
          [3, 1],
        ],
      }),
      { onRequest: 'abort' },
    );
    record(cache.get(1));
    provider.give(1);
    record(cache.get(7));
    expect(provider.log.slice(3)).toEqual(['left 2', 'abort 2', 'left 3', 'abort 3', 'demand 7']);
  });

  it('the prefetch that it joins continues, and others are aborted', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2, 3, 4), { onRequest: 'abort' });
    record(cache.get(1));
    provider.give(1);
    const joined = record(cache.get(3));
    expect(provider.open()).toEqual([3]);
    provider.give(3);
    expect([joined.values, provider.open()]).toEqual([['item 3'], [2, 4]]);
  });

  it('`hold` and `abort` let the plan go on in the call that ends the wait, in its order', () => {
    for (const onRequest of ['hold', 'abort'] as const) {
      const provider = handProvider();
      const cache = prefetchCache(provider, naming(2, 3, 4), { onRequest, concurrency: 2 });
      record(cache.get(1));
      record(cache.get(7));
      provider.give(7);
      expect(provider.open()).toEqual([1]);
      provider.give(1);
      expect(provider.open()).toEqual([2, 3]);
    }
  });

  it.each(['fail', 'leave', 'invalidate', 'clear', 'set'] as const)(
    'the plan goes on once it has its item, or no longer waits: %s',
    (how) => {
      const provider = handProvider();
      const cache = prefetchCache(provider, after({ 1: [[2, 1]] }), { onRequest: 'hold' });
      record(of(1).pipe(cache.with({ errors: 'value' })));
      record(NEVER.pipe(cache));
      const key$ = new Subject<number>();
      const reader = record(key$.pipe(cache.with({ errors: 'value' })));
      key$.next(1);
      expect(provider.open()).toEqual([1]);
      if (how === 'fail') provider.fail(1);
      else if (how === 'leave') reader.stop();
      else if (how === 'set') cache.set(1, 'one');
      else cache[how](1);
      // A request waits for its load even if the load was detached.
      if (how !== 'fail') expect(provider.open()).toEqual([1]);
      if (how !== 'fail' && how !== 'leave') provider.give(1);
      expect(provider.open()).toEqual(how === 'leave' ? [1] : [2]);
    },
  );

  it('each of them counts: several of one load, and some that leave', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[2, 1]] }), { onRequest: 'hold' });
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    const others = [record(cache.get(5)), record(cache.get(5)), record(cache.get(6))];
    key$.next(1);
    key$.next(1);
    provider.give(1, 6);
    others[0]?.stop();
    expect(provider.open()).toEqual([5]);
    others[1]?.stop();
    expect(provider.open()).toEqual([2]);
  });

  it('a load that all requests left is a prefetch: kept with `hold`, aborted with `abort`', () => {
    for (const onRequest of onRequests) {
      const provider = handProvider();
      const cache = prefetchCache(provider, after({ 1: [[2, 1]] }), { onRequest, concurrency: 1 });
      record(NEVER.pipe(startWith(1), cache));
      const left = record(NEVER.pipe(startWith(2), cache));
      left.stop();
      expect(provider.open()).toEqual(onRequest === 'abort' ? [1] : [1, 2]);
    }
  });

  it('a key that was aborted as its requests left starts again with its plan', () => {
    const provider = handProvider();
    const key$ = new Subject<number>();
    const cache = prefetchCache(provider, after({ 1: [[2, 1]] }), { onRequest: 'abort' });
    record(key$.pipe(cache));
    key$.next(1);
    provider.give(1);
    const joined = record(cache.get(2));
    record(cache.get(7));
    joined.stop();
    expect(provider.open()).toEqual([7]);
    provider.give(7);
    expect(provider.open()).toEqual([2]);
  });

  it('a key that was aborted does not start again if its reader has moved', () => {
    const provider = handProvider();
    const key$ = new Subject<number>();
    const cache = prefetchCache(provider, after({ 1: [[2, 1]], 5: [[6, 1]] }), { onRequest: 'abort' }); // prettier-ignore
    record(key$.pipe(cache));
    key$.next(1);
    provider.give(1);
    key$.next(5);
    provider.give(5);
    expect(provider.open()).toEqual([6]);
    expect(provider.log.filter((line) => line === 'prefetch 2')).toHaveLength(1);
  });

  it('an abort for it adds nothing to a later plan', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[2, 1]], 5: [[6, 2], [2, 1]] }), { onRequest: 'abort' }); // prettier-ignore
    cache.set(1, 'one');
    cache.set(5, 'five');
    record(NEVER.pipe(startWith(1, 5), cache));
    provider.give(6);
    cache.invalidate(6);
    expect(provider.open()).toEqual([2]);
    record(cache.get(7));
    provider.give(7);
    expect(provider.open()).toEqual([2]);
  });

  it('a superseded request does not let a prefetch start in between', () => {
    for (const onRequest of ['hold', 'abort'] as const) {
      const provider = handProvider();
      const cache = prefetchCache(provider, naming(8), { onRequest, order: 'switch' });
      const key$ = new Subject<number>();
      record(key$.pipe(cache));
      for (const key of [1, 2, 3]) key$.next(key);
      expect(provider.open()).toEqual([3]);
      expect(provider.log.filter((line) => line.startsWith('prefetch'))).toEqual([]);
      provider.give(3);
      expect(provider.open()).toEqual([8]);
    }
  });

  it('a hit that supersedes it lets the plans of others go on', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[8, 1]] }), { onRequest: 'hold', order: 'switch' }); // prettier-ignore
    cache.set(1, 'one');
    cache.set(5, 'five');
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    key$.next(4);
    record(NEVER.pipe(startWith(1), cache));
    expect(provider.open()).toEqual([4]);
    key$.next(5);
    expect(provider.open()).toEqual([8]);
  });

  it('an item that was loaded and left undelivered does not count twice', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 9: [[8, 1]] }), { onRequest: 'hold' });
    const reader = record(NEVER.pipe(startWith(1, 2), cache));
    provider.give(2);
    reader.stop();
    record(cache.get(9));
    expect(provider.open()).toEqual([9]);
  });

  it('a request that joins without a move is first, too', () => {
    const provider = handProvider();
    const cache = prefetchCache(
      provider,
      after({
        1: [
          [2, 2],
          [3, 1],
        ],
      }),
      { onRequest: 'abort' },
    );
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    cache.set(3, 'three');
    key$.next(3);
    cache.invalidate(3);
    record(NEVER.pipe(startWith(1), cache));
    provider.give(1);
    expect(provider.open()).toEqual([2, 3]);
    key$.next(3);
    expect(provider.open()).toEqual([3]);
  });

  it('an item that waits for its turn only does not count', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 2: [[8, 1]] }), { onRequest: 'hold' });
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    key$.next(1);
    cache.set(2, 'two');
    key$.next(2);
    expect(provider.open()).toEqual([1]);
    provider.give(1);
    expect(provider.open()).toEqual([8]);
  });

  it('warms start no load with `hold` and `abort`, and their loads in flight continue', () => {
    for (const onRequest of onRequests) {
      const provider = handProvider();
      const cache = prefetchCache(provider, silent, { onRequest, concurrency: 2 });
      cache.set(3, 'three');
      const warm = record(cache.warm([3, 4, 5, 6]));
      expect(provider.open()).toEqual([4, 5]);
      const get = record(cache.get(1));
      provider.give(4);
      expect(provider.open()).toEqual(onRequest === 'continue' ? [5, 1, 6] : [5, 1]);
      // What is resident is found meanwhile.
      expect(record(cache.warm([3])).end).toBe('complete');
      get.stop();
      expect(provider.open()).toEqual([5, 6]);
      provider.give(5, 6);
      expect(warm.end).toBe('complete');
    }
  });

  it('a warm that has stopped, or whose cache closes, does not start again', () => {
    for (const end of ['stop', 'close'] as const) {
      const provider = handProvider();
      const cache = prefetchCache(provider, silent, { onRequest: 'hold' });
      const get = record(cache.get(1));
      const warm = record(cache.warm([4]));
      if (end === 'stop') warm.stop();
      else cache.close();
      get.stop();
      expect(provider.log).toEqual(['demand 1', 'left 1', 'abort 1']);
    }
  });

  it('`enabled$` still decides: nothing starts while it is off, and warms are not stopped', () => {
    const provider = handProvider();
    const enabled$ = new Subject<boolean>();
    const cache = prefetchCache(provider, naming(8), { onRequest: 'abort', enabled$ });
    record(cache.get(1));
    provider.give(1);
    enabled$.next(false);
    record(cache.get(2));
    record(cache.warm([5]));
    enabled$.next(true);
    expect(provider.open()).toEqual([2]);
    enabled$.next(false);
    provider.give(2);
    expect(provider.open()).toEqual([5]);
    enabled$.next(true);
    expect(provider.open()).toEqual([5, 8]);
  });

  it('nothing is left of it after the cache has closed', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8), { onRequest: 'abort' });
    record(cache.get(1));
    provider.give(1);
    record(cache.get(2));
    cache.close();
    expect([provider.open(), cache.stats().inFlight]).toEqual([[], 0]);
  });

  it('the events say that prefetches were aborted before its load began', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, after({ 1: [[2, 1]] }), { onRequest: 'abort' });
    record(cache.get(1));
    provider.give(1);
    const log = eventLog(cache, 'miss', 'load-start', 'prefetch-abort', 'prefetch-start');
    record(of(7).pipe(cache));
    provider.give(7);
    expect(log).toEqual(['miss 7', 'prefetch-abort 2', 'load-start 7', 'prefetch-start 2']);
  });
});

describe('A prefetch that is aborted for a request', () => {
  const unhandled = catchUnhandled();
  /** A cache whose prefetches of 2 and 3 are in flight; `react` is called when 2 is unsubscribed. */
  function setUp(react: (cache: PrefetchCache<number, string>) => void) {
    const log: string[] = [];
    const load = (key: number): Observable<string> =>
      new Observable((subscriber) => {
        log.push(`load ${key}`);
        if (key === 1) subscriber.next('item 1');
        return () => {
          if (key === 2) react(cache);
        };
      });
    const cache = prefetchCache(load, after({ 1: [[2, 2], [3, 1]] }), { onRequest: 'abort' }); // prettier-ignore
    record(cache.get(1));
    return { cache, log };
  }
  const inFlight = ({ snapshot }: { snapshot: () => { inFlight: readonly { key: number }[] } }) =>
    snapshot().inFlight.map(({ key }) => key);

  it('may end the request: the provider is not called for it, and the plan goes on', () => {
    const key$ = new Subject<number>();
    const { cache, log } = setUp(() => reader.stop());
    const reader = record(key$.pipe(cache));
    key$.next(7);
    expect(log).toEqual(['load 1', 'load 2', 'load 3', 'load 2', 'load 3']);
    expect(inFlight(cache)).toEqual([2, 3]);
  });

  it('may request the key itself: the requests share one load', () => {
    const { cache, log } = setUp((the) => record(the.get(7)));
    record(cache.get(7));
    expect(log).toEqual(['load 1', 'load 2', 'load 3', 'load 7']);
    expect(inFlight(cache)).toEqual([7]);
  });

  it('may set the key: the request gets that item', () => {
    const { cache, log } = setUp((the) => the.set(7, 'seven'));
    expect(record(of(7).pipe(cache)).values).toEqual(['seven']);
    expect(log).toEqual(['load 1', 'load 2', 'load 3', 'load 2', 'load 3']);
  });

  it('may close the cache', () => {
    const { cache, log } = setUp((the) => the.close());
    const get = record(cache.get(7));
    expect([get.end, log]).toEqual(['error', ['load 1', 'load 2', 'load 3']]);
  });

  it('may throw: the request is served', () => {
    const { cache } = setUp(() => {
      throw new Error('teardown');
    });
    record(cache.get(7));
    expect([inFlight(cache), unhandled.arrived()]).toEqual([[7], [expect.any(Error)]]);
  });
});

describe('On a source with one lane, of which a page takes 300 ms, a reader who steps back every 500 ms', () => {
  /** How many of ten pages are shown before the next step. */
  function shownInTime(concurrency: number, onRequest: OnRequest): number {
    const scheduler = new VirtualTimeScheduler();
    const pages = lanes(1, () => 300, scheduler);
    const cache = prefetchCache(pages, dynamicDistanceDecay(), { scheduler, concurrency, onRequest, order: 'switch' }); // prettier-ignore
    const page$ = new Subject<number>();
    const shown = record(page$.pipe(cache));
    page$.next(100);
    for (let step = 1; step <= 10; step++)
      scheduler.schedule(() => page$.next(100 - step), 500 * step);
    scheduler.schedule(() => cache.close(), 5500);
    scheduler.flush();
    return shown.values.length - 1;
  }

  it('sees 10 of 10 pages in time with `abort`, and few where prefetches go first', () => {
    expect({
      abort: [1, 2, 4].map((slots) => shownInTime(slots, 'abort')),
      hold: shownInTime(2, 'hold'),
      continue: shownInTime(2, 'continue'),
    }).toEqual({ abort: [10, 10, 10], hold: 6, continue: 2 });
  });

  it('has prefetches by `auto`, whose control sees no congestion with one slot', () => {
    const scheduler = new VirtualTimeScheduler();
    const predictor = auto<number>();
    const cache = prefetchCache(lanes(1, () => 300, scheduler), predictor, { scheduler, concurrency: 1, onRequest: 'abort' }); // prettier-ignore
    const page$ = new Subject<number>();
    record(page$.pipe(cache));
    for (let step = 0; step < 60; step++) scheduler.schedule(() => page$.next(step), 500 * step);
    scheduler.flush();
    const { hits, requests } = cache.stats();
    expect([predictor.control.threshold < 0.2, requests - hits < 12]).toEqual([true, true]);
  });
});
