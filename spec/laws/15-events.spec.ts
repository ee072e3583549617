import { describe, expect, it } from '@jest/globals';
import { map, of, Subject } from 'rxjs';
import { ofType } from '../../operators/ofType.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { CacheEvent } from '../../src/events.js';
import { createClock } from '../support/clock.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { say } from '../support/say.js';
import { catchUnhandled } from '../support/unhandled.js';
import { virtually } from '../support/virtually.js';

describe('Law 15: events. The cache', () => {
  it('emits each step of a request and of its prefetches in order', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8), { concurrency: 1 });
    const log = eventLog(cache);
    record(cache.get(1), (item) => log.push(item));
    provider.give(1, 8);
    record(cache.get(8), (item) => log.push(item));
    expect(log).toEqual([
      'miss 1',
      'load-start 1',
      'plan 8',
      'prefetch-start 8',
      'load-success 1',
      'store 1 demand',
      'serve 1',
      'item 1',
      'prefetch-success 8',
      'store 8 prefetch',
      'hit 8 first',
      'plan',
      'item 8',
    ]);
  });

  it('emits the events of a load that ends in the call that begins it in the same order', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const log = eventLog(cache, 'miss', 'load-start', 'load-success', 'store', 'serve');
    record(cache.get(1), (item) => log.push(item));
    expect(log).toEqual([
      'miss 1',
      'load-start 1',
      'load-success 1',
      'store 1 demand',
      'serve 1',
      'item 1',
    ]);
  });

  it('emits the time of the scheduler with each event', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          -1---2---|');
      const loads = source({ 1: '  --a|      ', 2: '---b|' });
      const misses = '             -1---2----';
      const ends = '               ---3----8-';
      const waits = '              ---2----3-';

      const cache = prefetchCache(loads.load, silent, { scheduler });
      const text = map((value: number) => String(value));
      const miss$ = cache.events$.pipe(ofType('miss'), map(({ key }) => key), text); // prettier-ignore
      const end$ = cache.events$.pipe(ofType('load-success'), map(({ at }) => at), text); // prettier-ignore
      const wait$ = cache.events$.pipe(ofType('serve'), map(({ wait }) => wait), text); // prettier-ignore
      expectObservable(miss$).toBe(misses);
      expectObservable(end$).toBe(ends);
      expectObservable(wait$).toBe(waits);
      expectObservable(key$.pipe(cache)).toBe('---a----b|');
    });
  });

  it('has changed its state before it emits the event', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8), { maxKeys: 2 });
    const seen: unknown[] = [];
    record(cache.events$, (event) => {
      if (event.type === 'store' || event.type === 'evict')
        seen.push([say(event), cache.has(event.key), cache.size]);
      if (event.type === 'load-start')
        seen.push([say(event), cache.snapshot().inFlight.map(({ key }) => key)]);
      if (event.type === 'plan')
        seen.push([say(event), cache.snapshot().plan.map(({ key }) => key)]);
    });
    record(cache.get(1));
    provider.give(1);
    cache.invalidate(1);
    expect(seen).toEqual([
      ['load-start 1', [1, 8]],
      ['plan 8', [8]],
      ['store 1 demand', true, 1],
      ['evict 1 invalidated', false, 0],
    ]);
  });

  it('emits one event at a time, in the same order to each listener, also when a listener requests a key', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const logs: string[][] = [[], []];
    let inside = 0;
    const listen = (log: string[] | undefined) => (event: CacheEvent<number>) => {
      expect(++inside).toBe(1);
      log?.push(say(event));
      if (event.type === 'store' && event.key < 3) record(cache.get(event.key + 1));
      inside--;
    };
    for (const log of logs) record(cache.events$, listen(log));
    record(cache.get(1));
    expect(logs[0]).toEqual(logs[1]);
    expect(logs[0]?.filter((line) => /miss|store/.test(line))).toEqual([
      'miss 1',
      'store 1 demand',
      'miss 2',
      'store 2 demand',
      'miss 3',
      'store 3 demand',
    ]);
  });

  it('emits an event before the item that it is about', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, silent);
    cache.set(3, 'item 3');
    const log = eventLog(cache, 'hit', 'serve', 'store');
    record(of(1, 2, 3).pipe(cache), (item) => log.push(item));
    record(cache.get(3), (item) => log.push(item));
    provider.give(2, 1);
    expect(log).toEqual([
      'hit 3 held',
      'hit 3',
      'item 3',
      'store 2 demand',
      'store 1 demand',
      'serve 1',
      'item 1',
      'serve 2',
      'item 2',
      'serve 3',
      'item 3',
    ]);
  });

  it('emits what a listener causes before the item whose event it handles', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const log: string[] = [];
    record(cache.events$, (event) => {
      log.push(say(event));
      if (event.type === 'store' && event.key === 1) cache.set(9, 'nine');
    });
    record(cache.get(1), (item) => log.push(item));
    expect(log.indexOf('store 9 set')).toBeLessThan(log.indexOf('item 1'));
    expect(log.at(-1)).toBe('item 1');
  });

  it('emits to a listener no event from before its subscription, also if others have not got it yet', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    let late: string[] | undefined;
    record(cache.events$, () => (late ??= eventLog(cache)));
    record(cache.get(1));
    expect(late).toEqual(['serve 1']);
    cache.set(5, 'five');
    expect(late).toEqual(['serve 1', 'store 5 set']);
  });

  it('emits the same events whatever the number of listeners and their time of subscription', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    record(cache.get(1));
    const log = eventLog(cache);
    record(cache.get(1));
    expect(log).toEqual(['hit 1']);
    expect(cache.stats()).toMatchObject({ requests: 2, hits: 1, misses: 1 });
  });
});

