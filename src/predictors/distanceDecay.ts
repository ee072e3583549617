import type { AccessPredictor } from '../types.js';
import { checkOption } from './checkOption.js';

/** Options of `distanceDecay`. */
export interface DistanceDecayOptions {
  /** How far from the current key it looks, in keys, to either side: an integer from 0 to 32,767. @defaultValue 60 */
  readonly maxSpan?: number;
  /** How fast likelihood falls with distance: 0 is not at all; a number from 0 and up. @defaultValue 1.5 */
  readonly decay?: number;
}

/**
 * Nearer keys are likelier, equally in both directions.
 *
 * A key at distance d, the current one included, has 1 / (d + 1)^decay. It catches wandering about a place whose direction says nothing.
 * Its keys are safe integers; for any other it says nothing. Cost: 2 · maxSpan + 1 scores a key, from a table.
 * From the reference system, `DistanceDecay`.
 *
 * @throws RangeError | TypeError for an option out of its limits
 */
export function distanceDecay({ maxSpan = 60, decay = 1.5 }: DistanceDecayOptions = {}): AccessPredictor<number> {
  checkOption('maxSpan', maxSpan, 'integer', 0, 32_767);
  checkOption('decay', decay, 'number', 0);
  const table = Float64Array.from({ length: 2 * maxSpan + 1 }, (_, i) => 1 / (Math.abs(i - maxSpan) + 1) ** decay);
  return {
    predict(current, _history, add) {
      if (!Number.isSafeInteger(current)) return;
      const last = Math.min(maxSpan, Number.MAX_SAFE_INTEGER - current);
      for (let d = Math.max(-maxSpan, Number.MIN_SAFE_INTEGER - current); d <= last; d++) add(current + d, table[d + maxSpan] ?? 0);
    },
  };
}
