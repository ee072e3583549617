import { describe, expect, it } from '@jest/globals';
import { of, Subject } from 'rxjs';
import { cacheState } from '../../operators/cacheState.js';
import { foldState } from '../../operators/foldState.js';
import { foldStats } from '../../operators/foldStats.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchCacheOptions } from '../../src/options.js';
import type { CacheState } from '../../src/types.js';
import { createClock } from '../support/clock.js';
import { handProvider } from '../support/handProvider.js';
import { naming, silent } from '../support/naming.js';
import { record } from '../support/record.js';

/** A cache and a run of all that can happen to it, one step at a time. */
function life(options: PrefetchCacheOptions<number, string> = {}) {
  const clock = createClock();
  const provider = handProvider();
  const enabled$ = new Subject<boolean>();
  const predict = (key: number): [number, number][] => {
    if (key === 66) throw new Error('no');
    return [[key + 1, 2], [key + 2, 1]]; // prettier-ignore
  };
  const cache = prefetchCache(provider, predict, {
    maxKeys: 4,
    ttl: 1000,
    scheduler: clock,
    enabled$,
    ...options,
  });
  const key$ = new Subject<number>();
  const steps: (() => unknown)[] = [
    () => record(key$.pipe(cache.with({ errors: 'value' }))),
    () => key$.next(1),
    () => provider.give(1),
    () => provider.give(2, 3),
    () => key$.next(2),
    () => record(cache.get(3)),
    () => provider.fail(4),
    () => record(cache.get(50)).stop(),
    () => record(of(60, 61).pipe(cache.with({ errors: 'value' }))),
    () => provider.fail(60),
    () => provider.give(61),
    () => key$.next(66),
    () => cache.set(70, 'x'),
    () => cache.set(70, 'y'),
    () => record(cache.warm([80, 81, 70])),
    () => provider.give(80),
    () => cache.invalidate(70),
    () => (clock.frame = 5000),
    () => key$.next(2),
    () => enabled$.next(false),
    () => key$.next(90),
    () => enabled$.next(true),
    () => cache.clear(),
    () => key$.complete(),
    () => cache.close(),
  ];
  return { cache, steps };
}
const flat = ({ residents, inFlight, plan, ...rest }: CacheState<number>) => ({
  ...rest,
  residents: residents.flat().sort((a, b) => a.key - b.key),
  inFlight: [...inFlight].sort((a, b) => a.key - b.key),
  plan: [...plan].sort((a, b) => a.reader - b.reader || b.likelihood - a.likelihood),
});

describe('Law 16: folds. The cache', () => {
  it('has, at each moment, the figures that its events give', () => {
    const { cache, steps } = life();
    const folded = record(cache.events$.pipe(foldStats()));
    for (const step of steps) {
      step();
      if (folded.values.length > 0) expect(folded.values.at(-1)).toEqual(cache.stats());
    }
    expect(cache.stats()).toMatchObject({
      predictorErrors: 1,
      residents: 0,
      bytes: 0,
      inFlight: 0,
      planned: 0,
    });
  });

  it('has the same stats without listeners', () => {
    const [heard, unheard] = [life(), life()];
    record(heard.cache.events$);
    heard.steps.forEach((step, i) => {
      step();
      unheard.steps[i]?.();
      expect(unheard.cache.stats()).toEqual(heard.cache.stats());
    });
  });

  it('has the same stats when a listener subscribes later', () => {
    const late = life();
    const whole = life();
    late.steps.forEach((step, i) => {
      if (i === 9) record(late.cache.events$);
      step();
      whole.steps[i]?.();
      expect(late.cache.stats()).toEqual(whole.cache.stats());
    });
  });

  it('has, at each moment, the state that its events give', () => {
    const { cache, steps } = life();
    const folded = record(cache.events$.pipe(foldState<number>()));
    for (const step of steps) {
      step();
      const state = folded.values.at(-1);
      if (state) expect(flat(state)).toEqual(flat(cache.snapshot()));
    }
  });

  it('has the state that `cacheState` emits, at any moment', () => {
    const { cache, steps } = life();
    const states: { readonly values: CacheState<number>[] }[] = [];
    for (const step of steps) {
      states.push(record(cacheState(cache)));
      step();
      for (const { values } of states)
        expect(flat(values.at(-1) as CacheState<number>)).toEqual(flat(cache.snapshot()));
    }
  });

  it('begins `stats$` and `cacheState` with now', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    record(cache.get(1));
    expect(record(cache.stats$).values).toEqual([cache.stats()]);
    expect(record(cacheState(cache)).values).toEqual([cache.snapshot()]);
  });

  it('continues both once each time all its events have been emitted', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(8, 9));
    const stats = record(cache.stats$);
    const states = record(cacheState(cache));
    const counts = (): number[] => [stats.values.length, states.values.length];
    expect(counts()).toEqual([1, 1]);
    record(cache.get(1));
    expect(counts()).toEqual([2, 2]);
    cache.set(5, 'five');
    expect(counts()).toEqual([3, 3]);
    expect(stats.values.at(-1)).toEqual(cache.stats());
  });

  it('emits it once, also if a listener made requests meanwhile', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const stats = record(cache.stats$);
    const states = record(cacheState(cache));
    record(cache.events$, (event) => {
      if (event.type === 'store' && event.key < 5) cache.set(event.key + 1, 'x');
    });
    cache.set(1, 'x');
    expect([stats.values.length, states.values.length, stats.values.at(-1)?.residents]).toEqual([
      2, 2, 5,
    ]);
  });

  it('emits nothing on them if nothing happened', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const stats = record(cache.stats$);
    cache.invalidate(1);
    cache.clear();
    cache.peek(1);
    expect(stats.values).toHaveLength(1);
  });

  it('emits nothing more on them when they are unsubscribed', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent);
    const sides = [record<unknown>(cache.stats$), record<unknown>(cacheState(cache))];
    for (const side of sides) side.stop();
    record(cache.get(1));
    expect(sides.map(({ values }) => values.length)).toEqual([1, 1]);
  });

  it('leaves identical in a state what did not change', () => {
    const cache = prefetchCache((key: number) => of(`item ${key}`), silent, { maxKeys: 1000 });
    for (let key = 0; key < 200; key++) cache.set(key, 'x');
    const states = record(cacheState(cache));
    cache.set(500, 'y');
    const [before, after] = states.values;
    expect(after?.residents.filter((page, i) => page === before?.residents[i])).toHaveLength(3);
    expect([
      after?.inFlight === before?.inFlight,
      after?.plan === before?.plan,
      after?.readers === before?.readers,
    ]).toEqual([true, true, true]);
  });

  it('counts each figure of a life', () => {
    const { cache, steps } = life();
    for (const step of steps.slice(0, -1)) step();
    const { wait, ...figures } = cache.stats();
    expect(figures).toMatchObject({
      requests: figures.hits + figures.joins + figures.misses,
      prefetchErrors: 1,
      predictorErrors: 1,
    });
    expect(wait.count).toBeLessThanOrEqual(figures.requests);
    expect(figures.useful + figures.wasted).toBeLessThanOrEqual(figures.prefetches);
    expect(figures.evictions).toBe(
      Object.values(figures.evictionsBy).reduce((sum, count) => sum + count, 0),
    );
  });
});
