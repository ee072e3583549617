import { likelihoodsOf } from '../../predictors/likelihoodsOf.js';
import type { AccessPredictor, Predictor } from '../../types.js';
import type { ResolvedPreloadingOptions } from './options.js';
import { leadsThrough } from './routePaths.js';

/**
 * Says, for each path that a predictor names, the lazy routes through which one comes there.
 *
 * @param lazyPaths - the paths of lazy routes that are not loaded yet
 */
export function routePredictor(
  predictor: Predictor<string>,
  { minLikelihood, savesData }: Pick<ResolvedPreloadingOptions, 'minLikelihood' | 'savesData'>,
  lazyPaths: () => Iterable<string>,
): AccessPredictor<string> {
  return {
    observe(access) {
      if (typeof predictor !== 'function') predictor.observe?.(access);
    },
    predict(current, history, add) {
      if (savesData()) return;
      const lazy = [...lazyPaths()];
      for (const [path, likelihood] of likelihoodsOf(predictor, current, history)) {
        if (likelihood < minLikelihood) continue;
        for (const way of lazy) if (leadsThrough(path, way)) add(way, likelihood);
      }
    },
  };
}
