import { describe, expect, it } from '@jest/globals';
import { Observable, of, Subject, type Subscriber } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import type { PredictFunction, PrefetchCache, View } from '../../src/types.js';
import { createClock } from '../support/clock.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { after, silent } from '../support/naming.js';
import { record } from '../support/record.js';

/** A view in one word: `1=item 1, 2!` where key 2 has failed. */
const words = (view: View<number, string> | undefined): string =>
  [...(view?.values() ?? [])]
    .map((one) => (one.status === 'fulfilled' ? `${one.key}=${one.value}` : `${one.key}!`))
    .join(', ');

/** One subscriber of views, of a cache whose clock stands still. */
function setUp(
  options: PrefetchCacheOptions<number, string> = {},
  predictor: PredictFunction<number> = silent,
) {
  const clock = createClock();
  const provider = handProvider();
  const cache = prefetchCache<number, string>(provider, predictor, {
    scheduler: clock,
    ...options,
  });
  const log = eventLog(cache);
  const view$ = new Subject<Iterable<number>>();
  const views = record(view$.pipe(cache.view));
  const last = () => words(views.values.at(-1));
  return { clock, provider, cache, log, view$, views, last };
}

/** A provider whose loads call `left` when they are unsubscribed before their end. */
function leaving(left: (key: number) => void) {
  const open = new Map<number, Subscriber<string>>();
  const load = (key: number): Observable<string> =>
    new Observable((subscriber) => {
      open.set(key, subscriber);
      return () => {
        if (open.get(key) !== subscriber) return;
        open.delete(key);
        left(key);
      };
    });
  const give = (key: number): void => {
    const subscriber = open.get(key);
    open.delete(key);
    subscriber?.next(`item ${key}`);
  };
  return { load, give, open: () => [...open.keys()] };
}

describe('Laws 22 and 25: a view with `abort`', () => {
  it('joins the prefetches of its own keys instead of aborting them', () => {
    const { provider, view$ } = setUp(
      { onRequest: 'abort' },
      after({ 7: [[1, 3], [2, 2], [3, 1]] }), // prettier-ignore
    );
    view$.next([7]);
    provider.give(7);
    provider.log.length = 0;
    view$.next([1, 2]);
    expect(provider.log).toEqual(['left 3', 'abort 3']);
    expect(provider.open()).toEqual([1, 2]);
  });

  it('joins them also if another key of it is a miss', () => {
    const { provider, view$ } = setUp({ onRequest: 'abort' }, after({ 7: [[1, 2], [2, 1]] })); // prettier-ignore
    view$.next([7]);
    provider.give(7);
    provider.log.length = 0;
    view$.next([9, 1, 2]);
    expect(provider.log).toEqual(['demand 9']);
  });

  it('waits once for a key that is invalidated while prefetches are aborted for it', () => {
    const call = { at: 0, then: (): void => undefined };
    const { load, give, open } = leaving((key) => {
      if (key === call.at) call.then();
    });
    const cache = prefetchCache(load, after({ 1: [[2, 1]] }), { onRequest: 'abort' });
    const view$ = new Subject<Iterable<number>>();
    const views = record(view$.pipe(cache.view));
    record(cache.get(1));
    give(1);
    expect(open()).toEqual([2]);
    Object.assign(call, { at: 2, then: () => cache.invalidate(5) });
    view$.next([5]);
    expect(open()).toEqual([5]);
    views.stop();
    // No request waits: nothing wants 5, and the plan of the `get` goes on.
    expect(open()).toEqual([2]);
  });
});

describe('Law 22: a view that is given while other views are invalidated', () => {
  it('requests each of its keys once', () => {
    const call = { at: -1, then: (): void => undefined };
    const { load } = leaving((key) => {
      if (key === call.at) call.then();
    });
    const cache: PrefetchCache<number, string> = prefetchCache(load, silent);
    const first$ = new Subject<Iterable<number>>();
    const second$ = new Subject<Iterable<number>>();
    record(first$.pipe(cache.view));
    record(second$.pipe(cache.view));
    first$.next([0, 2]);
    Object.assign(call, {
      at: 0,
      then() {
        call.at = -1;
        second$.next([2]);
      },
    });
    const log = eventLog(cache, 'miss', 'join');
    cache.clear();
    expect(log).toEqual(['miss 2', 'miss 0', 'join 2']);
  });
});

