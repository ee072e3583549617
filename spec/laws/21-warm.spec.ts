import { describe, expect, it } from '@jest/globals';
import { NEVER, of, range, Subject, takeUntil } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { WarmProgress } from '../../src/types.js';
import { createClock } from '../support/clock.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

const progress = (done: number, failed: number, skipped: number, total: number): WarmProgress => ({
  done,
  failed,
  skipped,
  total,
});

describe('Law 21: warm. The cache', () => {
  it('loads the keys in their order, at most `concurrency` at once, and emits its progress', () => {
    virtually(({ source, expectObservable, scheduler }) => {
      const loads = source({ 1: '  --a|      ', 2: '-----b|', 3: '--c|' });
      const subscribed1 = '        ^-!       ';
      const subscribed2 = '        ^----!    ';
      const subscribed3 = '        --^-!     ';
      const said = '               a-b-c(d|) ';

      const cache = prefetchCache(loads.load, silent, { scheduler, concurrency: 2 });
      const [a, b, c, d] = [0, 1, 2, 3].map((done) => progress(done, 0, 0, 3));
      expectObservable(cache.warm([1, 2, 3])).toBe(said, { a, b, c, d });
      loads.expectLoads(1, subscribed1);
      loads.expectLoads(2, subscribed2);
      loads.expectLoads(3, subscribed3);
    });
  });

  it('loads nothing before it is subscribed', () => {
    const provider = handProvider();
    const warm$ = prefetchCache(provider, silent).warm([1]);
    expect(provider.log).toEqual([]);
    record(warm$);
    expect(provider.log).toEqual(['prefetch 1']);
  });

  it('is over at once without keys', () => {
    expect(record(prefetchCache(handProvider(), silent).warm([]))).toMatchObject({
      values: [progress(0, 0, 0, 0)],
      end: 'complete',
    });
  });

  it('takes keys of any iterable, anew for each subscription', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    const warm$ = cache.warm(new Set([1, 2]));
    record(warm$).stop();
    record(warm$);
    expect(provider.open()).toEqual([1, 2]);
  });

  it('has slots of its own, beside those of prefetches and of other warms', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8, 9), { concurrency: 1 });
    record(cache.get(1));
    record(cache.warm([2, 3]));
    record(cache.warm([4, 5]));
    expect(provider.open()).toEqual([1, 8, 2, 4]);
  });

  it('skips what is resident or in flight', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8));
    cache.set(1, 'x');
    record(cache.get(2));
    const warm = record(cache.warm([1, 2, 8, 4, 4]));
    expect(provider.open()).toEqual([2, 8, 4]);
    provider.give(4);
    expect(warm).toMatchObject({ end: 'complete' });
    expect(warm.values.at(-1)).toEqual(progress(1, 0, 4, 5));
  });

  it('counts a failure and goes on', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { concurrency: 1 });
    const log = eventLog(cache, 'prefetch-error', 'prefetch-success');
    const warm = record(cache.warm([1, 2, 3]));
    provider.fail(1);
    provider.end(2);
    provider.give(3);
    expect([warm.values.at(-1), warm.end]).toEqual([progress(1, 2, 0, 3), 'complete']);
    expect(log).toEqual(['prefetch-error 1', 'prefetch-error 2', 'prefetch-success 3']);
  });

  it('stops, with the rest skipped, where only warmed items could be displaced', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { maxKeys: 2, concurrency: 1 });
    cache.set(9, 'x');
    const warm = record(cache.warm([1, 2, 3, 4]));
    provider.give(1, 2);
    expect([warm.values.at(-1), warm.end]).toEqual([progress(2, 0, 2, 4), 'complete']);
    expect([cache.has(9), cache.has(1), cache.has(2), provider.open()]).toEqual([
      false,
      true,
      true,
      [],
    ]);
  });

  it('stops where only likelier items could be displaced', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8, 9), { maxKeys: 3 });
    record(cache.get(1));
    provider.give(1, 8, 9);
    const warm = record(cache.warm([2, 3]));
    expect([warm.values.at(-1), warm.end, provider.open()]).toEqual([
      progress(0, 0, 2, 2),
      'complete',
      [],
    ]);
  });

  it('does not displace what it found here', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { maxKeys: 2, concurrency: 1 });
    for (const key of [1, 9]) cache.set(key, 'x');
    const warm = record(cache.warm([1, 2, 3]));
    provider.give(2);
    expect([warm.values.at(-1), cache.has(1), cache.has(9), cache.has(2)]).toEqual([
      progress(1, 0, 2, 3),
      true,
      false,
      true,
    ]);
  });

  it('no longer guards its items when it is over', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { maxKeys: 2 });
    record(cache.warm([1, 2]));
    provider.give(1, 2);
    const second = record(cache.warm([3]));
    provider.give(3);
    expect([second.values.at(-1), cache.has(1), cache.has(3)]).toEqual([
      progress(1, 0, 0, 1),
      false,
      true,
    ]);
  });

  it('counts its loads as prefetches, and emits that a warm began them', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    const starts: unknown[] = [];
    record(cache.events$, (event) => {
      if (event.type === 'prefetch-start' || event.type === 'prefetch-success')
        starts.push([event.type, event.warm]);
      if (event.type === 'store') starts.push([event.type, event.from, event.unrequested]);
    });
    record(cache.warm([1]));
    provider.give(1);
    record(cache.get(1));
    expect(starts).toEqual([['prefetch-start', true], ['prefetch-success', true], ['store', 'warm', true]]); // prettier-ignore
    expect(cache.stats()).toMatchObject({ prefetches: 1, useful: 1, timely: 1, loads: 0 });
  });

  it('lets a request join, which goes on when the warm is unsubscribed', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    const warm = record(cache.warm([1, 2]));
    const reader = record(cache.get(1));
    warm.stop();
    expect(provider.open()).toEqual([1]);
    provider.give(1);
    expect(reader.values).toEqual(['item 1']);
  });

  it('is not stopped by `enabled$`', () => {
    const enabled$ = new Subject<boolean>();
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { enabled$, concurrency: 1 });
    record(cache.warm([1, 2]));
    enabled$.next(false);
    provider.give(1);
    expect(provider.open()).toEqual([2]);
  });

  it('moves no reader', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8));
    record(cache.warm([1]));
    provider.give(1);
    expect([provider.log, cache.snapshot().readers]).toEqual([['prefetch 1'], []]);
  });

  it('skips all with a concurrency of 0', () => {
    const warm = record(prefetchCache(handProvider(), silent, { concurrency: 0 }).warm([1, 2]));
    expect(warm).toMatchObject({ values: [progress(0, 0, 2, 2)], end: 'complete' });
  });

  it('counts what is invalidated, cleared or set on its way as failed', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    const warm = record(cache.warm([1, 2, 3]));
    cache.invalidate(1);
    cache.set(2, 'two');
    cache.clear();
    expect([warm.values.at(-1), warm.end]).toEqual([progress(0, 3, 0, 3), 'complete']);
  });

  it('continues with the other keys when its first keys are requested', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { concurrency: 1 });
    const warm = record(cache.warm([1, 2, 3]));
    record(cache.get(2));
    provider.give(1);
    expect(provider.open()).toEqual([2, 3]);
    provider.give(2, 3);
    expect(warm.values.at(-1)).toEqual(progress(2, 0, 1, 3));
  });

  it('loads an expired item anew', () => {
    const clock = createClock();
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { ttl: 10, scheduler: clock });
    cache.set(1, 'old');
    clock.frame = 10;
    record(cache.warm([1]));
    provider.give(1);
    expect(cache.peek(1)).toBe('item 1');
  });

  it('runs 20,000 loads through that end in the call that begins them', () => {
    const keys: number[] = [];
    record(range(0, 20_000), (key) => keys.push(key));
    const cache = prefetchCache((key: number) => of(key), silent, {
      maxKeys: 20_000,
      concurrency: 1,
    });
    const warm = record(cache.warm(keys));
    expect([warm.values.at(-1), warm.end, cache.size]).toEqual([
      progress(20_000, 0, 0, 20_000),
      'complete',
      20_000,
    ]);
  });

  it('may be stopped inside its own progress', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent, { concurrency: 1 });
    record(cache.warm([1, 2, 3]), ({ done }, stop) => {
      if (done === 1) stop();
    });
    provider.give(1);
    expect(provider.open()).toEqual([]);
    expect(cache.has(1)).toBe(true);
  });

  it('errors with what its keys throw, and loads nothing', () => {
    const failure = new Error('no keys');
    const keys = {
      *[Symbol.iterator](): Generator<number> {
        yield 1;
        throw failure;
      },
    };
    const provider = handProvider();
    expect(record(prefetchCache(provider, silent).warm(keys)).error).toBe(failure);
    expect(provider.log).toEqual([]);
  });

  it('aborts the load of a warm that is stopped while the provider is called', () => {
    const stop$ = new Subject<void>();
    const cache = prefetchCache<number, string>(() => {
      stop$.next();
      return NEVER;
    }, silent);
    record(cache.warm([1]).pipe(takeUntil(stop$)));
    expect(cache.stats().inFlight).toBe(0);
  });
});
