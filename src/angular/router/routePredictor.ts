import { likelihoodsOf } from '../../predictors/likelihoodsOf.js';
import type { AccessPredictor, Predictor } from '../../types.js';
import type { ResolvedPreloadingOptions } from './options.js';
import { leadsThrough } from './routePaths.js';

/** A predictor of lazy routes, and of the lazy routes below a loaded one. */
export interface RoutePredictor extends AccessPredictor<string> {
  /**
   * Lazy routes below a route that was loaded since the last prediction, if they lead to predicted
   * routes, the likeliest first. Together with the predicted routes they are at most `maxRoutes`.
   */
  takeBelow(path: string): string[];
}

/**
 * Names the lazy routes that lead to each path that a predictor names.
 *
 * @param lazyPaths - paths of the lazy routes that are not loaded yet
 */
export function routePredictor(
  predictor: Predictor<string>,
  {
    minLikelihood,
    savesData,
    maxRoutes,
  }: Pick<ResolvedPreloadingOptions, 'minLikelihood' | 'savesData' | 'maxRoutes'>,
  lazyPaths: () => Iterable<string>,
): RoutePredictor {
  /** Paths of the last prediction, the likeliest first. */
  let targets: string[] = [];
  /** How many more routes may be loaded until the next prediction. */
  let left = 0;
  return {
    observe(access) {
      if (typeof predictor !== 'function') predictor.observe?.(access);
    },
    ended(reader) {
      if (typeof predictor !== 'function') predictor.ended?.(reader);
    },
    predict(current, history, add) {
      targets = [];
      left = 0;
      if (savesData()) return;
      const ways = new Set<string>();
      const named: [string, number][] = [];
      const lazy = [...lazyPaths()];
      for (const [path, likelihood] of likelihoodsOf(predictor, current, history)) {
        if (likelihood < minLikelihood) continue;
        named.push([path, likelihood]);
        for (const way of lazy) {
          if (!leadsThrough(path, way)) continue;
          ways.add(way);
          add(way, likelihood);
        }
      }
      targets = named.sort(([, a], [, b]) => b - a).map(([path]) => path);
      left = Math.max(0, maxRoutes - ways.size);
    },
    takeBelow(path) {
      const below = [...lazyPaths()].filter((way) => way !== path && leadsThrough(way, path));
      const ways = targets.flatMap((target) => below.filter((way) => leadsThrough(target, way)));
      const taken = [...new Set(ways)].slice(0, left);
      left -= taken.length;
      return taken;
    },
  };
}
