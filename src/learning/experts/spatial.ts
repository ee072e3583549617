import type { Expert } from '../expert.js';
import { sameKey } from '../../options.js';
import type { Codec } from '../codecs/codec.js';
import { givenCodec } from '../codecs/givenCodec.js';
import { createExpert } from './createExpert.js';
import { createMemory } from '../models/memory.js';
import { createShares } from '../counts/shares.js';
import { createSymbols } from '../counts/symbols.js';

/** Options of `spatial`. */
export interface SpatialOptions<K> {
  /** Arithmetic on keys. @defaultValue that of integers, and of map tiles `z/x/y` */
  readonly codec?: Codec<K> | undefined;
}

/** How many accesses back a key belongs to the same view, and a move is said to have led here. */
const WINDOW = 8;
/**
 * How many offsets are said at most that are frequent anyway, in the region of a key, and after
 * such a move; and the shares from which they are.
 */
const TOP = 3;
const TOP_HERE = 4;
const TOP_LED = 12;
const LEAST = 0.03;
const LEAST_HERE = 0.1;
const LEAST_LED = 0.1;
/**
 * Buckets of a kind of guess: how frequent the offset is anyway, how frequent in the region, and
 * how many accesses ago the reader went along it.
 */
const SHARES = 6;
const SHARES_HERE = 8;
const AGES = 4;
const KINDS = SHARES * SHARES_HERE * AGES;
/** The age of an offset that the reader did not go along. */
const NEVER = AGES - 1;
/**
 * Buckets of the kinds that come behind these: how frequent the offset is after this move, and how
 * often the move was seen.
 */
const SHARES_LED = 12;
const SUPPORTS = 3;
/** How many offsets are remembered with all accesses and with each move, and with each region. */
const OFFSETS = 48;
const OFFSETS_HERE = 24;
/** Characters of its JSON at most. */
const SAVED = 8_000;
/** The one context of what is frequent anyway. */
const ALL = 0;

interface Position<K> {
  /**
   * The last keys, a ring; from each the offset to the last key, -1 if they are not near; and the
   * move that led to it.
   */
  readonly recent: K[];
  readonly offsets: Int32Array;
  readonly moves: Int32Array;
  count: number;
}

/**
 * Keys near the ones that were just requested: the rest of a view, the tiles beside it, the parent;
 * blocks that are read side by side.
 *
 * It counts which offsets there are between a key and the 8 before it: in all, in each region, and
 * after each move (a pan, a zoom, a step). Said are the most frequent of all three, and those along
 * which the reader just went: where x − d was requested and then x, x + d is likely, whatever came
 * between. Keys that a codec knows; of others it says nothing. Cost: 27 counts an access and at
 * most 26 scores. Its JSON has at most 8,000 characters. L. Battle, R. Chang and M. Stonebraker,
 * Dynamic prefetching of data tiles for interactive visualization, SIGMOD 2016; Y. Ishii, M. Inaba
 * and K. Hiraki, Access map pattern matching for high performance data cache prefetch, JILP 2011;
 * regions after S. Somogyi et al., Spatial memory streaming, ISCA 2006.
 *
 * @throws TypeError for a codec that is none
 */
