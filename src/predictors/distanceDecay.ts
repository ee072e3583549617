import type { AccessPredictor } from '../types.js';
import { checkNumber, checkOptions } from '../options.js';
import { checkScale } from './checkScale.js';

/** Options of `distanceDecay`. */
export interface DistanceDecayOptions {
  /**
   * Largest distance of a key that is named, to either side: an integer from 0 to 32,767.
   * @defaultValue 60
   */
  readonly maxSpan?: number | undefined;
  /**
   * Exponent of the distance, by which the likelihood falls: a number from 0 and up.
   * @defaultValue 1.5
   */
  readonly decay?: number | undefined;
}

/** From this key on, 2^52, a key of the table may be no safe integer. */
const NEAR_ENDS = 4_503_599_627_370_496;

/**
 * Predicts that nearer keys are likelier, equally in both directions.
 *
 * A key at distance d, the current one included, has 1 / (d + 1)^decay. It suits readers that move
 * about a place without a direction. Keys are safe integers; for other keys it predicts nothing.
 * Cost: 2 · maxSpan + 1 likelihoods a request, from a table. From the reference system,
 * `DistanceDecay`.
 *
 * @throws RangeError | TypeError for an option out of its limits
 */
export function distanceDecay(options: DistanceDecayOptions = {}): AccessPredictor<number> {
  const { maxSpan = 60, decay = 1.5 } = checkOptions(options, ['maxSpan', 'decay']);
  checkNumber('maxSpan', maxSpan, 0, true, 32_767);
  checkScale('decay', decay);
  const table = Float64Array.from(
    { length: 2 * maxSpan + 1 },
    (_, i) => 1 / (Math.abs(i - maxSpan) + 1) ** decay,
  );
  const size = table.length;
  return {
    predict(current, _history, add) {
      if (!Number.isSafeInteger(current)) return;
      // Far from the ends no key needs a check, which makes the loop three times as fast.
      if (Math.abs(current) < NEAR_ENDS)
        for (let i = 0; i < size; i++) add(current + i - maxSpan, table[i] as number);
      else
        for (let i = 0; i < size; i++)
          if (Number.isSafeInteger(current + (i - maxSpan)))
            add(current + (i - maxSpan), table[i] as number);
    },
  };
}
