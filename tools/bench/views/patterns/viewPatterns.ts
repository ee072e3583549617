import { createRandom, type Random } from '../../replay/random.js';
import type { Shown, ViewTrace } from '../trace.js';
import { list } from './list.js';
import { pauses, straight, zigZag } from './panned.js';
import { screens } from './screens.js';
import { zoom } from './zoom.js';

/** A way of looking at many things at once, with the milliseconds of one load. */
interface ViewPattern {
  readonly name: string;
  readonly load: number;
  /** The views, without end. */
  readonly views: (random: Random) => Generator<Shown, never>;
}

/** All patterns of views. */
const viewPatterns: readonly ViewPattern[] = [
  { name: 'pan', load: 200, views: straight },
  { name: 'pauses', load: 200, views: pauses },
  { name: 'zig-zag', load: 200, views: zigZag },
  { name: 'zoom', load: 200, views: zoom },
  { name: 'list', load: 150, views: list },
  { name: 'screens', load: 300, views: screens },
];

/**
 * A trace of each pattern.
 *
 * @param length - how many views a trace has
 * @param seed - the same seed gives the same traces
 */
export function generateViews(length: number, seed: number): ViewTrace[] {
  return viewPatterns.map(({ name, load, views }) => {
    const stream = views(createRandom(seed));
    return { name, load, views: Array.from({ length }, () => stream.next().value) };
  });
}
