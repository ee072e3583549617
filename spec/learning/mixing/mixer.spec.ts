import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createMarkov } from '../../../src/learning/experts/markov.js';
import { createSpatial } from '../../../src/learning/experts/spatial.js';
import { createBlend } from '../../../src/learning/mixing/blend.js';
import { restoreMixer, saveMixer, type Learned } from '../../../src/learning/mixing/mixerJson.js';
import { createPopularity } from '../../../src/learning/mixing/popularity.js';
import { createPrecision } from '../../../src/learning/mixing/precision.js';
import { runSlices } from '../../../src/learning/models/runSlices.js';
import { walk } from '../../support/walk.js';

const KINDS = 2000;
const EXPERTS = 2;

function createLearned(): Learned<number> {
  return {
    experts: [createMarkov<number>(), createSpatial<number>({})],
    precision: createPrecision(new Float64Array(KINDS).fill(0.1)),
    blend: createBlend(EXPERTS),
    popularity: createPopularity<number>(),
  };
}

/** Another mixer with what one has saved, as a store returns it. */
function restoredFrom(learned: Learned<number>): Learned<number> {
  const saved: unknown = JSON.parse(JSON.stringify(runSlices(saveMixer(learned, 150_000))));
  const restored = createLearned();
  restoreMixer(restored, saved as never);
  return restored;
}

describe('The saved memory of a mixer', () => {
  it('restores the precision of each kind, as 4 judged predictions at most', () => {
    const judgements = fc.array(fc.tuple(fc.nat(KINDS - 1), fc.nat(3)), { maxLength: 300 });
    fc.assert(
      fc.property(judgements, (all) => {
        const [learned, same] = [createLearned(), createLearned()];
        for (const [kind, gain] of all) learned.precision.judge(kind, gain / 3);
        same.precision.restore(learned.precision.rows(KINDS));
        const restored = restoredFrom(learned);
        const errors = Array.from({ length: KINDS }, (_, kind) =>
          Math.abs(restored.precision.of(kind) - same.precision.of(kind)),
        );
        expect(Math.max(...errors)).toBeLessThan(0.005);
      }),
      { numRuns: 20 },
    );
  });

  it('restores half of what the weights of each set of experts have learned', () => {
    const inputs = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), fc.boolean()), { minLength: 1, maxLength: 50 }); // prettier-ignore
    const mixed = ({ blend }: Learned<number>, row: readonly number[]) => {
      const likelihood = blend.mix(Float32Array.from(row), 0);
      return Math.log(likelihood / (1 - likelihood));
    };
    fc.assert(
      fc.property(inputs, (all) => {
        const [learned, fresh] = [createLearned(), createLearned()];
        for (const [a, b, isRequested] of all) {
          const row = Float32Array.of(a, b);
          learned.blend.learn(row, 0, learned.blend.mix(row, 0), Number(isRequested));
        }
        const restored = restoredFrom(learned);
        for (const row of [
          [2, 0],
          [0, 2],
          [1, -2],
          [0, 0],
        ])
          // prettier-ignore
          expect(mixed(restored, row)).toBeCloseTo((mixed(learned, row) + mixed(fresh, row)) / 2, 2);
      }),
    );
  });

  it('restores half of the requests of each key that an expert remembers', () => {
    const learned = createLearned();
    const keys = [7, 7, 7, 8, 9, 9, 7, 8, 8, 8, 10];
    for (const expert of learned.experts) walk(expert, keys);
    for (const key of keys) learned.popularity.count(key);
    const { popularity } = restoredFrom(learned);
    expect([7, 8, 9, 10, 11].map((key) => popularity.countOf(key))).toEqual([2, 2, 1, 0, 0]);
  });
});
