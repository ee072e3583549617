import type { Random } from '../random.js';

const STEPS = [1, 2, 5, 10, 30, -1, -3, -15] as const;

/**
 * Runs of one step each, forwards or backwards, each begun somewhere else: what stepping through
 * slices, frames or rows looks like.
 */
export function* strides(random: Random): Generator<number, never> {
  for (;;) {
    const step = random.pick(STEPS);
    let key = random.between(5_000, 50_000);
    for (let left = random.between(15, 60); left > 0; left--) {
      yield key;
      key += step;
    }
  }
}