describe('Laws 22 and 24: a new item of a key that is shown, without other room', () => {
  const stale = { ttl: 10, staleWhileRevalidate: 50 };

  it('takes the place of the expired one once the next map was emitted', () => {
    const { clock, provider, cache, view$, last } = setUp({ ...stale, maxKeys: 2 });
    cache.set(1, 'a');
    cache.set(2, 'b');
    clock.frame = 20;
    view$.next([1, 2]);
    provider.give(1, 2);
    expect(last()).toBe('1=item 1, 2=item 2');
    expect([cache.peek(1), cache.peek(2)]).toEqual(['item 1', 'item 2']);
  });

  it('takes its place as by `set` after a reload', () => {
    const { provider, cache, view$ } = setUp({ maxKeys: 1 });
    cache.set(1, 'a');
    view$.next([1]);
    cache.reload(1);
    provider.give(1);
    expect(cache.peek(1)).toBe('item 1');
  });

  it('takes its place if it is set', () => {
    const { cache, view$ } = setUp({ maxKeys: 1 });
    cache.set(1, 'a');
    view$.next([1]);
    cache.set(1, 'b');
    expect(cache.peek(1)).toBe('b');
  });

  it('displaces no other item, as the old one leaves', () => {
    const { provider, cache, view$, log } = setUp({ maxKeys: 2 });
    cache.set(1, 'a');
    cache.set(9, 'z');
    view$.next([1]);
    cache.reload(1);
    provider.give(1);
    expect(log).not.toContain('evict 9 capacity');
    expect([cache.peek(1), cache.peek(9)]).toEqual(['item 1', 'z']);
  });

  it('does not leave the cache without the key if it was prefetched', () => {
    const { clock, provider, cache, view$ } = setUp({ ...stale, maxKeys: 2 }, after({ 9: [[1, 1]] })); // prettier-ignore
    view$.next([1]);
    provider.give(1);
    clock.frame = 20;
    record(cache.get(9));
    provider.give(9, 1);
    expect([cache.has(1), cache.has(9)]).toEqual([true, true]);
  });

  it('is kept after a stale hit whose provider answers in the call', () => {
    const clock = createClock();
    const cache = prefetchCache<number, string>((key) => of(`item ${key}`), silent, {
      ...stale,
      maxKeys: 1,
      scheduler: clock,
    });
    cache.set(1, 'a');
    clock.frame = 20;
    expect(record(cache.get(1)).values).toEqual(['a']);
    expect(cache.peek(1)).toBe('item 1');
  });
});

describe('Laws 14 and 22: `invalidateWhere`', () => {
  it('loads a shown key again that was not kept, as `invalidate` and `clear` do', () => {
    const { provider, cache, view$ } = setUp({ maxKeys: 1 });
    view$.next([1, 2]);
    provider.give(1, 2);
    provider.log.length = 0;
    cache.invalidateWhere(() => true);
    expect(provider.log).toEqual(['demand 1', 'demand 2']);
  });

  it('loads the followed key again, if it was not kept', () => {
    const { provider, cache } = setUp({ maxBytes: 1, sizeOf: () => 2 });
    record(of(1).pipe(cache.with({ follow: true })));
    const key$ = new Subject<number>();
    record(key$.pipe(cache.with({ follow: true })));
    key$.next(1);
    provider.give(1);
    provider.log.length = 0;
    cache.invalidateWhere(() => true);
    expect(provider.log).toEqual(['demand 1']);
  });

  it('loads a shown failed key again, if its failure was forgotten', () => {
    const { provider, cache, view$, last } = setUp({ maxKeys: 1 });
    view$.next([1, 2]);
    provider.fail(1);
    provider.fail(2);
    expect(last()).toBe('1!, 2!');
    provider.log.length = 0;
    cache.invalidateWhere(() => true);
    expect(provider.log).toEqual(['demand 1', 'demand 2']);
  });
});

describe('Laws 22 and 24: a key of a view that shows an expired item instead of an error', () => {
  const setUpFailed = () => {
    const parts = setUp({ ttl: 10, staleIfError: 100 });
    parts.cache.set(1, 'old');
    parts.clock.frame = 20;
    parts.view$.next([1]);
    parts.provider.fail(1);
    expect(parts.last()).toBe('1=old');
    parts.provider.log.length = 0;
    return parts;
  };

  it('is loaded again by the next view', () => {
    const { provider, view$ } = setUpFailed();
    view$.next([1, 2]);
    expect(provider.log).toEqual(['demand 1', 'demand 2']);
  });

  it('is loaded again by `retry`', () => {
    const { provider, views } = setUpFailed();
    views.values.at(-1)?.retry();
    expect(provider.log).toEqual(['demand 1']);
  });
});
