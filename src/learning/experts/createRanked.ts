import { sameKey } from '../../options.js';
import { askPredictor } from '../../predictors/askPredictor.js';
import { checkLikelihood, checkPairs } from '../../predictors/checkLikelihood.js';
import type { Access, Predictor } from '../../types.js';
import type { Expert } from '../expert.js';
import { levelOf } from '../counts/levelOf.js';

/** Keys of a predictor that are measured: the likeliest. */
const MAX_RANKS = 20;
/** The first rank of each kind but the first: one kind for each of four ranks, then wider ones. */
const KINDS = [1, 2, 3, 4, 6, 9, 13];
/** Keys of one view that the predictor is asked for at most: the most important. */
const MAX_ENTERED = 32;

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
  const observe = typeof predictor === 'object' ? predictor.observe?.bind(predictor) : undefined;
  /** The keys that entered with the last view: a predictor without `observe` is asked for each. */
  const entered: K[] = [];
  let last: Access<K> | undefined;
  const askFor = (key: K, history: readonly K[]): void => {
    let pairs = 0;
    askPredictor(predictor, key, history, (named, likelihood) => {
      checkPairs(++pairs);
      checkLikelihood(likelihood);
      if (likelihood > 0) rank(ranking, named, likelihood);
    });
  };
  return {
    name,
    priors: new Float64Array(KINDS.length + 1).fill(0.1),
    observe(access: Access<K>) {
      if (observe) {
        observe(access);
        return;
      }
      const { reader, view, key } = access;
      if (view === undefined || view !== last?.view || reader !== last.reader) entered.length = 0;
      if (entered.length < MAX_ENTERED) entered.push(key);
      last = access;
    },
    ended(reader) {
      if (typeof predictor === 'object') predictor.ended?.(reader);
    },
    predictByKind(current, history, _depth, add) {
      keys.length = likelihoods.length = 0;
      const isLast = entered.length > 1 && last !== undefined && sameKey(last.key, current);
      if (isLast) entered.forEach((key) => askFor(key, upTo(history, key)));
      else askFor(current, history);
      for (let at = 0; at < keys.length; at++) add(keys[at] as K, levelOf(at, KINDS), 1);
    },
    predict: (current, history, add) => askPredictor(predictor, current, history, add),
    // A predictor gets the history with each question, so it needs no resuming.
    resume: () => undefined,
    memory: undefined,
    toJSON: () => undefined,
    restore: () => undefined,
  };
}

/** A history up to the last request of a key. */
function upTo<K>(history: readonly K[], key: K): readonly K[] {
  let end = history.length;
  while (end > 0 && !sameKey(history[end - 1], key)) end--;
  return end > 0 ? history.slice(0, end) : [key];
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
