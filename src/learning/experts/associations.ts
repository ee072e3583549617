import { createContexts } from '../counts/contexts.js';
import { createSymbols } from '../counts/symbols.js';
import type { Expert } from '../expert.js';
import { levelOf } from '../levelOf.js';
import type { LearningPredictor } from '../learningPredictor.js';
import { createMemory } from '../models/memory.js';
import { createExpert } from './createExpert.js';

/** Requests within which two keys count as requested together. */
const WINDOW = 8;
/** Keys that are predicted at most. */
const MAX_PREDICTED = 6;
/** Smallest share of the requests of a key in which a predicted key followed. */
const LEAST = 0.1;
/** Levels of a kind of prediction: share in eighths, support (the requests of the key). */
const SHARES = 8;
const SUPPORTS = [2, 4, 8];
const PER_SHARE = 4;
/** Characters of the saved memory at most. */
const SAVED = 28_000;

interface Position {
  /** A ring of the last symbols. */
  readonly recent: Int32Array;
  moves: number;
}

/**
 * Learns which keys are requested together, in whatever order: a page and its pictures, objects of
 * one view; also where several readers are interleaved.
 *
 * It counts for each key which others were requested within the next 8 requests. Keys of any kind.
 * Cost: 8 counts a request and at most 6 likelihoods. It remembers 4,096 keys with 24 partners each;
 * its JSON has at most 28,000 characters. V. Padmanabhan and J. Mogul, Using predictive prefetching
 * to improve World Wide Web latency, CCR 1996; J. Yang et al., MITHRIL: mining sporadic associations
 * for cache prefetching, SoCC 2017, without its pauses.
 */
export function associations<K = any>(): LearningPredictor<K> {
  return createAssociations<K>();
}

/** `associations` with the kinds of its predictions. */
export function createAssociations<K>(): Expert<K> {
  const symbols = createSymbols<K>(12);
  const followers = createContexts({ limit: 4096, width: 24, halveAt: 250 });
  return createExpert<K, Position>({
    name: 'associations',
    priors: new Float64Array(SHARES * PER_SHARE).fill(0.1),
    start: () => ({ recent: new Int32Array(WINDOW).fill(-1), moves: 0 }),
    advance(position, key, learns) {
      const { recent } = position;
      const symbol = learns ? symbols.of(key) : symbols.find(key);
      for (let i = 0; learns && i < WINDOW; i++) {
        const before = recent[i] as number;
        if (before >= 0 && before !== symbol) followers.learn(before, symbol);
      }
      recent[position.moves++ % WINDOW] = symbol;
    },
    predict({ recent, moves }, _depth, add) {
      const symbol = recent[(moves + WINDOW - 1) % WINDOW] as number;
      const place = followers.find(symbol);
      if (place < 0) return;
      // Each request of a key counts 8 followers.
      const requests = Math.max(1, followers.totalAt(place) / WINDOW);
      const support = levelOf(requests, SUPPORTS);
      for (let rank = 0; rank < Math.min(MAX_PREDICTED, followers.widthAt(place)); rank++) {
        const share = followers.countAt(place, rank) / requests;
        const key = symbols.valueOf(followers.symbolAt(place, rank));
        if (share < LEAST) break;
        if (key !== undefined)
          add(key, Math.min(SHARES - 1, Math.floor(share * SHARES)) * PER_SHARE + support, 1);
      }
    },
    memory: createMemory({
      expert: 'associations',
      symbols,
      contexts: [followers],
      characters: SAVED,
      successors: MAX_PREDICTED,
      describe: () => (_contexts, symbol) => ({ needs: [symbol], isEcho: false }),
    }),
  });
}
