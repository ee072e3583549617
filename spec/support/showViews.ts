import type { AccessPredictor } from '../../src/types.js';
import type { WalkOptions } from './walk.js';

/** What a predictor is told of a view, as a cache does it: the keys that enter, and their number. */
export function showView<K>(
  predictor: AccessPredictor<K>,
  entered: readonly K[],
  view: number,
  options: WalkOptions<K> = {},
): Map<K, number> {
  const { reader = 1, outcome = 'miss', isResident = (key: K) => entered.includes(key) } = options;
  const said = new Map<K, number>();
  for (const key of entered)
    predictor.observe?.({ key, at: 200 * view, reader, view, outcome, isResident });
  predictor.predict(entered.at(-1) as K, entered, (key, likelihood) =>
    said.set(key, Math.max(likelihood, said.get(key) ?? 0)),
  );
  return said;
}

/** Shows views one after the other; returns the last prediction. */
export function showViews<K>(
  predictor: AccessPredictor<K>,
  views: readonly (readonly K[])[],
  options: WalkOptions<K> = {},
): Map<K, number> {
  let said = new Map<K, number>();
  views.forEach((entered, i) => (said = showView(predictor, entered, i + 1, options)));
  return said;
}
