import type { Expert, Guess } from '../control/expert.js';
import { anyCodec } from './codecs/anyCodec.js';
import type { Codec } from './codecs/codec.js';
import { createContexts, type Contexts } from './learning/contexts.js';
import { createExpert } from './learning/createExpert.js';
import { createMemory } from './learning/memory.js';
import { createSymbols } from './learning/symbols.js';

/** Options of `spatial`. */
export interface SpatialOptions<K> {
  /** Arithmetic on keys. @defaultValue that of integers, and of map tiles `z/x/y` */
  readonly codec?: Codec<K>;
}

/** How many accesses back a key belongs to the same view; and how many back a move is said to have led here. */
const [WINDOW, LED] = [16, 8];
/** How many offsets are said that are frequent anyway, and that are frequent after such a move. */
const [TOP, TOP_LED] = [8, 16];
/** The share of accesses from which they are said. */
const [LEAST, LEAST_LED] = [0.03, 0.1];
/** Buckets of a kind of guess: how frequent the offset is, and how many accesses ago the reader went along it; or how frequent after this move. */
const [SHARES, AGES] = [6, 5];
const [SHARES_LED, SUPPORTS] = [12, 3];
/** What stands for "any" among the offsets: it comes with each access, so that its count is how many accesses the counts are of. */
const ANY = -1;
/** How many offsets are remembered of all accesses, and after each move. */
const OFFSETS = 48;
/** Characters of its JSON at most. */
const SAVED = 8_000;

interface Position<K> {
  /** The last keys, a ring; from each the offset to the last key, -1 if they are not near; and the move that led to it. */
  readonly recent: K[];
  readonly offsets: Int32Array;
  readonly moves: Int32Array;
  count: number;
}

/**
 * Keys near the ones that were just asked for: the rest of a view, the tiles beside it, the parent; blocks that are read side by side.
 *
 * It counts which offsets there are between a key and the 16 before it, and which within 8 accesses after each move (a pan, a zoom, a step). Said are
 * the most frequent of both, and those along which the reader just went: where x − d was asked for and then x, x + d is likely, whatever came between.
 * Keys that a codec knows; of others it says nothing. Cost: 24 counts an access and at most 39 scores. Its JSON has at most 8,000 characters.
 * L. Battle, R. Chang and M. Stonebraker, Dynamic prefetching of data tiles for interactive visualization, SIGMOD 2016; Y. Ishii, M. Inaba and
 * K. Hiraki, Access map pattern matching for high performance data cache prefetch, JILP 2011.
 */
