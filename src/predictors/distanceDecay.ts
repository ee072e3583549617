import type { AccessPredictor } from '../types.js';
import { checkNumber, checkOptions } from '../options.js';
import { checkScale } from './checkScale.js';

/** Options of `distanceDecay`. */
export interface DistanceDecayOptions {
  /**
   * How far from the current key it looks, in keys, to either side: an integer from 0 to 32,767.
   * @defaultValue 60
   */
  readonly maxSpan?: number | undefined;
  /**
   * How fast likelihood falls with distance: 0 is not at all; a number from 0 and up.
   * @defaultValue 1.5
   */
  readonly decay?: number | undefined;
}

/** From here on, a key of the table may be no safe integer. */
const NEAR_ENDS = 2 ** 52;

/**
 * Nearer keys are likelier, equally in both directions.
 *
 * A key at distance d, the current one included, has 1 / (d + 1)^decay. It catches wandering about
 * a place whose direction says nothing. Its keys are safe integers; for any other it says nothing.
 * Cost: 2 · maxSpan + 1 scores a key, from a table. From the reference system, `DistanceDecay`.
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
      // Far from the ends a plain loop over small integers, three times as fast as one that looks
      // at them.
      if (Math.abs(current) < NEAR_ENDS)
        for (let i = 0; i < size; i++) add(current + i - maxSpan, table[i] as number);
      else
        for (let i = 0; i < size; i++)
          if (Number.isSafeInteger(current + (i - maxSpan)))
            add(current + (i - maxSpan), table[i] as number);
    },
  };
}
