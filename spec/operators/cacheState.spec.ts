import { describe, expect, it } from '@jest/globals';
import { distinctUntilChanged, map, of, Subject } from 'rxjs';
import { cacheState } from '../../operators/cacheState.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { createClock } from '../support/clock.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

describe('cacheState', () => {
  it('emits the state now, and then each new state', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          -1------2---|');
      const loads = source({ 1: '  ---a|', 2: '--b|' });
      const items = '              ----a-----b-|';
      const inFlight = '           01--0---1-0--';

      const cache = prefetchCache(loads.load, silent, { scheduler });
      const inFlight$ = cacheState(cache).pipe(
        map((state) => String(state.inFlight.length)),
        distinctUntilChanged(),
      );
      expectObservable(inFlight$).toBe(inFlight);
      expectObservable(key$.pipe(cache)).toBe(items);
    });
  });

  it('is empty for a cache without requests', () => {
    const [state] = record(cacheState(prefetchCache(handProvider(), silent))).values;
    expect(state).toMatchObject({
      residents: [],
      inFlight: [],
      plan: [],
      readers: [],
      stats: { requests: 0 },
      historySize: 30,
    });
  });

  it('emits each state from the first request to the close', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8, 9), {
      concurrency: 1,
      scheduler: createClock(),
    });
    const states = record(cacheState(cache));
    record(cache.get(1));
    provider.give(8);
    expect(states.values.at(-1)).toMatchObject({
      residents: [[{ key: 8, bytes: 0, unrequested: true }]],
      inFlight: [
        { key: 1, reason: 'demand' },
        { key: 9, reason: 'prefetch' },
      ],
      plan: [
        { key: 8, likelihood: 1, reader: 1 },
        { key: 9, likelihood: 0.5, reader: 1 },
      ],
      readers: [{ id: 1, current: 1, history: [1] }],
    });
    record(cache.get(8));
    expect(states.values.at(-1)?.residents).toEqual([[{ key: 8, bytes: 0, unrequested: false }]]);
  });

  it('completes when the cache closes, after the last state', () => {
    const cache = prefetchCache(handProvider(), silent);
    const states = record(cacheState(cache));
    cache.set(1, 'one');
    cache.close();
    expect(states.end).toBe('complete');
    expect(states.values.at(-1)?.residents.flat()).toEqual([]);
  });

  it('listens to the cache only while it is subscribed, separately for each subscriber', () => {
    const cache = prefetchCache(handProvider(), silent);
    const [first, second] = [record(cacheState(cache)), record(cacheState(cache))];
    cache.set(1, 'one');
    first.stop();
    cache.set(2, 'two');
    expect([first.values.length, second.values.length]).toEqual([2, 3]);
  });

  it('lets its first subscriber change the cache during subscription', () => {
    const cache = prefetchCache((key: number) => of(key), silent);
    const states = record(cacheState(cache), ({ residents }) => {
      if (residents.length === 0) cache.set(1, 1);
    });
    expect(states.values.at(-1)?.residents.flat().map(({ key }) => key)).toEqual([1]); // prettier-ignore
  });

  it('emits the present state when it is subscribed in a listener', () => {
    const cache = prefetchCache((key: number) => of(key), silent);
    let inner: ReturnType<typeof record<unknown>> | undefined;
    record(cache.events$, ({ type }) => {
      if (type === 'load-start')
        inner ??= record(
          cacheState(cache).pipe(map(({ residents }) => residents.flat().map(({ key }) => key))),
        );
    });
    record(cache.get(1));
    expect(inner?.values.at(-1)).toEqual([1]);
    cache.set(2, 2);
    expect(inner?.values.at(-1)).toEqual([1, 2]);
  });

  it('keeps residents in pages, and a change replaces one page', () => {
    const cache = prefetchCache((key: number) => of(key), silent, { maxKeys: 10_000 });
    for (let key = 0; key < 5000; key++) cache.set(key, key);
    const states = record(cacheState(cache));
    cache.invalidate(2500);
    cache.set(9000, 1);
    const [a, b, c] = states.values;
    const changes = (from = a, to = b): number =>
      (to?.residents ?? []).filter((page, i) => page !== from?.residents[i]).length;
    expect([
      changes(a, b),
      changes(b, c),
      a?.residents.flat().length,
      b?.residents.flat().length,
      c?.residents.flat().length,
    ]).toEqual([1, 1, 5000, 4999, 5000]);
  });

  it('emits states that a view cannot use to change the cache', () => {
    const cache = prefetchCache((key: number) => of(key), silent);
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    const states = record(cacheState(cache));
    key$.next(1);
    const state = states.values.at(-1) as unknown as {
      residents: { key: number }[][];
      readers: { history: number[] }[];
    };
    state.residents.length = 0;
    state.readers[0]?.history.push(99);
    expect([cache.has(1), cache.snapshot().readers[0]?.history]).toEqual([true, [1]]);
  });
});
