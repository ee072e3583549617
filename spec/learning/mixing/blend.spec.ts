import { describe, expect, it } from '@jest/globals';
import { createBlend, logit, type Blend } from '../../../src/learning/mixing/blend.js';
import { random } from '../../../src/testing/random.js';

/** The inputs of a blend, from a likelihood of each expert; 0 for one without a prediction. */
const inputsOf = (...likelihoods: number[]): Float32Array =>
  Float32Array.from(likelihoods, (p) => (p === 0 ? 0 : logit(p)));
/** Lets a blend learn from the same inputs with each of these gains. */
function teach(blend: Blend, inputs: Float32Array, gains: readonly number[]): void {
  for (const gain of gains) blend.learn(inputs, 0, blend.mix(inputs, 0), gain);
}
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('logit', () => {
  it('is never 0, which stands for an expert without a prediction', () => {
    expect(logit(0.5)).not.toBe(0);
    expect(logit(0.5)).toBeCloseTo(0, 6);
  });

  it('is finite for likelihoods of 0 and 1', () => {
    expect(logit(1)).toBeCloseTo(-logit(0), 10);
    expect(logit(1)).toBeCloseTo(Math.log(0.995 / 0.005), 10);
  });
});

describe('createBlend, before it learns', () => {
  it.each([0.1, 0.5, 0.9])('takes over a likelihood of %p of a single expert', (likelihood) => {
    expect(createBlend(3).mix(inputsOf(0, likelihood, 0), 0)).toBeCloseTo(likelihood, 6);
  });

  it('raises the likelihood where experts agree, by less than for independent ones', () => {
    const [one, two, three] = [inputsOf(0.7), inputsOf(0.7, 0.7), inputsOf(0.7, 0.7, 0.7)].map(
      (inputs) => createBlend(inputs.length).mix(inputs, 0),
    );
    expect(one).toBeCloseTo(0.7, 6);
    expect(two).toBeGreaterThan(0.7);
    expect(two).toBeLessThan(0.7 ** 2 / (0.7 ** 2 + 0.3 ** 2));
    expect(three).toBeGreaterThan(0.7);
  });

  it('reads its inputs from an index on', () => {
    const inputs = Float32Array.of(9, 9, ...inputsOf(0, 0.3));
    expect(createBlend(2).mix(inputs, 2)).toBeCloseTo(0.3, 6);
  });

  it('trusts every likelihood', () => {
    for (const likelihood of [0.01, 0.2, 0.4, 0.9])
      expect(createBlend(2).trust(likelihood)).toBe(likelihood);
  });
});