export function spatial<K = any>(options: SpatialOptions<K> = {}): Expert<K> {
  const codec = givenCodec(options);
  const steps = createSymbols<number | string>(10);
  const anyway = createShares(1, OFFSETS);
  const inRegion = createShares(512, OFFSETS_HERE);
  const afterMove = createShares(512, OFFSETS);

  const offsetOf = (to: K, from: K, learns: boolean): number => {
    const step = codec.isNear(to, from) ? codec.sub(to, from) : undefined;
    if (step === undefined) return -1;
    return learns ? steps.of(step) : steps.find(step);
  };
  const learn = ({ recent, offsets, moves, count }: Position<K>, key: K, move: number): void => {
    anyway.meet(ALL);
    for (let ago = 1; ago <= Math.min(WINDOW, count); ago++) {
      const at = (count - ago) % WINDOW;
      const offset = offsets[at] as number;
      if (offset < 0) continue;
      anyway.learn(ALL, offset);
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
    priors: new Float64Array(KINDS + SHARES_LED * SUPPORTS * SHARES_HERE).fill(0.1),
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
      const here = count % WINDOW;
      const offset = count > 0 ? (offsets[(count - 1) % WINDOW] as number) : -1;
      const step = offset < 0 ? undefined : steps.valueOf(offset);
      const move = step === undefined ? 0 : moveOf(step, offset);
      if (learns) learn(position, key, move);
      recent[here] = key;
      offsets[here] = -1;
      moves[here] = move;
      position.count++;
    },
    guess({ recent, offsets, moves, count }, _depth, say) {
      if (count === 0) return;
      const here = (count - 1) % WINDOW;
      const last = recent[here] as K;
      const region = codec.region?.(last);
      const timesHere = region === undefined ? -1 : inRegion.look(region);
      anyway.look(ALL);
      const sayOffset = (offset: number, kind: number): void => {
        const step = steps.valueOf(offset);
        const key = step === undefined ? undefined : codec.add(last, step);
        if (key !== undefined) say(key, kind, 1);
      };
      const sayOf = (offset: number, share: number, shareHere: number, age: number): void =>
        sayOffset(
          offset,
          (bucketOf(share) * SHARES_HERE + bucketHere(shareHere, timesHere)) * AGES + age,
        );

      for (let ago = 1; ago < Math.min(count, WINDOW); ago++) {
        const offset = offsets[(count - 1 - ago) % WINDOW] as number;
        if (offset >= 0) sayOf(offset, anyway.of(offset), inRegion.of(offset), ageOf(ago));
      }
      if (timesHere > 0)
        inRegion.top(TOP_HERE, LEAST_HERE, (offset, share) =>
          sayOf(offset, anyway.of(offset), share, NEVER),
        );
      anyway.top(TOP, LEAST, (offset, share) => sayOf(offset, share, inRegion.of(offset), NEVER));
      const timesLed = afterMove.look(moves[here] as number);
      const support = timesLed >= 32 ? 2 : timesLed >= 8 ? 1 : 0;
      if (timesLed < 2) return;
      afterMove.top(TOP_LED, LEAST_LED, (offset, share) =>
        sayOffset(
          offset,
          KINDS +
            (Math.min(SHARES_LED - 1, Math.floor(share * SHARES_LED)) * SUPPORTS + support) *
              SHARES_HERE +
            bucketHere(inRegion.of(offset), timesHere),
        ),
      );
    },
    memory: createMemory({
      expert: 'spatial',
      symbols: steps,
      contexts: [anyway.counts, afterMove.counts, inRegion.counts],
      characters: SAVED,
      successors: OFFSETS,
    }),
  });
}

/**
 * A move as a context: steps of numbers by size and sign, as hands are not exact; others by what
 * they are.
 */
function moveOf(step: number | string, offset: number): number {
  if (typeof step === 'string') return 64 + (offset & 255);
  const size = Math.abs(step);
  const bucket = size <= 4 ? size : Math.min(10, 2 + Math.round(1.5 * Math.log2(size) - 0.75));
  return step < 0 ? 16 + bucket : 32 + bucket;
}

function ageOf(ago: number): number {
  return ago === 1 ? 0 : ago <= 3 ? 1 : 2;
}

function bucketOf(share: number): number {
  return share >= 0.5
    ? 5
    : share >= 0.3
      ? 4
      : share >= 0.2
        ? 3
        : share >= 0.1
          ? 2
          : share >= 0.03
            ? 1
            : 0;
}

/** @param times - how often there was an access in the region; below 0 if the key lies in none */
function bucketHere(share: number, times: number): number {
  if (times < 2) return times < 0 ? 0 : 1;
  if (times < 4) return share > 0 ? 3 : 2;
  return share >= 0.6 ? 7 : share >= 0.35 ? 6 : share >= 0.15 ? 5 : share >= 0.05 ? 4 : 2;
}
