import { isStep, type Codec } from '../codecs/codec.js';
import { givenCodec } from '../codecs/givenCodec.js';
import type { Expert } from '../expert.js';
import type { LearningPredictor } from '../learningPredictor.js';
import { createSetMemory } from '../models/createSetMemory.js';
import { createExpert } from './createExpert.js';
import { createLearner } from './createLearner.js';
import { ALL, createSpatialCounts, OFFSETS, type SpatialCounts } from './spatialCounts.js';
import { SPATIAL_KINDS } from './spatialKinds.js';
import { createSpatialViews, type SpatialViews } from './spatialViews.js';

/** Options of `spatial`. */
export interface SpatialOptions<K> {
  /** Arithmetic on keys. @defaultValue that of integers, bigints, and map tiles `z/x/y` */
  readonly codec?: Codec<K> | undefined;
}

/** Requests within which two keys may belong to one view. */
const WINDOW = 8;

/** The last keys of a reader, as rings of `WINDOW` elements. */
interface Position<K> {
  readonly recent: K[];
  /** By key: the symbol of the offset from it to the last key; -1 if they are not near. */
  readonly offsets: Int32Array;
  /** By key: the move that led to it. */
  readonly moves: Int32Array;
  /** How many keys there were. */
  count: number;
  /** For a reader of views. */
  views: SpatialViews<K> | undefined;
}

/**
 * Learns which keys near the last ones are requested: the rest of a view, the tiles beside it, the
 * parent; blocks that are read side by side.
 *
 * It counts the offsets between a key and the 8 before it: overall, in each region, and after each
 * move (a pan, a zoom, a step). It predicts the most frequent ones of all three, and the offsets
 * that the reader has just gone: where x − d was requested and then x, x + d is likely, whatever
 * was requested between. The keys of one view are one observation: it counts the offsets from one
 * view to the next. Keys of the codec; for other keys it predicts nothing. Cost: 27 counts a key and
 * at most 26 likelihoods. L. Battle, R. Chang and M. Stonebraker, Dynamic prefetching of data tiles
 * for interactive visualization, SIGMOD 2016; Y. Ishii, M. Inaba and K. Hiraki, Access map pattern
 * matching for high performance data cache prefetch, JILP 2011; regions after S. Somogyi et al.,
 * Spatial memory streaming, ISCA 2006.
 *
 * @throws TypeError for a codec that lacks a method
 */
export function spatial<K = any>(options: SpatialOptions<K> = {}): LearningPredictor<K> {
  return createLearner(() => createSpatial(options));
}

/** `spatial` with the kinds of its predictions. */
export function createSpatial<K>(options: SpatialOptions<K>): Expert<K> {
  const counts = createSpatialCounts(givenCodec(options));
  const { steps, overall, inRegion, afterMove } = counts;
  return createExpert<K, Position<K>>({
    name: 'spatial',
    priors: new Float64Array(SPATIAL_KINDS).fill(0.1),
    start: () => ({
      recent: [],
      offsets: new Int32Array(WINDOW),
      moves: new Int32Array(WINDOW),
      count: 0,
      views: undefined,
    }),
    advance(position, key, learns, place) {
      if (place) {
        position.views ??= createSpatialViews(counts);
        position.views.enter(key, place === 'first');
        return;
      }
      const { recent, offsets, moves, count } = position;
      for (let i = 0; i < recent.length; i++)
        offsets[i] = counts.offsetOf(key, recent[i] as K, learns);
      const at = count % WINDOW;
      const move = counts.moveOf(count > 0 ? (offsets[(count - 1) % WINDOW] as number) : -1);
      if (learns) learn(counts, position, key, move);
      recent[at] = key;
      offsets[at] = -1;
      moves[at] = move;
      position.count++;
    },
    predict({ recent, offsets, moves, count, views }, _depth, add) {
      if (views) {
        views.predict(add);
        return;
      }
      if (count === 0) return;
      const at = (count - 1) % WINDOW;
      const around = counts.around(recent[at] as K, add);
      for (let ago = 1; ago < Math.min(count, WINDOW); ago++) {
        const offset = offsets[(count - 1 - ago) % WINDOW] as number;
        if (offset >= 0) around.again(offset, ago);
      }
      around.usual();
      around.after(moves[at] as number);
    },
    memory: createSetMemory({
      expert: 'spatial',
      isSymbol: isStep,
      symbols: steps,
      contexts: [overall.counts, afterMove.counts, inRegion.counts],
      areSymbols: false,
      successors: OFFSETS,
    }),
  });
}

/** Counts the offsets from the last keys to a key, and the occurrence of its contexts. */
function learn<K>(
  counts: SpatialCounts<K>,
  { recent, offsets, moves, count }: Position<K>,
  key: K,
  move: number,
): void {
  counts.overall.meet(ALL);
  for (let ago = 1; ago <= Math.min(WINDOW, count); ago++) {
    const at = (count - ago) % WINDOW;
    const offset = offsets[at] as number;
    if (offset >= 0) counts.learn(recent[at] as K, moves[at] as number, offset);
  }
  counts.meet(key, move);
}
