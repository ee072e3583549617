import { checkNumber, checkOptions, checkPart, expected, type Defined } from '../../options.js';
import type { Predictor } from '../../types.js';
import { savesData } from './savesData.js';

/** What is preloaded, and how much of it. */
export interface PredictivePreloadingOptions {
  /**
   * Says which routes may come next. Its keys are the paths of active routes as they are
   * configured, from the outermost in, with a slash before each: `/users/:id`; a route with an
   * empty path is a slash alone. One instance serves one application. @defaultValue a `markov()`,
   * which keeps what it learns in the local storage of the browser, for the next visit
   */
  readonly predictor?: Predictor<string> | undefined;
  /**
   * How many lazy routes are preloaded after one navigation: an integer from 0 and up.
   * @defaultValue 3
   */
  readonly maxRoutes?: number | undefined;
  /**
   * Routes that are less likely are left out, in the measure of the predictor: from 0 and up.
   * @defaultValue 0: all that it names
   */
  readonly minLikelihood?: number | undefined;
  /** How many are loaded at once: an integer from 0 and up. @defaultValue 2 */
  readonly concurrency?: number | undefined;
  /**
   * Asked after each navigation; while it says yes, nothing is preloaded.
   * @defaultValue what the browser says of save-data and of 2g
   */
  readonly savesData?: (() => boolean) | undefined;
}

/** Options with all defaults but the predictor, which needs an application. */
export type ResolvedPreloadingOptions = Defined<Omit<PredictivePreloadingOptions, 'predictor'>> &
  Pick<PredictivePreloadingOptions, 'predictor'>;

/**
 * Checks options and fills in the defaults.
 *
 * @throws RangeError | TypeError that names the option, what was expected and what came
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
