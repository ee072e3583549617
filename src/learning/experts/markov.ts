import type { Expert } from '../expert.js';
import { createExpert } from './createExpert.js';
import { createPathMemory } from '../models/createPathMemory.js';
import { createPaths, createTrail, type Trail } from '../counts/paths.js';
import { createSymbols } from '../counts/symbols.js';

/** Characters of its JSON at most. */
const SAVED = 90_000;

/**
 * What came after the last one, two or three keys before: routes, replays, loops.
 *
 * Keys of any kind. Cost: three counts an access, and a few scores a step ahead. It remembers 8,192
 * sequences of each length; its JSON has at most 90,000 characters. Prediction by partial match: J.
 * Vitter and P. Krishnan, Optimal prefetching via data compression, FOCS 1991.
 */
export function markov<K = any>(): Expert<K> {
  const symbols = createSymbols<K>(13);
  const paths = createPaths({ limit: 8192, fromNothing: false });
  return createExpert<K, Trail>({
    name: 'markov',
    priors: paths.priors,
    start: createTrail,
    advance(trail, key, learns) {
      if (!learns) {
        trail.push(symbols.find(key));
        return;
      }
      const symbol = symbols.of(key);
      paths.learn(trail, symbol);
      trail.push(symbol);
    },
    guess(trail, depth, say) {
      paths.follow(trail, depth, (symbol, kind, far) => {
        const key = symbols.valueOf(symbol);
        if (key !== undefined) say(key, kind, far);
      });
    },
    memory: createPathMemory('markov', symbols, paths, SAVED),
  });
}
