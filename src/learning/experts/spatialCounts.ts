import { sameKey } from '../../options.js';
import type { Codec } from '../codecs/codec.js';
import { createShares, type Shares } from '../counts/shares.js';
import { createSymbols, type Symbols } from '../counts/symbols.js';
import type { AddPrediction } from '../expert.js';
import { ageOf, kindAfterMove, kindOfOffset, moveOf, NEVER } from './spatialKinds.js';

/** Counts of the offsets between keys: overall, in each region, and after each move. */
export interface SpatialCounts<K> {
  readonly steps: Symbols<number | string>;
  readonly overall: Shares;
  readonly inRegion: Shares;
  readonly afterMove: Shares;
  /** The symbol of the offset between two keys; -1 if they are not near, or the same. */
  offsetOf(to: K, from: K, learns: boolean): number;
  /** The move of an offset; 0 for none. */
  moveOf(offset: number): number;
  /** Counts an offset from a key that a move led to. */
  learn(from: K, move: number, offset: number): void;
  /** Counts a key that a move led to. */
  meet(key: K, move: number): void;
  /** Adds the keys around a key. */
  around(key: K, add: AddPrediction<K>): Around;
}

/** Adds keys around one key. */
export interface Around {
  /** Adds the key at an offset that the reader has just gone, so many requests ago. */
  again(offset: number, ago: number): void;
  /** Adds the keys at the most frequent offsets of the region, and overall. */
  usual(): void;
  /** Adds the keys at the most frequent offsets after a move. */
  after(move: number, limit?: number): void;
}

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
export const OFFSETS = 48;
const REGION_OFFSETS = 24;
/** The one context of the overall shares. */
export const ALL = 0;

/** Counts offsets of the keys of a codec. */
// Over 50 lines, as learning and predicting share the counts.
export function createSpatialCounts<K>(codec: Codec<K>): SpatialCounts<K> {
  const steps = createSymbols<number | string>(10);
  const overall = createShares(1, OFFSETS);
  const inRegion = createShares(MAX_CONTEXTS, REGION_OFFSETS);
  const afterMove = createShares(MAX_CONTEXTS, OFFSETS);
  return {
    steps,
    overall,
    inRegion,
    afterMove,
    offsetOf(to, from, learns) {
      if (sameKey(from, to)) return -1;
      const step = codec.isNear(to, from) ? codec.sub(to, from) : undefined;
      if (step === undefined) return -1;
      return learns ? steps.of(step) : steps.find(step);
    },
    moveOf(offset) {
      const step = offset < 0 ? undefined : steps.valueOf(offset);
      return step === undefined ? 0 : moveOf(step);
    },
    learn(from, move, offset) {
      overall.learn(ALL, offset);
      afterMove.learn(move, offset);
      const region = codec.region?.(from);
      if (region !== undefined) inRegion.learn(region, offset);
    },
    meet(key, move) {
      const region = codec.region?.(key);
      if (region !== undefined) inRegion.meet(region);
      afterMove.meet(move);
    },
    around(key, add) {
      const region = codec.region?.(key);
      const visits = region === undefined ? -1 : inRegion.select(region);
      overall.select(ALL);
      const addOffset = (offset: number, kind: number): void => {
        const step = steps.valueOf(offset);
        const near = step === undefined ? undefined : codec.add(key, step);
        if (near !== undefined) add(near, kind, 1);
      };
      const addOverall = (offset: number, share: number, age = NEVER): void =>
        addOffset(offset, kindOfOffset(share, inRegion.of(offset), visits, age));
      return {
        again: (offset, ago) => addOverall(offset, overall.of(offset), ageOf(ago)),
        usual() {
          if (visits > 0)
            inRegion.top(MAX_IN_REGION, LEAST_IN_REGION, (offset) =>
              addOverall(offset, overall.of(offset)),
            );
          overall.top(MAX_OVERALL, LEAST_OVERALL, (offset, share) => addOverall(offset, share));
        },
        after(move, limit = MAX_AFTER_MOVE) {
          const times = afterMove.select(move);
          if (times < ENOUGH_MOVES) return;
          afterMove.top(limit, LEAST_AFTER_MOVE, (offset, share) =>
            addOffset(offset, kindAfterMove(share, times, inRegion.of(offset), visits)),
          );
        },
      };
    },
  };
}
