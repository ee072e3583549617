import type { System } from '../../../../src/replay/types.js';
import { learnable } from './learnable.js';
import { planned } from './planned.js';

/**
 * A cache that knows the whole trace, and loads ahead only what could have been learned. What
 * remains is novelty, which nobody predicts.
 *
 * After T. Kroeger, D. Long and J. Mogul, Exploring the bounds of web latency reduction from
 * caching and prefetching, USITS 1997.
 */
export function seenBefore(): System {
  return (bench) => planned(bench, learnable(bench.keys));
}
