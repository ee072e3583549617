import { levelOf } from './levelOf.js';
import { createContexts, type Contexts } from './contexts.js';
import { MAX_ORDER, pushSymbol, type Trail } from './trail.js';

/** Smallest probability at which a path is followed, and at which its symbols are added. */
const LEAST = 0.1;
/**
 * Levels of a kind of prediction: order of the context, probability, support (the total of the
 * context), requests ahead.
 */
const PROBABILITIES = [0.2, 0.33, 0.5, 0.7, 0.9];
const SUPPORTS = [2, 4, 8];
const AHEAD = 4;
/** Kinds of a level of probability: 4 of support times 4 of requests ahead; of an order: 6 times. */
const PER_PROBABILITY = 16;
const PER_ORDER = 96;
/** Successors of one context that are added at most. */
const MAX_ADDED = 6;
/** Total of a context from which on shorter contexts are not asked. */
const ENOUGH = 4;

/** Sequences of symbols: which symbol came after the last one, two and three. */
export interface Paths {
  /** Assumed likelihood of each kind of prediction, until some of them were judged. */
  readonly priors: Float64Array;
  /** Counts that a symbol came after a trail. */
  learn(trail: Trail, symbol: number): void;
  /**
   * Adds the symbols that may come after a trail; the first one of each depth is the best, and the
   * path goes on from it.
   */
  follow(trail: Trail, depth: number, add: AddSymbol): void;
  /** By their order, the number of symbols before: 0 to 3. */
  readonly contexts: readonly Contexts[];
}

/** Takes a symbol, the kind of the prediction, and how many requests ahead it is. */
export type AddSymbol = (symbol: number, kind: number, ahead: number) => void;

/** Limits of the memory of `Paths`. */
export interface PathLimits {
  /** How many contexts of each order. */
  readonly limit: number;
  /** Whether the frequency of a symbol after any other one is learned, too. */
  readonly fromNothing: boolean;
}

/**
 * Learns sequences.
 *
 * Prediction by partial match (J. Cleary and I. Witten, 1984): the longest known context predicts,
 * shorter ones only where it has come seldom. The best successor is followed, depth by depth, while
 * the product of its shares stays at 0.1 or more (J. Kim et al., Path confidence based lookahead
 * prefetching, MICRO 2016).
 */
export function createPaths({ limit, fromNothing }: PathLimits): Paths {
  const orders = Array.from({ length: MAX_ORDER + 1 }, (_, order) =>
    createContexts({
      limit: order === 0 ? 1 : limit,
      width: order === 0 ? 16 : 8,
      halveAt: order === 0 ? 64 : 32,
    }),
  );
  const lowest = fromNothing ? 0 : 1;
  /** The last symbols on the path that is being followed. */
  const last = new Int32Array(MAX_ORDER);
  return {
    priors: createPriors(),
    learn({ recent, known }, symbol) {
      for (let order = lowest; order <= known; order++)
        (orders[order] as Contexts).learn(hashOf(recent, order), symbol);
    },
    follow({ recent, known }, depth, add) {
      last.set(recent);
      let reached = 1;
      for (let ahead = 1; ahead <= depth; ahead++) {
        let best = -1;
        let share = 0;
        for (let order = Math.min(MAX_ORDER, known + ahead - 1); order >= lowest; order--) {
          const contexts = orders[order] as Contexts;
          const place = contexts.find(hashOf(last, order));
          if (place < 0 || contexts.widthAt(place) === 0) continue;
          const total = contexts.totalAt(place);
          addSuccessors(contexts, place, order, reached, ahead, add);
          if (best < 0) {
            best = contexts.symbolAt(place, 0);
            share = contexts.countAt(place, 0) / total;
          }
          if (total >= ENOUGH || ahead > 1) break;
        }
        reached *= share;
        if (best < 0 || reached < LEAST) return;
        pushSymbol(last, best);
      }
    },
    contexts: orders,
  };
}

/** @param reached - the probability of the path up to this context */
function addSuccessors(
  contexts: Contexts,
  place: number,
  order: number,
  reached: number,
  ahead: number,
  add: AddSymbol,
): void {
  const total = contexts.totalAt(place);
  const width = Math.min(contexts.widthAt(place), MAX_ADDED);
  const contextKind = order * PER_ORDER + levelOf(total, SUPPORTS) * AHEAD;
  for (let rank = 0; rank < width; rank++) {
    const probability = (reached * contexts.countAt(place, rank)) / total;
    if (probability < LEAST) break;
    const kind = contextKind + levelOf(probability, PROBABILITIES) * PER_PROBABILITY;
    add(contexts.symbolAt(place, rank), kind + Math.min(ahead, AHEAD) - 1, ahead);
  }
}

/** Surer at first about probabilities of 0.7 or more in a context of two or three that came again. */
function createPriors(): Float64Array {
  return Float64Array.from({ length: (MAX_ORDER + 1) * PER_ORDER }, (_, kind) =>
    kind >= 2 * PER_ORDER &&
    kind % PER_ORDER >= 4 * PER_PROBABILITY &&
    kind % PER_PROBABILITY >= AHEAD
      ? 0.5
      : 0.1,
  );
}

/** Hashes a context: its last symbols, the newest first, as many as its order. */
export function hashOf(recent: ArrayLike<number>, order: number): number {
  let hash = order;
  for (let i = 0; i < order; i++) {
    hash = Math.imul(hash ^ (recent[i] as number), 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  return hash & 0x3fff_ffff;
}
