import { describe, expect, it } from '@jest/globals';
import { last, map, of, type Observable } from 'rxjs';
import { cacheState } from '../../operators/cacheState.js';
import { foldState } from '../../operators/foldState.js';
import { foldStats } from '../../operators/foldStats.js';
import { ofType } from '../../operators/ofType.js';
import { predict, type Prediction } from '../../operators/predict.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { CacheEvent, EvictEvent, PlanEvent, PrefetchErrorEvent } from '../../src/events.js';
import { distanceDecay } from '../../src/predictors/distanceDecay.js';
import { likelihoodsOf } from '../../src/predictors/likelihoodsOf.js';
import type { CacheState, CacheStats } from '../../src/types.js';
import { isExactly } from './equal.js';

const cache = prefetchCache((key: bigint) => of(String(key)), () => []); // prettier-ignore

describe('The types of the operators need no type arguments', () => {
  it('ofType: an event of that type, with the keys of the cache', () => {
    const error$ = cache.events$.pipe(ofType('prefetch-error'));
    const evict$ = cache.events$.pipe(ofType('evict'));
    const plan$ = cache.events$.pipe(ofType('plan'));
    const key$ = cache.events$.pipe(ofType('hit'), map(({ key, firstUse }) => (firstUse ? key : 0n))); // prettier-ignore
    expect(isExactly<Observable<PrefetchErrorEvent<bigint>>>()(error$)).toBe(true);
    expect(isExactly<Observable<EvictEvent<bigint>>>()(evict$)).toBe(true);
    expect(isExactly<Observable<PlanEvent<bigint>>>()(plan$)).toBe(true);
    expect(isExactly<Observable<bigint>>()(key$)).toBe(true);
    // @ts-expect-error: there is no such type
    expect(() => cache.events$.pipe(ofType('hitt'))).not.toThrow();
  });

  it('ofType: each type', () => {
    const types: Record<CacheEvent<bigint>['type'], true> = {
      hit: true,
      join: true,
      miss: true,
      serve: true,
      'load-start': true,
      'load-success': true,
      'load-error': true,
      'load-abort': true,
      'prefetch-start': true,
      'prefetch-success': true,
      'prefetch-error': true,
      'prefetch-abort': true,
      'revalidate-start': true,
      'revalidate-success': true,
      'revalidate-error': true,
      'revalidate-abort': true,
      store: true,
      evict: true,
      plan: true,
      'predictor-error': true,
      close: true,
    };
    expect(Object.keys(types)).toHaveLength(21);
  });

  it('foldStats and foldState', () => {
    const stats$ = cache.events$.pipe(foldStats());
    const state$ = cache.events$.pipe(foldState(), last());
    const later$ = cache.events$.pipe(foldState(cache.snapshot()));
    expect(isExactly<Observable<CacheStats>>()(stats$)).toBe(true);
    expect(isExactly<Observable<CacheState<bigint>>>()(state$)).toBe(true);
    expect(isExactly<Observable<CacheState<bigint>>>()(later$)).toBe(true);
  });

  it('cacheState', () => {
    const state$ = cacheState(cache);
    expect(isExactly<Observable<CacheState<bigint>>>()(state$)).toBe(true);
  });

  it('predict, with a built-in predictor, a function and an object', () => {
    const built$ = of(1).pipe(predict(distanceDecay()));
    const written$ = of('a').pipe(
      predict((current, history) => [[current + String(history.at(-1)), 1]]),
    );
    const object$ = of('a').pipe(
      predict(
        { predict: (current, _history, add) => add(current.toUpperCase(), 1) },
        { historySize: 5 },
      ),
    );
    expect(isExactly<Observable<Prediction<number>>>()(built$)).toBe(true);
    expect(isExactly<Observable<Prediction<string>>>()(written$)).toBe(true);
    expect(isExactly<Observable<Prediction<string>>>()(object$)).toBe(true);
  });

  it('likelihoodsOf', () => {
    const likelihoods = likelihoodsOf(distanceDecay(), 5, [5]);
    expect(isExactly<Map<number, number>>()(likelihoods)).toBe(true);
  });
});
