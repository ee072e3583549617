import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { distanceDecay } from '../../src/predictors/distanceDecay.js';
import { dynamicData, type DynamicDataOptions } from '../../src/predictors/dynamicData.js';
import { dynamicDistanceDecay } from '../../src/predictors/dynamicDistanceDecay.js';
import { likelihoodsOf } from '../../src/predictors/likelihoodsOf.js';
import type { AccessPredictor } from '../../src/types.js';

interface Golden {
  readonly cases: readonly {
    readonly predictor: keyof typeof predictors;
    /** In the reference's own names: `max_span` is `maxSpan` here. */
    readonly params: Record<string, unknown>;
    readonly current: number;
    readonly history: readonly number[];
    /** The first key of a run of keys, then their likelihoods. */
    readonly runs: readonly (readonly [number, readonly number[]])[];
  }[];
}

const predictors = {
  distance_decay: distanceDecay,
  dynamic_distance_decay: dynamicDistanceDecay,
  dynamic_data: (options: object) => dynamicData(options as DynamicDataOptions),
} satisfies Record<string, (options: object) => AccessPredictor<number>>;

const { cases } = JSON.parse(
  readFileSync(new URL('../golden/reference-likelihoods.json', import.meta.url), 'utf8'),
) as Golden;

const camelCase = (name: string) => name.replace(/_[a-z]/g, (part) => part.slice(1).toUpperCase());
const settings = [
  ...new Set(cases.map(({ predictor, params }) => `${predictor} ${JSON.stringify(params)}`)),
];

describe('The fixed predictors and the reference system', () => {
  it('have 255 results in common', () => {
    expect(cases).toHaveLength(255);
    expect(settings).toHaveLength(17);
  });

  it.each(settings)('name the same keys with likelihoods equal to 1e-12: %s', (setting) => {
    for (const { predictor, params, current, history, runs } of cases) {
      if (`${predictor} ${JSON.stringify(params)}` !== setting) continue;
      const options = Object.fromEntries(
        Object.entries(params).map(([name, value]) => [camelCase(name), value]),
      );
      const expected = new Map(
        runs.flatMap(([first, likelihoods]) =>
          likelihoods.map((likelihood, i) => [first + i, likelihood]),
        ),
      );
      const likelihoods = likelihoodsOf(predictors[predictor](options), current, history);
      expect(new Set(likelihoods.keys())).toEqual(new Set(expected.keys()));
      for (const [key, likelihood] of expected) {
        expect(Math.abs((likelihoods.get(key) ?? NaN) - likelihood)).toBeLessThanOrEqual(1e-12);
      }
    }
  });
});
