import { createContexts } from '../counts/contexts.js';
import { createSymbols } from '../counts/symbols.js';
import type { AddPrediction, Expert } from '../expert.js';
import { levelOf } from '../counts/levelOf.js';
import type { LearningPredictor } from '../learningPredictor.js';
import { createSetMemory } from '../models/createSetMemory.js';
import { createViewTrail, type ViewTrail } from '../viewTrail.js';
import { createExpert } from './createExpert.js';
import { createLearner } from './createLearner.js';

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

interface Position {
  /** A ring of the last symbols. */
  readonly recent: Int32Array;
  moves: number;
  /** For a reader of views: the symbols of their keys. */
  views: ViewTrail<number, never> | undefined;
}

/** The follower that counts the views of a key after which others may follow. */
const ITSELF = -1;

/**
 * Learns which keys are requested together, in whatever order: a page and its pictures, objects of
 * one view; also where several readers are interleaved.
 *
 * It counts for each key which others were requested within the next 8 requests; of the keys of a
 * view, which others entered with the next one. Keys of any kind. Cost: 8 counts a request and at most
 * 6 likelihoods. It remembers 4,096 keys with 24 partners each. V. Padmanabhan and J. Mogul, Using
 * predictive prefetching to improve World Wide Web latency, CCR 1996; J. Yang et al., MITHRIL: mining
 * sporadic associations for cache prefetching, SoCC 2017, without its pauses.
 */
export function associations<K = any>(): LearningPredictor<K> {
  return createLearner(() => createAssociations<K>());
}

/** `associations` with the kinds of its predictions. */
export function createAssociations<K>(): Expert<K> {
  const symbols = createSymbols<K>(12);
  const followers = createContexts({ limit: 4096, width: 24, halveAt: 250 });
  /** How often a key was requested, or came in a view before another one. */
  const requestsAt = (place: number): number => {
    for (let rank = 0; rank < followers.widthAt(place); rank++)
      if (followers.symbolAt(place, rank) === ITSELF) return followers.countAt(place, rank);
    // Each request of a key counts 8 followers.
    return Math.max(1, followers.totalAt(place) / WINDOW);
  };
  const predictFrom = (symbol: number, add: AddPrediction<K>): void => {
    const place = followers.find(symbol);
    if (place < 0) return;
    const requests = requestsAt(place);
    const support = levelOf(requests, SUPPORTS);
    let left = MAX_PREDICTED;
    for (let rank = 0; rank < followers.widthAt(place) && left > 0; rank++) {
      if (followers.symbolAt(place, rank) === ITSELF) continue;
      const share = followers.countAt(place, rank) / requests;
      const key = symbols.valueOf(followers.symbolAt(place, rank));
      if (share < LEAST) break;
      left--;
      if (key !== undefined)
        add(key, Math.min(SHARES - 1, Math.floor(share * SHARES)) * PER_SHARE + support, 1);
    }
  };
  return createExpert<K, Position>({
    name: 'associations',
    priors: new Float64Array(SHARES * PER_SHARE).fill(0.1),
    start: () => ({ recent: new Int32Array(WINDOW).fill(-1), moves: 0, views: undefined }),
    advance(position, key, learns, place) {
      const { recent } = position;
      const symbol = learns ? symbols.of(key) : symbols.find(key);
      if (place) {
        const views = (position.views ??= createViewTrail());
        if (place === 'first') {
          views.next();
          for (const before of views.before) followers.learn(before, ITSELF);
        }
        views.enter(symbol, (before) => {
          if (before !== symbol) followers.learn(before, symbol);
          return undefined;
        });
        return;
      }
      for (let i = 0; learns && i < WINDOW; i++) {
        const before = recent[i] as number;
        if (before >= 0 && before !== symbol) followers.learn(before, symbol);
      }
      recent[position.moves++ % WINDOW] = symbol;
    },
    predict({ recent, moves, views }, _depth, add) {
      if (views) for (const symbol of views.keys) predictFrom(symbol, add);
      else predictFrom(recent[(moves + WINDOW - 1) % WINDOW] as number, add);
    },
    memory: createSetMemory({
      expert: 'associations',
      symbols,
      contexts: [followers],
      areSymbols: true,
      successors: MAX_PREDICTED,
    }),
  });
}