export function spatial<K>({ codec = anyCodec<K>() }: SpatialOptions<K> = {}): Expert<K> {
  const steps = createSymbols<number | string>(10);
  const anyway = createContexts({ limit: 1, width: OFFSETS, halveAt: 65_000 });
  const afterMove = createContexts({ limit: 512, width: OFFSETS, halveAt: 65_000 });

  const offsetOf = (to: K, from: K, learns: boolean): number => {
    const step = codec.isNear(to, from) ? codec.sub(to, from) : undefined;
    if (step === undefined) return -1;
    return learns ? steps.of(step) : steps.find(step);
  };
  const learn = ({ offsets, moves, count }: Position<K>, move: number): void => {
    anyway.learn(0, ANY);
    for (let ago = 1; ago <= Math.min(WINDOW, count); ago++) {
      const at = (count - ago) % WINDOW;
      const offset = offsets[at] as number;
      if (offset < 0) continue;
      anyway.learn(0, offset);
      if (ago <= LED) afterMove.learn(moves[at] as number, offset);
    }
    afterMove.learn(move, ANY);
  };
  const sayLed = (last: K, move: number, say: Guess<K>): void => {
    const place = afterMove.find(move);
    const times = place < 0 ? 0 : countOfAny(afterMove, place);
    const support = times >= 32 ? 2 : times >= 8 ? 1 : 0;
    for (let rank = 0, said = 0; times > 1 && rank < afterMove.widthAt(place) && said < TOP_LED; rank++) {
      const offset = afterMove.symbolAt(place, rank);
      const share = afterMove.countAt(place, rank) / times;
      if (offset === ANY) continue;
      if (share < LEAST_LED) break;
      said++;
      sayOffset(last, offset, SHARES * AGES + Math.min(SHARES_LED - 1, Math.floor(share * SHARES_LED)) * SUPPORTS + support, say);
    }
  };
  const sayOffset = (last: K, offset: number, kind: number, say: Guess<K>): void => {
    const step = steps.valueOf(offset);
    const key = step === undefined ? undefined : codec.add(last, step);
    if (key !== undefined) say(key, kind, 1);
  };

  return createExpert<K, Position<K>>({
    name: 'spatial',
    priors: new Float64Array(SHARES * AGES + SHARES_LED * SUPPORTS).fill(0.1),
    start: () => ({ recent: [], offsets: new Int32Array(WINDOW), moves: new Int32Array(WINDOW), count: 0 }),
    advance(position, key, learns) {
      const { recent, offsets, moves, count } = position;
      for (let i = 0; i < recent.length; i++) offsets[i] = Object.is(recent[i], key) ? -1 : offsetOf(key, recent[i] as K, learns);
      const here = count % WINDOW;
      const offset = count > 0 ? (offsets[(count - 1) % WINDOW] as number) : -1;
      const step = offset < 0 ? undefined : steps.valueOf(offset);
      const move = step === undefined ? 0 : moveOf(step, offset);
      if (learns) learn(position, move);
      recent[here] = key;
      offsets[here] = -1;
      moves[here] = move;
      position.count++;
    },
    guess({ recent, offsets, moves, count }, _depth, say) {
      const place = anyway.find(0);
      if (count === 0 || place < 0) return;
      const here = (count - 1) % WINDOW;
      const last = recent[here] as K;
      const times = Math.max(1, countOfAny(anyway, place));
      for (let ago = 1; ago < Math.min(count, WINDOW); ago++) {
        const offset = offsets[(count - 1 - ago) % WINDOW] as number;
        if (offset >= 0) sayOffset(last, offset, bucketOf(shareOf(anyway, place, offset, times)) * AGES + ageOf(ago), say);
      }
      sayLed(last, moves[here] as number, say);
      for (let rank = 1; rank < Math.min(anyway.widthAt(place), TOP + 1); rank++) {
        const share = anyway.countAt(place, rank) / times;
        if (share < LEAST) break;
        const offset = anyway.symbolAt(place, rank);
        if (offset !== ANY) sayOffset(last, offset, bucketOf(share) * AGES + AGES - 1, say);
      }
    },
    memory: createMemory({ expert: 'spatial', symbols: steps, contexts: [anyway, afterMove], characters: SAVED, successors: OFFSETS }),
  });
}

/** A move as a context: steps of numbers by size and sign, as hands are not exact; others by what they are. */
function moveOf(step: number | string, offset: number): number {
  if (typeof step === 'string') return 64 + (offset & 255);
  const size = Math.abs(step);
  const bucket = size <= 4 ? size : Math.min(10, 2 + Math.round(1.5 * Math.log2(size) - 0.75));
  return step < 0 ? 16 + bucket : 32 + bucket;
}

function countOfAny(contexts: Contexts, place: number): number {
  for (let rank = 0; rank < contexts.widthAt(place); rank++) {
    if (contexts.symbolAt(place, rank) === ANY) return contexts.countAt(place, rank);
  }
  return 0;
}

function shareOf(contexts: Contexts, place: number, offset: number, times: number): number {
  for (let rank = 0; rank < contexts.widthAt(place); rank++) {
    if (contexts.symbolAt(place, rank) === offset) return contexts.countAt(place, rank) / times;
  }
  return 0;
}

function ageOf(ago: number): number {
  return ago === 1 ? 0 : ago <= 3 ? 1 : ago <= 7 ? 2 : 3;
}

function bucketOf(share: number): number {
  return share >= 0.5 ? 5 : share >= 0.3 ? 4 : share >= 0.2 ? 3 : share >= 0.1 ? 2 : share >= 0.03 ? 1 : 0;
}
