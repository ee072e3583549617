import type { AccessPredictor } from 'rxjs-prefetch-cache';

/**
 * A predictor that says only what is likely enough.
 *
 * @param share - of the largest likelihood that it says each time, from 0 to 1
 */
export function atLeast<K>(share: number, predictor: AccessPredictor<K>): AccessPredictor<K> {
  return {
    predict(current, history, add) {
      const said: [key: K, likelihood: number][] = [];
      predictor.predict(current, history, (key, likelihood) => said.push([key, likelihood]));
      const most = said.reduce((before, [, likelihood]) => Math.max(before, likelihood), 0);
      for (const [key, likelihood] of said) if (likelihood >= share * most) add(key, likelihood);
    },
  };
}
