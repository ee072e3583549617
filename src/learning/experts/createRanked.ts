import { sameKey } from '../../options.js';
import { askPredictor } from '../../predictors/askPredictor.js';
import { checkLikelihood, checkPairs } from '../../predictors/checkLikelihood.js';
import type { Access, Predictor } from '../../types.js';
import type { Expert } from '../expert.js';
import { levelOf } from '../levelOf.js';

/** Keys of a predictor that are measured: the likeliest. */
const MAX_RANKS = 20;
/** The first rank of each kind but the first: one kind for each of four ranks, then wider ones. */
const KINDS = [1, 2, 3, 4, 6, 9, 13];

/** The likeliest keys of one answer, the likeliest first, each once. */
interface Ranking<K> {
  readonly keys: K[];
  readonly likelihoods: number[];
}

/**
 * Makes an expert of any predictor. Its likelihoods may have any scale, so the ranks of its keys are
 * the kinds of its predictions.
 */
export function createRanked<K>(predictor: Predictor<K>, name: string): Expert<K> {
  const ranking: Ranking<K> = { keys: [], likelihoods: [] };
  const { keys, likelihoods } = ranking;
  return {
    name,
    priors: new Float64Array(KINDS.length + 1).fill(0.1),
    observe(access: Access<K>) {
      if (typeof predictor === 'object') predictor.observe?.(access);
    },
    ended(reader) {
      if (typeof predictor === 'object') predictor.ended?.(reader);
    },
    predictByKind(current, history, _depth, add) {
      keys.length = likelihoods.length = 0;
      let pairs = 0;
      askPredictor(predictor, current, history, (key, likelihood) => {
        checkPairs(++pairs);
        checkLikelihood(likelihood);
        if (likelihood > 0) rank(ranking, key, likelihood);
      });
      for (let at = 0; at < keys.length; at++) add(keys[at] as K, levelOf(at, KINDS), 1);
    },
    predict: (current, history, add) => askPredictor(predictor, current, history, add),
    // A predictor gets the history with each question, so it needs no resuming.
    resume: () => undefined,
    toJSON: () => undefined,
    restore: () => undefined,
  };
}

/** Puts a key at its rank; of several likelihoods of one key the largest counts. */
function rank<K>({ keys, likelihoods }: Ranking<K>, key: K, likelihood: number): void {
  let at = keys.findIndex((each) => sameKey(each, key));
  if (at < 0) {
    at = keys.length;
    if (at === MAX_RANKS && likelihood <= (likelihoods[MAX_RANKS - 1] as number)) return;
    if (at === MAX_RANKS) at--;
  } else if (likelihood <= (likelihoods[at] as number)) return;
  for (; at > 0 && (likelihoods[at - 1] as number) < likelihood; at--) {
    keys[at] = keys[at - 1] as K;
    likelihoods[at] = likelihoods[at - 1] as number;
  }
  keys[at] = key;
  likelihoods[at] = likelihood;
}
