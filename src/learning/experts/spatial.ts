import { sameKey } from '../../options.js';
import type { Codec } from '../codecs/codec.js';
import { givenCodec } from '../codecs/givenCodec.js';
import { createShares } from '../counts/shares.js';
import { createSymbols } from '../counts/symbols.js';
import type { Expert } from '../expert.js';
import type { LearningPredictor } from '../learningPredictor.js';
import { createMemory } from '../models/memory.js';
import { createExpert } from './createExpert.js';
import {
  ageOf,
  kindAfterMove,
  kindOfOffset,
  moveOf,
  NEVER,
  SPATIAL_KINDS,
} from './spatialKinds.js';

/** Options of `spatial`. */
export interface SpatialOptions<K> {
  /** Arithmetic on keys. @defaultValue that of integers, and of map tiles `z/x/y` */
  readonly codec?: Codec<K> | undefined;
}

/** Requests within which two keys may belong to one view. */
const WINDOW = 8;
/** Offsets that are predicted at most, and the smallest share of each. */
const MAX_OVERALL = 3;
const LEAST_OVERALL = 0.03;
const MAX_IN_REGION = 4;
const LEAST_IN_REGION = 0.1;
const MAX_AFTER_MOVE = 12;
const LEAST_AFTER_MOVE = 0.1;
/** Times that a move must have been made before offsets after it are predicted. */
const ENOUGH_MOVES = 2;
/** Contexts that are remembered: regions, and moves. */
const MAX_CONTEXTS = 512;
/** Offsets that are remembered: overall and of each move, and of each region. */
const OFFSETS = 48;
const REGION_OFFSETS = 24;
/** Characters of the saved memory at most. */
const SAVED = 8_000;
/** The one context of the overall shares. */
const ALL = 0;

/** The last keys of a reader, as rings of `WINDOW` elements. */
interface Position<K> {
  readonly recent: K[];
  /** By key: the symbol of the offset from it to the last key; -1 if they are not near. */
  readonly offsets: Int32Array;
  /** By key: the move that led to it. */
  readonly moves: Int32Array;
  /** How many keys there were. */
  count: number;
}

/**
 * Learns which keys near the last ones are requested: the rest of a view, the tiles beside it, the
 * parent; blocks that are read side by side.
 *
 * It counts the offsets between a key and the 8 before it: overall, in each region, and after each
 * move (a pan, a zoom, a step). It predicts the most frequent ones of all three, and the offsets
 * that the reader has just gone: where x − d was requested and then x, x + d is likely, whatever
 * was requested between. Keys of a codec; for other keys it predicts nothing. Cost: 27 counts a
 * request and at most 26 likelihoods. Its JSON has at most 8,000 characters. L. Battle, R. Chang and
 * M. Stonebraker, Dynamic prefetching of data tiles for interactive visualization, SIGMOD 2016; Y.
 * Ishii, M. Inaba and K. Hiraki, Access map pattern matching for high performance data cache
 * prefetch, JILP 2011; regions after S. Somogyi et al., Spatial memory streaming, ISCA 2006.
 *
 * @throws TypeError for a codec that lacks a method
 */
export function spatial<K = any>(options: SpatialOptions<K> = {}): LearningPredictor<K> {
  return createSpatial(options);
}

/** `spatial` with the kinds of its predictions. */
// Over 50 lines, as learning and predicting share the counts of offsets.
export function createSpatial<K>(options: SpatialOptions<K>): Expert<K> {
  const codec = givenCodec(options);
  const steps = createSymbols<number | string>(10);
  const overall = createShares(1, OFFSETS);
  const inRegion = createShares(MAX_CONTEXTS, REGION_OFFSETS);
  const afterMove = createShares(MAX_CONTEXTS, OFFSETS);

  const offsetOf = (to: K, from: K, learns: boolean): number => {
    const step = codec.isNear(to, from) ? codec.sub(to, from) : undefined;
    if (step === undefined) return -1;
    return learns ? steps.of(step) : steps.find(step);
  };
  /** Counts the offsets from the last keys to a key, and the occurrence of its contexts. */
  const learn = ({ recent, offsets, moves, count }: Position<K>, key: K, move: number): void => {
    overall.meet(ALL);
    for (let ago = 1; ago <= Math.min(WINDOW, count); ago++) {
      const at = (count - ago) % WINDOW;
      const offset = offsets[at] as number;
      if (offset < 0) continue;
      overall.learn(ALL, offset);
      afterMove.learn(moves[at] as number, offset);
      const region = codec.region?.(recent[at] as K);
      if (region !== undefined) inRegion.learn(region, offset);
    }
    const region = codec.region?.(key);
    if (region !== undefined) inRegion.meet(region);
    afterMove.meet(move);
  };

  return createExpert<K, Position<K>>({
    name: 'spatial',
    priors: new Float64Array(SPATIAL_KINDS).fill(0.1),
    start: () => ({
      recent: [],
      offsets: new Int32Array(WINDOW),
      moves: new Int32Array(WINDOW),
      count: 0,
    }),
    advance(position, key, learns) {
      const { recent, offsets, moves, count } = position;
      for (let i = 0; i < recent.length; i++)
        offsets[i] = sameKey(recent[i], key) ? -1 : offsetOf(key, recent[i] as K, learns);
      const at = count % WINDOW;
      const offset = count > 0 ? (offsets[(count - 1) % WINDOW] as number) : -1;
      const step = offset < 0 ? undefined : steps.valueOf(offset);
      const move = step === undefined ? 0 : moveOf(step, offset);
      if (learns) learn(position, key, move);
      recent[at] = key;
      offsets[at] = -1;
      moves[at] = move;
      position.count++;
    },
    predict({ recent, offsets, moves, count }, _depth, add) {
      if (count === 0) return;
      const at = (count - 1) % WINDOW;
      const last = recent[at] as K;
      const region = codec.region?.(last);
      const visits = region === undefined ? -1 : inRegion.select(region);
      overall.select(ALL);
      const addOffset = (offset: number, kind: number): void => {
        const step = steps.valueOf(offset);
        const key = step === undefined ? undefined : codec.add(last, step);
        if (key !== undefined) add(key, kind, 1);
      };
      const addOverall = (offset: number, share: number, age = NEVER): void =>
        addOffset(offset, kindOfOffset(share, inRegion.of(offset), visits, age));

      for (let ago = 1; ago < Math.min(count, WINDOW); ago++) {
        const offset = offsets[(count - 1 - ago) % WINDOW] as number;
        if (offset >= 0) addOverall(offset, overall.of(offset), ageOf(ago));
      }
      if (visits > 0)
        inRegion.top(MAX_IN_REGION, LEAST_IN_REGION, (offset) =>
          addOverall(offset, overall.of(offset)),
        );
      overall.top(MAX_OVERALL, LEAST_OVERALL, (offset, share) => addOverall(offset, share));
      const times = afterMove.select(moves[at] as number);
      if (times < ENOUGH_MOVES) return;
      afterMove.top(MAX_AFTER_MOVE, LEAST_AFTER_MOVE, (offset, share) =>
        addOffset(offset, kindAfterMove(share, times, inRegion.of(offset), visits)),
      );
    },
    memory: createMemory({
      expert: 'spatial',
      symbols: steps,
      contexts: [overall.counts, afterMove.counts, inRegion.counts],
      characters: SAVED,
      successors: OFFSETS,
    }),
  });
}
