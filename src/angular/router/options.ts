import { checkNumber, checkOptions, checkPart, expected, type Defined } from '../../options.js';
import type { Predictor } from '../../types.js';
import { savesData } from './savesData.js';

/** Options of `predictivePreloading`. */
export interface PredictivePreloadingOptions {
  /**
   * Predictor of routes. Its keys are the configured paths of active routes, from the outermost
   * in, with a slash before each: `/users/:id`. A route with an empty path is a single slash. One
   * instance serves one application.
   * @defaultValue a `markov()` that saves its model in local storage for the next visit
   */
  readonly predictor?: Predictor<string> | undefined;
  /**
   * How many lazy routes are preloaded after one navigation: an integer of 0 or more.
   * @defaultValue 3
   */
  readonly maxRoutes?: number | undefined;
  /**
   * Likelihood below which a route is skipped, on the scale of the predictor: a number of 0 or
   * more.
   * @defaultValue 0
   */
  readonly minLikelihood?: number | undefined;
  /** How many routes are loaded at once: an integer of 0 or more. @defaultValue 2 */
  readonly concurrency?: number | undefined;
  /**
   * Called after each navigation; while it returns true, nothing is preloaded.
   * @defaultValue whether the browser reports save-data or a 2g network
   */
  readonly savesData?: (() => boolean) | undefined;
}

/** Options with all defaults but the predictor, which needs an application. */
export type ResolvedPreloadingOptions = Defined<Omit<PredictivePreloadingOptions, 'predictor'>> &
  Pick<PredictivePreloadingOptions, 'predictor'>;

/**
 * Checks options and fills in the defaults.
 *
 * @throws RangeError | TypeError that names the option, what was expected and what was given
 */
export function resolvePreloadingOptions(
  options: PredictivePreloadingOptions,
): ResolvedPreloadingOptions {
  const {
    predictor,
    maxRoutes = 3,
    minLikelihood = 0,
    concurrency = 2,
    savesData: saves = savesData,
  } = checkOptions(options, [
    'predictor',
    'maxRoutes',
    'minLikelihood',
    'concurrency',
    'savesData',
  ]);
  if (predictor !== undefined) checkPart('predictor', predictor, 'predict', 'observe', 'ended');
  if (typeof saves !== 'function') throw expected('savesData', 'a function', saves);
  return {
    ...(predictor && { predictor }),
    maxRoutes: checkNumber('maxRoutes', maxRoutes, 0, true),
    minLikelihood: checkNumber('minLikelihood', minLikelihood, 0),
    concurrency: checkNumber('concurrency', concurrency, 0, true),
    savesData: saves,
  };
}