describe('Law 15: a listener that throws. The cache', () => {
  const unhandled = catchUnhandled();
  const failure = new Error('a listener failed');

  it.each(['events$', 'evictions$', 'stats$'] as const)(
    'reports it as RxJS does and goes on: %s',
    (side) => {
      const cache = prefetchCache((key: number) => of(`item ${key}`), silent, { maxKeys: 1 });
      const throws = record<unknown>(cache[side], () => {
        throw failure;
      });
      const calm = record<unknown>(cache[side]);
      const reader = record(of(1, 2, 3).pipe(cache));
      expect([reader.values, reader.end]).toEqual([['item 1', 'item 2', 'item 3'], 'complete']);
      expect([throws.end, calm.end]).toEqual([undefined, undefined]);
      expect(calm.values.length).toBeGreaterThan(1);
      expect(unhandled.arrived()).toContain(failure);
      cache.close();
      expect([throws.end, calm.end]).toEqual(['complete', 'complete']);
    },
  );

  it('reports what a reader throws in `next`, and hands the next item over all the same', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const reader = record(of(1, 2).pipe(cache), (item) => {
      if (item === 'item 1') throw failure;
    });
    expect([reader.values, reader.end]).toEqual([['item 1', 'item 2'], 'complete']);
    expect(unhandled.arrived()).toEqual([failure]);
  });
});

describe('Law 15: side streams. The cache', () => {
  it('never errors one of them, whatever fails', () => {
    const provider = handProvider();
    const enabled$ = new Subject<boolean>();
    const cache = prefetchCache(provider, () => { throw new Error('no'); }, { enabled$, scheduler: createClock() }); // prettier-ignore
    const sides = [cache.events$, cache.evictions$, cache.stats$].map((side$) =>
      record<unknown>(side$),
    );
    record(of(1).pipe(cache.with({ errors: 'value' })));
    record(cache.get(2));
    provider.fail(1);
    provider.end(2);
    enabled$.error(new Error('gone'));
    expect(sides.map(({ end }) => end)).toEqual([undefined, undefined, undefined]);
  });
});
