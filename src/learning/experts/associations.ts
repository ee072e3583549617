import { createContexts } from '../counts/contexts.js';
import type { Expert } from '../expert.js';
import { createExpert } from './createExpert.js';
import { createMemory } from '../models/memory.js';
import { createSymbols } from '../counts/symbols.js';

/** How many accesses back a key is said to have led to this one. */
const WINDOW = 8;
const TOP = 6;
/** Of the times that a key came, the share in which another followed, from which on it is said. */
const LEAST = 0.1;
const SHARES = 8;
const SUPPORTS = 4;
/** Characters of its JSON at most. */
const SAVED = 28_000;

interface Position {
  /** The last keys, a ring. */
  readonly recent: Int32Array;
  moves: number;
}

/**
 * Keys that come together, in whatever order: a page and its pictures, objects of one view; also
 * where several readers are interleaved.
 *
 * Of each key, which others came within the next 8 accesses, and how often. Keys of any kind. Cost:
 * 8 counts an access and at most 6 scores. It remembers 4,096 keys with 24 partners each; its JSON
 * has at most 28,000 characters. V. Padmanabhan and J. Mogul, Using predictive prefetching to
 * improve World Wide Web latency, CCR 1996; J. Yang et al., MITHRIL: mining sporadic associations
 * for cache prefetching, SoCC 2017, without its pauses.
 */
export function associations<K = any>(): Expert<K> {
  const symbols = createSymbols<K>(12);
  const followers = createContexts({ limit: 4096, width: 24, halveAt: 250 });
  return createExpert<K, Position>({
    name: 'associations',
    priors: new Float64Array(SHARES * SUPPORTS).fill(0.1),
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
    guess({ recent, moves }, _depth, say) {
      const symbol = recent[(moves + WINDOW - 1) % WINDOW] as number;
      const place = followers.find(symbol);
      if (place < 0) return;
      // A key that came once was followed by 8.
      const times = Math.max(1, followers.totalAt(place) / WINDOW);
      const support = times >= 8 ? 3 : times >= 4 ? 2 : times >= 2 ? 1 : 0;
      for (let rank = 0; rank < Math.min(TOP, followers.widthAt(place)); rank++) {
        const share = followers.countAt(place, rank) / times;
        const key = symbols.valueOf(followers.symbolAt(place, rank));
        if (share < LEAST) break;
        if (key !== undefined)
          say(key, Math.min(SHARES - 1, Math.floor(share * SHARES)) * SUPPORTS + support, 1);
      }
    },
    memory: createMemory({
      expert: 'associations',
      symbols,
      contexts: [followers],
      characters: SAVED,
      successors: TOP,
      describe: () => (_contexts, symbol) => ({ needs: [symbol], isEcho: false }),
    }),
  });
}
