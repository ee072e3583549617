import { patterns } from './patterns/patterns.js';
import { createRandom } from './random.js';
import type { Trace } from './trace.js';

/**
 * A trace of each pattern.
 *
 * @param length - how many keys a trace has
 * @param seed - the same seed gives the same traces
 */
export function generateTraces(length: number, seed: number): Trace[] {
  return patterns.map(({ name, load, think, keys }) => {
    const stream = keys(createRandom(seed));
    return { name, load, think, keys: Array.from({ length }, () => stream.next().value) };
  });
}
