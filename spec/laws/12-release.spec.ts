import { describe, expect, it } from '@jest/globals';
import { NEVER, of, Subject } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { adaptive } from '../../src/auto/adaptive.js';
import { auto } from '../../src/auto/auto.js';
import type { AccessPredictor } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

const load = (key: number) => of(key);

describe('Law 12: release. The cache', () => {
  it('releases in the call that unsubscribes everything that only this reader wanted', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8, 9), { concurrency: 1 });
    const reader = record(new Subject<number>().pipe(cache));
    const key$ = new Subject<number>();
    const other = record(key$.pipe(cache));
    for (const key of [1, 2]) key$.next(key);
    expect(provider.open()).toEqual([1, 8, 2]);
    other.stop();
    expect(provider.open()).toEqual([]);
    expect(cache.snapshot()).toMatchObject({ plan: [], readers: [], inFlight: [] });
    reader.stop();
  });

  it.each([
    ['the predictor', (predictor: AccessPredictor<number>) => prefetchCache(load, predictor)],
    [
      'a predictor that a control measures',
      (predictor: AccessPredictor<number>) =>
        prefetchCache(load, predictor, { control: adaptive() }),
    ],
    [
      'an expert of auto',
      (predictor: AccessPredictor<number>) => prefetchCache(load, auto({ experts: [predictor] })),
    ],
    [
      'an expert of an auto that a control measures',
      (predictor: AccessPredictor<number>) =>
        prefetchCache(load, auto({ experts: [predictor] }), { control: adaptive() }),
    ],
  ] as const)('lets %s know which reader has ended, once', (_who, create) => {
    const readers: number[] = [];
    const ended: number[] = [];
    const cache = create({
      predict: () => undefined,
      observe: ({ reader }) => readers.push(reader),
      ended: (reader) => ended.push(reader),
    });
    const [one, other] = [new Subject<number>(), new Subject<number>()];
    const [first, second] = [record(one.pipe(cache)), record(other.pipe(cache))];
    one.next(1);
    other.next(2);
    expect(ended).toEqual([]);
    second.stop();
    expect(ended).toEqual([readers[1]]);
    one.complete();
    first.stop();
    expect(ended).toEqual([readers[1], readers[0]]);
    cache.close();
    expect(ended).toHaveLength(2);
  });

  it.each(['concat', 'merge', 'switch'] as const)(
    'asks for nothing where `keyOf` unsubscribes its reader: %s',
    (order) => {
      const provider = handProvider();
      const keyOf = (key: number): number => {
        reader.stop();
        return key;
      };
      const cache = prefetchCache(provider, naming(8), { keyOf, order });
      const key$ = new Subject<number>();
      const reader = record(key$.pipe(cache));
      key$.next(1);
      expect([provider.log, cache.stats().planned]).toEqual([[], 0]);
    },
  );

  it('releases the request, its plan and its prefetches when a stream is unsubscribed', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          1------------');
      const loads = source({ 1: '  -----a|', 2: '-------b|' });
      const until = '              ^--!         ';
      const subscribed1 = '        ^--!         ';
      const subscribed2 = '        ^--!         ';
      const items = '              -------------';

      const cache = prefetchCache(loads.load, naming(2), { scheduler });
      expectObservable(key$.pipe(cache), until).toBe(items);
      loads.expectLoads(1, subscribed1);
      loads.expectLoads(2, subscribed2);
    });
  });

  it('delivers what was requested when the source has completed, and then completes', () => {
    virtually(({ keys, source, expectObservable, scheduler }) => {
      const key$ = keys('          12|           ');
      const loads = source({ 1: '  ----a|', 2: '------b|', 3: '---c|' });
      const subscribed3 = '        ^-!           ';
      const items = '              ----a--(b|)   ';

      const cache = prefetchCache(loads.load, naming(3), { scheduler });
      expectObservable(key$.pipe(cache)).toBe(items);
      loads.expectLoads(3, subscribed3);
    });
  });

  it('ends the plan of a reader when its source completes, and emits that', () => {
    const cache = prefetchCache<number, string>(() => NEVER, naming(8));
    const log = eventLog(cache, 'plan', 'prefetch-start', 'prefetch-abort');
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    key$.next(1);
    key$.complete();
    expect(log).toEqual(['plan 8', 'prefetch-start 8', 'plan ended', 'prefetch-abort 8']);
  });

  it('leaves the reader of the gets as it is when a get is over', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8));
    record(cache.get(1)).stop();
    expect(provider.open()).toEqual([8]);
    expect(cache.snapshot().readers).toEqual([{ id: 1, current: 1, history: [1] }]);
  });

  it('releases inside `next` too', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8));
    let open: number[] = [];
    record(of(1, 2, 3).pipe(cache), (_item, stop) => {
      stop();
      open = provider.open();
    });
    provider.give(1);
    expect(open).toEqual([]);
  });

  it('releases inside a listener', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8));
    const key$ = new Subject<number>();
    const reader = record(key$.pipe(cache));
    record(cache.events$, ({ type }) => {
      if (type === 'load-success') reader.stop();
    });
    for (const key of [1, 2]) key$.next(key);
    provider.give(1);
    expect([provider.open(), reader.values]).toEqual([[], []]);
  });

  it('releases inside a load that is being started', () => {
    const provider = handProvider();
    const key$ = new Subject<number>();
    const cache = prefetchCache<number, string>((key, context) => {
      if (key === 2) reader.stop();
      return provider.load(key, context);
    }, silent);
    const reader = record(key$.pipe(cache));
    for (const key of [1, 2]) key$.next(key);
    expect(provider.open()).toEqual([]);
    expect(cache.stats()).toMatchObject({ loads: 2, inFlight: 0 });
  });

  it('counts a request that was abandoned as a request, not as a wait', () => {
    const cache = prefetchCache<number, string>(() => NEVER, silent);
    record(cache.get(1)).stop();
    expect(cache.stats()).toMatchObject({ requests: 1, misses: 1, wait: { count: 0 } });
  });
});
