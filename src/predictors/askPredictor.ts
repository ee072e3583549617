import { show } from '../errors.js';
import type { PredictFunction, Predictor } from '../types.js';

/**
 * Asks a predictor of either form: the one place that knows both.
 *
 * Nothing that it says is judged here: `add` does, and by throwing it ends the asking; an iterator of the predictor's is closed then.
 *
 * @throws TypeError if a function gives anything but an iterable of pairs
 */
export function askPredictor<K>(
  predictor: Predictor<K>,
  current: K,
  history: readonly K[],
  add: (key: K, likelihood: number) => void,
): void {
  if (typeof predictor === 'function') addPairs(predictor(current, history), add);
  else predictor.predict(current, history, add);
}

function addPairs<K>(pairs: ReturnType<PredictFunction<K>>, add: (key: K, likelihood: number) => void): void {
  if (!isIterable(pairs)) {
    throw new TypeError(`Expected a predictor to return an iterable of [key, likelihood] pairs, got ${describe(pairs)}`);
  }
  for (const pair of pairs) {
    if (!isPair(pair)) throw new TypeError(`Expected a predictor to say [key, likelihood] pairs, got ${describe(pair)}`);
    add(pair[0], pair[1]);
  }
}

// Types promise both, users of JavaScript do not; `unknown` keeps the checks from looking needless.
function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function isPair(value: unknown): boolean {
  return Array.isArray(value) && value.length >= 2;
}

function describe(value: unknown): string {
  const isPromise = typeof value === 'object' && value !== null && 'then' in value;
  return isPromise ? 'a promise (a predictor answers at once)' : `\`${show(value)}\` (${typeof value})`;
}
