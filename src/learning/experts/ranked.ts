import { askPredictor } from '../../predictors/askPredictor.js';
import { checkLikelihood, checkPairs } from '../../predictors/checkLikelihood.js';
import { sameKey } from '../../options.js';
import type { Access, Predictor } from '../../types.js';
import type { Expert } from '../expert.js';

/** How many of its keys are measured: the likeliest. */
const TOP = 20;
/** Kinds of guess by rank: each of the first four, then wider ones. */
const KINDS = Int8Array.from({ length: TOP }, (_, rank) =>
  rank < 4 ? rank : rank < 6 ? 4 : rank < 9 ? 5 : rank < 13 ? 6 : 7,
);

/**
 * Any predictor as an expert: what its numbers mean is not known, so its ranks are the kinds of its
 * guesses.
 */
export function ranked<K>(predictor: Predictor<K>, name: string): Expert<K> {
  const keys: K[] = [];
  const likelihoods: number[] = [];
  const add = (key: K, likelihood: number): void => {
    checkLikelihood(likelihood);
    if (likelihood === 0) return;
    let rank = keys.findIndex((each) => sameKey(each, key));
    if (rank < 0) {
      rank = keys.length;
      if (rank === TOP && likelihood <= (likelihoods[TOP - 1] as number)) return;
      if (rank === TOP) rank--;
    } else if (likelihood <= (likelihoods[rank] as number)) return;
    for (; rank > 0 && (likelihoods[rank - 1] as number) < likelihood; rank--) {
      keys[rank] = keys[rank - 1] as K;
      likelihoods[rank] = likelihoods[rank - 1] as number;
    }
    keys[rank] = key;
    likelihoods[rank] = likelihood;
  };
  return {
    name,
    priors: new Float64Array(8).fill(0.1),
    observe(access: Access<K>) {
      if (typeof predictor === 'object') predictor.observe?.(access);
    },
    ended(reader) {
      if (typeof predictor === 'object') predictor.ended?.(reader);
    },
    guess(current, history, _depth, say) {
      keys.length = likelihoods.length = 0;
      let pairs = 0;
      askPredictor(predictor, current, history, (key, likelihood) => {
        checkPairs(++pairs);
        add(key, likelihood);
      });
      for (let rank = 0; rank < keys.length; rank++) say(keys[rank] as K, KINDS[rank] as number, 1);
    },
    predict: (current, history, say) => askPredictor(predictor, current, history, say),
    // Its own affair: it is asked with the history.
    resume: () => undefined,
    toJSON: () => undefined,
    restore: () => undefined,
  };
}
