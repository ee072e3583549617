import { connect, defer, finalize, forkJoin, map, takeLast, type OperatorFunction } from 'rxjs';
import {
  auto,
  distanceDecay,
  dynamicData,
  dynamicDistanceDecay,
  prefetchCache,
  type CacheStats,
  type DataProvider,
  type Predictor,
  type PrefetchCacheOptions,
} from 'rxjs-prefetch-cache';
import type { Frame } from 'rxjs-prefetch-cache/mot';

/** A cache with one of the predictors, and its figures at the end. */
export interface Outcome {
  readonly name: string;
  readonly stats: CacheStats;
}

/**
 * What is compared: an ordinary cache, and one with each predictor. Those that learn serve one
 * cache each.
 */
const createPredictors = (): Readonly<Record<string, Predictor<number>>> => ({
  'no prefetching': () => [],
  distanceDecay: distanceDecay(),
  dynamicDistanceDecay: dynamicDistanceDecay(),
  dynamicData: dynamicData({ possibleJumps: [-15, -5, -1, 1, 5, 15] }),
  auto: auto(),
});

type Options = PrefetchCacheOptions<number, Frame>;

/** Gives the same keys at the same moments to a cache with each predictor. */
export function compare(
  provider: DataProvider<number, Frame>,
  options: Options,
): OperatorFunction<number, Outcome[]> {
  return connect((key$) =>
    forkJoin(
      Object.entries(createPredictors()).map(([name, predictor]) =>
        key$.pipe(
          read(provider, predictor, options),
          map((stats) => ({ name, stats })),
        ),
      ),
    ),
  );
}

/** Keys go in, frames come out; what is kept of them here is how long that took. */
function read(
  provider: DataProvider<number, Frame>,
  predictor: Predictor<number>,
  options: Options,
): OperatorFunction<number, CacheStats> {
  return (key$) =>
    defer(() => {
      const frames = prefetchCache(provider, predictor, options);
      return key$.pipe(
        frames,
        takeLast(1),
        map(() => frames.stats()),
        finalize(() => frames.close()),
      );
    });
}