describe('createBlend', () => {
  it('lowers the likelihoods of optimistic experts', () => {
    const blend = createBlend(2);
    const chance = random(3);
    const inputs = inputsOf(0.6, 0.6);
    teach(blend, inputs, Array.from({ length: 3000 }, () => Number(chance() < 0.3))); // prettier-ignore
    expect(blend.mix(inputs, 0)).toBeGreaterThan(0.2);
    expect(blend.mix(inputs, 0)).toBeLessThan(0.4);
  });

  it('learns which of two experts is right where they disagree', () => {
    const blend = createBlend(2);
    const chance = random(5);
    for (let i = 0; i < 4000; i++) {
      const comes = chance() < 0.5;
      // The first expert is right, the second always predicts the same.
      const inputs = inputsOf(comes ? 0.9 : 0.1, 0.6);
      blend.learn(inputs, 0, blend.mix(inputs, 0), Number(comes));
    }
    expect(blend.mix(inputsOf(0.9, 0.6), 0)).toBeGreaterThan(0.85);
    expect(blend.mix(inputsOf(0.1, 0.6), 0)).toBeLessThan(0.15);
  });

  it('learns how likely a prediction of 0.5 is', () => {
    const blend = createBlend(1);
    teach(blend, inputsOf(0.5), times(300, 0));
    expect(blend.mix(inputsOf(0.5), 0)).toBeLessThan(0.2);
  });

  it('learns for each set of experts apart', () => {
    const blend = createBlend(3);
    teach(blend, inputsOf(0.6, 0.6, 0), times(1000, 0));
    expect(blend.mix(inputsOf(0.6, 0.6, 0), 0)).toBeLessThan(0.2);
    for (const [one, two, three] of [
      [0.6, 0, 0],
      [0, 0.6, 0],
      [0.6, 0, 0.6],
      [0.6, 0.6, 0.6],
    ] as const) {
      // prettier-ignore
      expect(blend.mix(inputsOf(one, two, three), 0)).toBe(createBlend(3).mix(inputsOf(one, two, three), 0));
    }
  });

  it('reduces likelihoods without gain to 0', () => {
    const blend = createBlend(1);
    for (const gain of times(60, 0)) blend.learn(inputsOf(0.2), 0, 0.2, gain);
    expect(blend.trust(0.2)).toBe(0);
    expect(blend.trust(0.24)).toBe(0);
  });

  it('trusts likelihoods that reach three fifths of their gain', () => {
    const blend = createBlend(1);
    for (let i = 0; i < 300; i++) blend.learn(inputsOf(0.4), 0, 0.4, i % 4 === 0 ? 1 : 0);
    expect(blend.trust(0.4)).toBeCloseTo(0.4, 1);
  });

  it('reduces likelihoods that reach a part of their gain', () => {
    const blend = createBlend(1);
    for (let i = 0; i < 600; i++) blend.learn(inputsOf(0.4), 0, 0.4, i % 20 < 3 ? 1 : 0);
    // 0.15 of 0.4 came true: 0.375, between a fifth and three fifths.
    expect(blend.trust(0.4) / 0.4).toBeGreaterThan(0.2);
    expect(blend.trust(0.4) / 0.4).toBeLessThan(0.7);
  });

  it('compares the gain with the same likelihoods, not with those of the whole band', () => {
    const blend = createBlend(1);
    for (const gain of times(300, 0.1)) blend.learn(inputsOf(0.12), 0, 0.12, gain);
    expect(blend.trust(0.2)).toBe(0.2);
  });

  it('trusts likelihoods again that come true again', () => {
    const blend = createBlend(1);
    for (const gain of [...times(100, 0), ...times(200, 0.2)])
      blend.learn(inputsOf(0.2), 0, 0.2, gain);
    expect(blend.trust(0.2)).toBeCloseTo(0.2, 6);
  });

  it('judges likelihoods below 0.25 and below 0.5 apart, and trusts larger ones always', () => {
    const blend = createBlend(1);
    for (const gain of times(100, 0)) blend.learn(inputsOf(0.3), 0, 0.3, gain);
    expect(blend.trust(0.3)).toBe(0);
    expect(blend.trust(0.2)).toBe(0.2);
    for (const gain of times(100, 0)) blend.learn(inputsOf(0.9), 0, 0.9, gain);
    expect(blend.trust(0.9)).toBe(0.9);
    expect(blend.trust(0.5)).toBe(0.5);
  });

  it('does not judge likelihoods below 0.1', () => {
    const blend = createBlend(1);
    for (const gain of times(500, 0)) blend.learn(inputsOf(0.05), 0, 0.05, gain);
    expect(blend.trust(0.2)).toBe(0.2);
  });
});

describe('The saved weights of a blend', () => {
  it('are limited, so that no sum of weights overflows', () => {
    const restored = createBlend(2);
    restored.restore([[3, 1e308, -1e308, 1e308]]);
    expect(restored.mix(inputsOf(0.9, 0.9), 0)).toBe(1);
    // Half the way from 0.6 to the limit of 1,000.
    expect(restored.toJSON()).toEqual([[3, 500.3, -499.7, 500]]);
    restored.restore([[9, 1], [0.5, 1], [-1, 1]]); // prettier-ignore
    expect(restored.toJSON()).toHaveLength(1);
  });

  it('are restored half the way', () => {
    const blend = createBlend(2);
    teach(blend, inputsOf(0.6, 0.6), times(1000, 0));
    const restored = createBlend(2);
    restored.restore(JSON.parse(JSON.stringify(blend.toJSON())) as number[][]);
    const [fresh, half, whole] = [createBlend(2), restored, blend].map((each) =>
      logit(each.mix(inputsOf(0.6, 0.6), 0)),
    );
    expect(half).toBeCloseTo(((fresh ?? NaN) + (whole ?? NaN)) / 2, 2);
  });

  it('are empty before anything is learned', () => {
    expect(createBlend(5).toJSON()).toEqual([]);
  });

  it('are those of the sets that learned most, at most 300', () => {
    const blend = createBlend(8);
    for (let set = 1; set < 256; set++) {
      const inputs = Float32Array.from({ length: 8 }, (_, i) => ((set >> i) & 1 ? logit(0.6) : 0));
      blend.learn(inputs, 0, 0.5, set > 150 ? 1 : 0.51);
    }
    const saved = blend.toJSON();
    expect(saved).toHaveLength(33);
    expect(Math.min(...saved.map(([set = 0]) => set))).toBeGreaterThan(150);
    // The set, a weight for each expert, and the bias.
    expect(new Set(saved.map(({ length }) => length))).toEqual(new Set([10]));
  });
});
