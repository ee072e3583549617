import type { AccessPredictor } from '../types.js';
import { checkNumber, checkOptions } from '../options.js';
import { checkScale } from './checkScale.js';
import { isBelow } from './isBelow.js';

/** Options of `dynamicDistanceDecay`. */
export interface DynamicDistanceDecayOptions {
  /**
   * Likelihood of the next key, from which it falls with distance: a number from 0 and up.
   * @defaultValue 2
   */
  readonly forwardBias?: number | undefined;
  /**
   * Largest distance of a key ahead, and twice that of a key behind: an integer from 0 to 32,767.
   * @defaultValue 25
   */
  readonly maxSpan?: number | undefined;
}

/** Keys ahead that are likelier after a move forward. */
const NEAR = 9;

/**
 * Predicts that keys ahead are likelier than keys behind, and more so after a move forward.
 *
 * Forward d = 1..maxSpan: forwardBias / d^0.8, times 1.5 up to d = 9 if the last move went up.
 * Backward d = 1..maxSpan / 2, not below key 0: 0.3 / d^1.2. It suits playing and reading on. Keys
 * are safe integers; for other keys it predicts nothing. Cost: 1.5 · maxSpan likelihoods a request,
 * from tables. From the reference system, `DynamicDistanceDecay`.
 *
 * @throws RangeError | TypeError for an option out of its limits
 */
export function dynamicDistanceDecay(
  options: DynamicDistanceDecayOptions = {},
): AccessPredictor<number> {
  const { forwardBias = 2, maxSpan = 25 } = checkOptions(options, ['forwardBias', 'maxSpan']);
  checkScale('forwardBias', forwardBias);
  checkNumber('maxSpan', maxSpan, 0, true, 32_767);
  const forward = Float64Array.from({ length: maxSpan + 1 }, (_, d) =>
    d === 0 ? 0 : forwardBias / d ** 0.8,
  );
  const rising = forward.map((likelihood, d) => (d <= NEAR ? likelihood * 1.5 : likelihood));
  const backward = Float64Array.from({ length: Math.floor(maxSpan / 2) + 1 }, (_, d) =>
    d === 0 ? 0 : 0.3 / d ** 1.2,
  );
  return {
    predict(current, history, add) {
      if (!Number.isSafeInteger(current)) return;
      for (let d = Math.min(backward.length - 1, current); d >= 1; d--)
        add(current - d, backward[d] ?? 0);
      const ahead = wentUp(history) ? rising : forward;
      const last = Math.min(maxSpan, Number.MAX_SAFE_INTEGER - current);
      for (let d = 1; d <= last; d++) add(current + d, ahead[d] ?? 0);
    },
  };
}

function wentUp(history: readonly number[]): boolean {
  const { length } = history;
  return isBelow(history[length - 2], history[length - 1]);
}
