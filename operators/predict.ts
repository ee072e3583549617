import { defer, map, type OperatorFunction } from 'rxjs';
import { monotonicNow } from './internal/monotonicNow.js';
import { createHistory } from '../src/cache/history.js';
import { checkNumber, checkOptions, checkPart, sameKey } from '../src/options.js';
import { likelihoodsOf } from '../src/predictors/likelihoodsOf.js';
import type { Predictor } from '../src/types.js';

/** The options of `predict`. */
export interface PredictOptions {
  /**
   * How many keys of history the predictor gets; the last one is the current key. A finite integer
   * of 1 or more.
   * @defaultValue 30
   */
  readonly historySize?: number | undefined;
}

/** The likelihoods of the keys that may follow a key. */
export interface Prediction<K> {
  readonly key: K;
  /** Likelihoods of the keys that may be requested next; higher is likelier. */
  readonly likelihoods: Map<K, number>;
}

/**
 * The likelihoods of the keys that may be requested next, after each key.
 *
 *     key$         1-------2-------|
 *     prediction$  p-------q-------|
 *
 * A predictor that learns observes each key before it predicts, as in a cache without residents. A
 * key equal to the one before is no move: it is not observed, and not added to the history.
 *
 * ```ts
 * of(10).pipe(predict(distanceDecay({ maxSpan: 1 }))).subscribe(({ likelihoods }) => console.log([...likelihoods]));
 * // [[9, 0.35…], [10, 1], [11, 0.35…]]
 * ```
 *
 * @param predictor - gives the likelihoods; an error that it throws ends the stream
 * @throws RangeError | TypeError for wrong options
 */
export function predict<K>(
  predictor: Predictor<K>,
  options: PredictOptions = {},
): OperatorFunction<K, Prediction<K>> {
  checkPart('predictor', predictor, 'predict', 'observe', 'ended');
  const { historySize = 30 } = checkOptions(options, ['historySize']);
  checkNumber('historySize', historySize, 1, true, Number.MAX_SAFE_INTEGER);
  return (key$) =>
    defer(() => {
      const history = createHistory<K>(historySize);
      return key$.pipe(
        map((key) => {
          const moves = history.keys.length === 0 || !sameKey(history.keys.at(-1), key);
          if (moves) {
            history.push(key);
            if (typeof predictor !== 'function') {
              predictor.observe?.({
                key,
                at: monotonicNow(),
                reader: 1,
                outcome: 'miss',
                isResident: () => false,
              });
            }
          }
          return { key, likelihoods: likelihoodsOf(predictor, key, history.keys) };
        }),
      );
    });
}
