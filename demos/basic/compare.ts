import { connect, defer, finalize, forkJoin, map, takeLast, type OperatorFunction } from 'rxjs';
import {
  auto,
  distanceDecay,
  dynamicData,
  dynamicDistanceDecay,
  prefetchCache,
  type AutoJson,
  type CacheStats,
  type DataProvider,
  type Predictor,
  type PrefetchCacheOptions,
} from 'rxjs-prefetch-cache';
import type { Frame } from 'rxjs-prefetch-cache/mot';

/** The stats of a cache with one of the predictors. */
export interface Outcome {
  readonly name: string;
  readonly stats: CacheStats;
}

/** The predictors that are compared, made anew as those that learn serve one cache each. */
const createPredictors = (model: AutoJson): Readonly<Record<string, Predictor<number>>> => ({
  'no prefetching': () => [],
  distanceDecay: distanceDecay(),
  dynamicDistanceDecay: dynamicDistanceDecay(),
  dynamicData: dynamicData({ possibleJumps: [-15, -5, -1, 1, 5, 15] }),
  auto: auto(),
  'auto, second visit': auto({ from: model }),
});

type Options = PrefetchCacheOptions<number, Frame>;

/**
 * Gives the same keys at the same times to a cache with each predictor.
 *
 * @param model - what `auto` has learned before its second visit
 */
export function compare(
  provider: DataProvider<number, Frame>,
  options: Options,
  model: AutoJson,
): OperatorFunction<number, Outcome[]> {
  return connect((key$) =>
    forkJoin(
      Object.entries(createPredictors(model)).map(([name, predictor]) =>
        key$.pipe(
          read(provider, predictor, options),
          map((stats) => ({ name, stats })),
        ),
      ),
    ),
  );
}

/** Reads all keys through a cache, and returns its stats. */
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
