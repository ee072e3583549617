import { describe, expect, it } from '@jest/globals';
import { NEVER, of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { oldest } from '../../src/eviction/oldest.js';
import { dynamicDistanceDecay } from '../../src/predictors/dynamicDistanceDecay.js';
import type { EntryInfo, EvictionPolicy } from '../../src/types.js';
import { createClock } from '../support/clock.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

describe('prefetchCache', () => {
  it('is an operator: keys go in, items come out, and likely keys are prefetched', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1-----2--3-----|');
      const loads = source({ 1: '  ---a|', 2: '----b|', 3: '-----c|' });
      const subscribed1 = '        ^--!            ';
      const subscribed2 = '        ^---!           ';
      const subscribed3 = '        ------^----!    ';
      const items = '              ---a--b----c---|';

      const cache = prefetchCache(loads.load, (key) => [[key + 1, 1]], { scheduler });
      expectObservable(key$.pipe(cache)).toBe(items);
      loads.expectLoads(1, subscribed1);
      loads.expectLoads(2, subscribed2);
      loads.expectLoads(3, subscribed3);
    });
  });

  it('does what its example shows', () => {
    const pages = prefetchCache(
      (page: number) => of(`text of page ${page}`),
      dynamicDistanceDecay(),
    );
    expect(record(of(1, 2, 3).pipe(pages)).values).toEqual([
      'text of page 1',
      'text of page 2',
      'text of page 3',
    ]);
    expect(pages.stats().hits).toBe(2);
  });

  it('loads nothing before the first request', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2));
    const item$ = cache.get(1);
    void of(1).pipe(cache);
    expect(provider.log).toEqual([]);
    record(item$);
    expect(provider.log).toEqual(['demand 1', 'prefetch 2']);
  });

  it('makes one request for each subscription of a get', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const item$ = cache.get(1);
    record(item$);
    record(item$);
    expect(cache.stats()).toMatchObject({ requests: 2, hits: 1, misses: 1 });
  });

  it('shares its items between all streams, also after they have ended', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    record(of(1).pipe(cache));
    record(of(1).pipe(cache.with({ errors: 'value' })));
    expect(cache.stats()).toMatchObject({ loads: 1, hits: 1 });
  });

  it('shows its items by `peek`, `has` and `size`', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    expect([cache.peek(1), cache.has(1), cache.size]).toEqual([undefined, false, 0]);
    record(cache.get(1));
    cache.set(2, 'two');
    expect([cache.peek(1), cache.has(1), cache.peek(2), cache.size]).toEqual([
      'item 1',
      true,
      'two',
      2,
    ]);
  });

  it('has a plan of 20 keys, 4 slots and a history of 30 keys by default', () => {
    const provider = handProvider();
    let longest = 0;
    const cache = prefetchCache(provider, (key, history) => {
      longest = Math.max(longest, history.length);
      return Array.from({ length: 50 }, (_, i) => [key + 1000 + i, 1 / (i + 1)]);
    });
    for (let key = 0; key < 40; key++) record(cache.get(key)).stop();
    expect([
      cache.snapshot().plan.length,
      provider.open().length,
      longest,
      cache.snapshot().historySize,
    ]).toEqual([20, 4, 30, 30]);
  });

  it('gives a snapshot of the present state', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8, 9), {
      concurrency: 1,
      maxBytes: 100,
      sizeOf: ({ length }) => length,
      scheduler: createClock(),
    });
    record(cache.get(1));
    provider.give(8);
    const snapshot = cache.snapshot();
    expect(snapshot).toMatchObject({
      residents: [[{ key: 8, bytes: 6, unrequested: true }]],
      inFlight: [{ key: 1, reason: 'demand' }, { key: 9, reason: 'prefetch' }], // prettier-ignore
      plan: [{ key: 8, likelihood: 1, reader: 1 }, { key: 9, likelihood: 0.5, reader: 1 }], // prettier-ignore
      readers: [{ id: 1, current: 1, history: [1] }],
      historySize: 30,
    });
    expect(snapshot.stats).toEqual(cache.stats());
  });

  it('omits readers without requests from its snapshot', () => {
    const cache = prefetchCache((key: number) => of(key), silent);
    record(NEVER.pipe(cache));
    expect(cache.snapshot().readers).toEqual([]);
  });

  it('reports arrivals, uses and removals to its policy, and asks for a victim only when an item must leave', () => {
    const log: unknown[] = [];
    const inner = oldest<number>();
    const policy: EvictionPolicy<number> = {
      added: (key, { bytes, unrequested, at }: EntryInfo) => {
        log.push(['added', key, bytes, unrequested, at]);
        inner.added(key, { bytes, unrequested, at });
      },
      used: (key) => {
        log.push(['used', key]);
        inner.used(key);
      },
      removed: (key) => {
        log.push(['removed', key]);
        inner.removed(key);
      },
      victim: (isShielded) => {
        const victim = inner.victim(isShielded);
        log.push(['victim', victim]);
        return victim;
      },
    };
    const clock = createClock();
    clock.frame = 7;
    const cache = prefetchCache((key: number) => of(`item ${key}`), (key) => (key === 1 ? [[8, 1]] : []), { maxKeys: 2, sizeOf: ({ length }) => length, eviction: policy, scheduler: clock }); // prettier-ignore
    record(cache.get(1));
    record(cache.get(8));
    record(cache.get(2));
    cache.set(8, 'eight');
    cache.peek(8);
    cache.invalidate(8);
    expect(log).toEqual([
      ['added', 1, 6, false, 7],
      ['added', 8, 6, true, 7],
      ['used', 8],
      ['victim', 1],
      ['removed', 1],
      ['added', 2, 6, false, 7],
      ['removed', 8],
      ['added', 8, 5, false, 7],
      ['removed', 8],
    ]);
  });

  it('asks its policy for several victims for a large item, and shields each from then on', () => {
    const victims: unknown[] = [];
    const inner = oldest<string>();
    const policy: EvictionPolicy<string> = {
      ...inner,
      victim: (isShielded) => {
        const victim = inner.victim(isShielded);
        victims.push(victim);
        if (victim !== undefined) expect(isShielded(victim)).toBe(false);
        return victim;
      },
    };
    const cache = prefetchCache((key: string) => of(key), silent, {
      maxBytes: 4,
      sizeOf: ({ length }) => length,
      eviction: policy,
    });
    for (const key of ['a', 'b', 'c', 'd']) cache.set(key, key);
    cache.set('eee', 'eee');
    expect(victims).toEqual(['a', 'b', 'c']);
  });

  it('serves each reader at its own position', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, (key) => [[key + 1, 1]]);
    const [first$, second$] = [new Subject<number>(), new Subject<number>()];
    record(first$.pipe(cache));
    record(second$.pipe(cache));
    first$.next(10);
    second$.next(20);
    record(cache.get(30));
    first$.next(11);
    expect(cache.snapshot().readers.map(({ current, history }) => [current, history])).toEqual([[11, [10, 11]], [20, [20]], [30, [30]]]); // prettier-ignore
    expect(cache.snapshot().plan.map(({ key }) => key)).toEqual([12, 21, 31]);
  });

  it('uses only the clock of its scheduler', () => {
    const clock = createClock();
    clock.frame = 1234;
    const cache = prefetchCache((key: number) => of(key), naming(8), { scheduler: clock });
    const times = record(cache.events$);
    record(cache.get(1));
    cache.close();
    expect(new Set(times.values.map(({ at }) => at))).toEqual(new Set([1234]));
  });
});
