import { createContexts, type Contexts } from './contexts.js';

/** How many symbols a context has at most. */
const ORDERS = 3;
/** A path is followed while it is at least so probable. */
const LEAST = 0.1;
/** Buckets of a kind of path: order, probability, support, depth. */
const PROBABILITIES = 6;
const SUPPORTS = 4;
const DEPTHS = 4;
/** Successors of one context that are said. */
const TOP = 6;

/** The last symbols of a reader. */
export interface Trail {
  /** The newest first; the first `known` count. */
  readonly recent: Int32Array;
  readonly known: number;
  /** One more; -1 for one that nothing is known of. */
  push(symbol: number): void;
  clear(): void;
}

/** A trail without symbols. */
export function createTrail(): Trail {
  const recent = new Int32Array(ORDERS);
  const trail = {
    recent,
    known: 0,
    push(symbol: number) {
      for (let i = ORDERS - 1; i > 0; i--) recent[i] = recent[i - 1] as number;
      recent[0] = symbol;
      trail.known = Math.min(trail.known + 1, ORDERS);
    },
    clear() {
      trail.known = 0;
    },
  };
  return trail;
}

/** Sequences of symbols: what came after the last one, two and three of them. */
export interface Paths {
  /** How likely each kind of guess is taken to be before it is measured. */
  readonly priors: Float64Array;
  /** Counts that a symbol came after a trail. */
  learn(trail: Trail, symbol: number): void;
  /**
   * Says what may come after a trail; the first of each depth is the best, which the path goes on
   * from.
   */
  follow(trail: Trail, depth: number, say: SaySymbol): void;
  /** What came after no symbol, one, two and three. */
  readonly contexts: readonly Contexts[];
}

/** Called with a symbol, the kind of guess, and its depth. */
export type SaySymbol = (symbol: number, kind: number, depth: number) => void;

/** Limits of what is remembered. */
export interface PathLimits {
  /** How many contexts of each length. */
  readonly limit: number;
  /** Whether what comes after anything counts too. */
  readonly fromNothing: boolean;
}

/**
 * No sequences yet.
 *
 * Prediction by partial match (J. Cleary and I. Witten, 1984): the longest context that is known
 * speaks, shorter ones only where it has little to say. The best successor is followed, path by
 * path, while the product of its shares stays above .1 (J. Kim et al., Path confidence based
 * lookahead prefetching, MICRO 2016).
 */
export function createPaths({ limit, fromNothing }: PathLimits): Paths {
  const orders = Array.from({ length: ORDERS + 1 }, (_, order) =>
    createContexts({
      limit: order === 0 ? 1 : limit,
      width: order === 0 ? 16 : 8,
      halveAt: order === 0 ? 64 : 32,
    }),
  );
  const lowest = fromNothing ? 0 : 1;
  /** The trail along the path that is being followed. */
  const ahead = new Int32Array(ORDERS);

  const sayAll = (
    order: number,
    place: number,
    reached: number,
    depth: number,
    say: SaySymbol,
  ): void => {
    const contexts = orders[order] as (typeof orders)[number];
    const total = contexts.totalAt(place);
    const width = Math.min(contexts.widthAt(place), TOP);
    const support = total >= 8 ? 3 : total >= 4 ? 2 : total >= 2 ? 1 : 0;
    for (let rank = 0; rank < width; rank++) {
      const probability = (reached * contexts.countAt(place, rank)) / total;
      if (probability < LEAST) break;
      say(contexts.symbolAt(place, rank), kindOf(order, probability, support, depth), depth);
    }
  };
  return {
    priors: Float64Array.from(
      { length: (ORDERS + 1) * PROBABILITIES * SUPPORTS * DEPTHS },
      (_, kind) => {
        const support = Math.floor(kind / DEPTHS) % SUPPORTS;
        const probability = Math.floor(kind / DEPTHS / SUPPORTS) % PROBABILITIES;
        return kind >= 2 * PROBABILITIES * SUPPORTS * DEPTHS && probability >= 4 && support >= 1
          ? 0.5
          : 0.1;
      },
    ),
    learn({ recent, known }, symbol) {
      for (let order = lowest; order <= known; order++)
        (orders[order] as (typeof orders)[number]).learn(hashOf(recent, order), symbol);
    },
    follow({ recent, known }, depth, say) {
      ahead.set(recent);
      let reached = 1;
      for (let far = 1; far <= depth; far++) {
        let best = -1;
        let share = 0;
        for (let order = Math.min(ORDERS, known + far - 1); order >= lowest; order--) {
          const contexts = orders[order] as (typeof orders)[number];
          const place = contexts.find(hashOf(ahead, order));
          if (place < 0 || contexts.widthAt(place) === 0) continue;
          const total = contexts.totalAt(place);
          sayAll(order, place, reached, far, say);
          if (best < 0) {
            best = contexts.symbolAt(place, 0);
            share = contexts.countAt(place, 0) / total;
          }
          // What was met often enough leaves nothing to be said by less.
          if (total >= 4 || far > 1) break;
        }
        reached *= share;
        if (best < 0 || reached < LEAST) return;
        for (let i = ORDERS - 1; i > 0; i--) ahead[i] = ahead[i - 1] as number;
        ahead[0] = best;
      }
    },
    contexts: orders,
  };
}

function kindOf(order: number, probability: number, support: number, depth: number): number {
  const bucket =
    probability >= 0.9
      ? 5
      : probability >= 0.7
        ? 4
        : probability >= 0.5
          ? 3
          : probability >= 0.33
            ? 2
            : probability >= 0.2
              ? 1
              : 0;
  return (
    ((order * PROBABILITIES + bucket) * SUPPORTS + support) * DEPTHS + Math.min(depth, DEPTHS) - 1
  );
}

/** The context of the last so many symbols, the newest first. */
export function hashOf(recent: ArrayLike<number>, order: number): number {
  let hash = order;
  for (let i = 0; i < order; i++) {
    hash = Math.imul(hash ^ (recent[i] as number), 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  return hash & 0x3fff_ffff;
}
