import { random } from '../../src/testing/random.js';
import type { Access, AccessPredictor, Predictor } from '../../src/types.js';

/** Options of `walk`. */
export interface WalkOptions<K> {
  readonly reader?: number;
  readonly outcome?: Access<K>['outcome'];
  readonly isResident?: (key: K) => boolean;
}

/** Moves a predictor along keys as a cache does, 100 ms apart, and returns its last prediction. */
export function walk<K>(
  predictor: Predictor<K>,
  keys: readonly K[],
  options: WalkOptions<K> = {},
): Map<K, number> {
  let said = new Map<K, number>();
  keys.forEach(
    (_, i) => (said = step(predictor, keys.slice(Math.max(0, i - 29), i + 1), i, options)),
  );
  return said;
}

/** Reports one access, at the end of a history. */
export function step<K>(
  predictor: Predictor<K>,
  history: readonly K[],
  i: number,
  options: WalkOptions<K> = {},
): Map<K, number> {
  const { reader = 1, outcome = 'miss', isResident = () => false } = options;
  const key = history.at(-1) as K;
  const asked = predictor as AccessPredictor<K>;
  const said = new Map<K, number>();
  asked.observe?.({ key, at: 100 * i, reader, outcome, isResident });
  asked.predict(key, history, (each, likelihood) =>
    said.set(each, Math.max(likelihood, said.get(each) ?? 0)),
  );
  return said;
}

/** Random integers that are the same in each run. */
export function noise(count: number, below: number, seed = 1): number[] {
  const chance = random(seed);
  return Array.from({ length: count }, () => Math.floor(chance() * below));
}

/** The keys from one to another, a step apart. */
export function run(from: number, count: number, by = 1): number[] {
  return Array.from({ length: count }, (_, i) => from + i * by);
}
