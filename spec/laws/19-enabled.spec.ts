import { describe, expect, it } from '@jest/globals';
import { NEVER, of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { handProvider } from '../support/handProvider.js';
import { naming } from '../support/naming.js';
import { record } from '../support/record.js';
import { catchUnhandled } from '../support/unhandled.js';
import { virtually } from '../support/virtually.js';

function setUp(concurrency = 8) {
  const enabled$ = new Subject<boolean>();
  const provider = handProvider();
  const observed: number[] = [];
  const predictor = {
    observe: ({ key }: { key: number }) => void observed.push(key),
    predict: (
      _current: number,
      _history: readonly number[],
      add: (key: number, likelihood: number) => void,
    ) => {
      add(8, 2);
      add(9, 1);
    },
  };
  return {
    enabled$,
    provider,
    observed,
    cache: prefetchCache(provider, predictor, { enabled$, concurrency }),
  };
}

describe('Law 19: the switch. The cache', () => {
  const unhandled = catchUnhandled();

  it('prefetches only while it is enabled', () => {
    virtually(({ keys, cold, source, expectObservable, expectSubscriptions, scheduler }) => {
      const enabled$ = cold('      --f---t----', { f: false, t: true });
      const key$ = keys('          1-2-3---4--|');
      const loads = source({ 1: '  a|         ', 2: 'b|', 3: 'c|', 4: 'd|', 9: '-----x|' });
      const subscribed9 = ['       ^-!        ', '------^----!'];
      const items = '              a-b-c---d--|';

      const cache = prefetchCache(loads.load, naming(9), { scheduler, enabled$ });
      expectObservable(key$.pipe(cache)).toBe(items);
      loads.expectLoads(9, ...subscribed9);
      expectSubscriptions(enabled$.subscriptions).toBe('^          ');
    });
  });

  it('prefetches until its first value', () => {
    const { cache, provider } = setUp();
    record(cache.get(1));
    expect(provider.open()).toEqual([1, 8, 9]);
  });

  it('takes a value that is there when it is made', () => {
    const provider = handProvider();
    record(prefetchCache(provider, naming(8), { enabled$: of(false) }).get(1));
    expect(provider.open()).toEqual([1]);
  });

  it('aborts all prefetches when it is disabled, and neither requests nor warms', () => {
    const { cache, provider, enabled$ } = setUp();
    record(cache.get(1));
    record(cache.get(8));
    record(cache.warm([5]));
    enabled$.next(false);
    expect(provider.open()).toEqual([1, 8, 5]);
    expect(provider.log.slice(-2)).toEqual(['left 9', 'abort 9']);
  });

  it('serves, keeps its history and learns while it is disabled', () => {
    const { cache, provider, enabled$, observed } = setUp();
    enabled$.next(false);
    const reader = record(of(1, 2, 1).pipe(cache));
    record(cache.get(3));
    provider.give(1, 2);
    expect(reader.values).toEqual(['item 1', 'item 2', 'item 1']);
    expect(observed).toEqual([1, 2, 1, 3]);
    expect(cache.snapshot()).toMatchObject({
      readers: [{ history: [3] }],
      plan: [{ key: 8 }, { key: 9 }],
    });
    expect(provider.open()).toEqual([3]);
  });

  it('starts what is planned in the call that enables it', () => {
    const { cache, provider, enabled$ } = setUp(1);
    enabled$.next(false);
    record(cache.get(1));
    enabled$.next(true);
    expect(provider.open()).toEqual([1, 8]);
  });

  it('does not keep a load for a prediction when its last request leaves while it is disabled', () => {
    const { cache, provider, enabled$ } = setUp();
    record(cache.get(1));
    enabled$.next(false);
    record(cache.get(8)).stop();
    expect(provider.open()).toEqual([1]);
  });

  it.each(['error', 'complete'] as const)('keeps its last word when it ends: %s', (end) => {
    for (const last of [true, false]) {
      const { cache, provider, enabled$ } = setUp();
      enabled$.next(last);
      if (end === 'error') enabled$.error(new Error('lost'));
      else enabled$.complete();
      record(cache.get(1));
      expect(provider.open()).toEqual(last ? [1, 8, 9] : [1]);
      expect(unhandled.arrived()).toEqual([]);
    }
  });

  it('subscribes it once, when it is made, and releases it when it closes', () => {
    virtually(({ cold, expectObservable, expectSubscriptions, scheduler }) => {
      const enabled$ = cold<boolean>('-----------');
      const subscribed = '            ^-----!    ';
      const cache = prefetchCache<number, string>(() => NEVER, naming(9), { scheduler, enabled$ });
      expectObservable(NEVER.pipe(cache)).toBe('------|');
      scheduler.schedule(() => cache.close(), 6);
      expectSubscriptions(enabled$.subscriptions).toBe(subscribed);
    });
  });

  it('may be switched from inside a listener', () => {
    const { cache, provider, enabled$ } = setUp();
    record(cache.events$, ({ type }) => {
      if (type === 'prefetch-start') enabled$.next(false);
    });
    record(cache.get(1));
    expect(provider.open()).toEqual([1]);
  });

  it('loads again in the call that enables it what it stopped', () => {
    const { cache, provider, enabled$ } = setUp();
    record(cache.get(1));
    provider.give(8);
    enabled$.next(false);
    expect(provider.open()).toEqual([1]);
    enabled$.next(true);
    // A second time says nothing new: what has failed or left is not begun once more.
    enabled$.next(true);
    expect(provider.open()).toEqual([1, 9]);
    expect(provider.log.filter((line) => line === 'prefetch 9')).toHaveLength(2);
  });
});
