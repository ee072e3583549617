import { createPaths } from '../counts/paths.js';
import { createSymbols } from '../counts/symbols.js';
import { createTrail, type Trail } from '../counts/trail.js';
import type { Expert } from '../expert.js';
import type { LearningPredictor } from '../learningPredictor.js';
import { createPathMemory } from '../models/createPathMemory.js';
import { createExpert } from './createExpert.js';
import { createLearner } from './createLearner.js';

/**
 * Learns which key follows the last one, two or three keys: routes, replays, loops.
 *
 * Keys of any kind. Cost: three counts a request, and a few likelihoods for each request ahead. It
 * remembers 8,192 sequences of each length. Prediction by partial match: J. Vitter and P. Krishnan,
 * Optimal prefetching via data compression, FOCS 1991.
 */
export function markov<K = any>(): LearningPredictor<K> {
  return createLearner(() => createMarkov<K>());
}

/** `markov` with the kinds of its predictions. */
export function createMarkov<K>(): Expert<K> {
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
    predict(trail, depth, add) {
      paths.follow(trail, depth, (symbol, kind, ahead) => {
        const key = symbols.valueOf(symbol);
        if (key !== undefined) add(key, kind, ahead);
      });
    },
    memory: createPathMemory('markov', symbols, paths),
  });
}
