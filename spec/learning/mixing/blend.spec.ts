import { describe, expect, it } from '@jest/globals';
import { createBlend, logit, type Blend } from '../../../src/learning/mixing/blend.js';
import { random } from '../../../src/testing/random.js';

/** What experts say of one key, as inputs; 0 is silence. */
const say = (...likelihoods: number[]): Float64Array =>
  Float64Array.from(likelihoods, (p) => (p === 0 ? 0 : logit(p)));
/** Has a blend learn what came of the same promise again and again. */
function teach(blend: Blend, inputs: Float64Array, worths: readonly number[]): void {
  for (const worth of worths) blend.learn(inputs, 0, blend.mix(inputs, 0), worth);
}
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('logit', () => {
  it('is never 0, which stands for silence', () => {
    expect(logit(0.5)).not.toBe(0);
    expect(logit(0.5)).toBeCloseTo(0, 6);
  });

  it('is finite for what is sure and for what is impossible', () => {
    expect(logit(1)).toBeCloseTo(-logit(0), 10);
    expect(logit(1)).toBeCloseTo(Math.log(0.995 / 0.005), 10);
  });
});

describe('a blend that has learned nothing', () => {
  it.each([0.1, 0.5, 0.9])('believes an expert that speaks alone, of %p', (likelihood) => {
    expect(createBlend(3).mix(say(0, likelihood, 0), 0)).toBeCloseTo(likelihood, 6);
  });

  it('takes agreement for more than each says, but for less than were they independent', () => {
    const [one, two, three] = [say(0.7), say(0.7, 0.7), say(0.7, 0.7, 0.7)].map((inputs) =>
      createBlend(inputs.length).mix(inputs, 0),
    );
    expect(one).toBeCloseTo(0.7, 6);
    expect(two).toBeGreaterThan(0.7);
    expect(two).toBeLessThan(0.7 ** 2 / (0.7 ** 2 + 0.3 ** 2));
    expect(three).toBeGreaterThan(0.7);
  });

  it('reads its inputs from where it is told', () => {
    const inputs = Float64Array.of(9, 9, ...say(0, 0.3));
    expect(createBlend(2).mix(inputs, 2)).toBeCloseTo(0.3, 6);
  });

  it('trusts every promise', () => {
    for (const likelihood of [0.01, 0.2, 0.4, 0.9])
      expect(createBlend(2).trust(likelihood)).toBe(likelihood);
  });
});

describe('a blend', () => {
  it('takes back the optimism of experts that promise too much', () => {
    const blend = createBlend(2);
    const chance = random(3);
    const inputs = say(0.6, 0.6);
    teach(blend, inputs, Array.from({ length: 3000 }, () => Number(chance() < 0.3))); // prettier-ignore
    expect(blend.mix(inputs, 0)).toBeGreaterThan(0.2);
    expect(blend.mix(inputs, 0)).toBeLessThan(0.4);
  });

  it('learns whom to believe where two disagree', () => {
    const blend = createBlend(2);
    const chance = random(5);
    for (let i = 0; i < 4000; i++) {
      const comes = chance() < 0.5;
      // The first knows, the second says the same whatever comes.
      const inputs = say(comes ? 0.9 : 0.1, 0.6);
      blend.learn(inputs, 0, blend.mix(inputs, 0), Number(comes));
    }
    expect(blend.mix(say(0.9, 0.6), 0)).toBeGreaterThan(0.85);
    expect(blend.mix(say(0.1, 0.6), 0)).toBeLessThan(0.15);
  });

  it('learns what experts that say neither yes nor no are worth', () => {
    const blend = createBlend(1);
    teach(blend, say(0.5), times(300, 0));
    expect(blend.mix(say(0.5), 0)).toBeLessThan(0.2);
  });

  it('learns for each set of experts by itself', () => {
    const blend = createBlend(3);
    teach(blend, say(0.6, 0.6, 0), times(1000, 0));
    expect(blend.mix(say(0.6, 0.6, 0), 0)).toBeLessThan(0.2);
    for (const [one, two, three] of [
      [0.6, 0, 0],
      [0, 0.6, 0],
      [0.6, 0, 0.6],
      [0.6, 0.6, 0.6],
    ] as const) {
      // prettier-ignore
      expect(blend.mix(say(one, two, three), 0)).toBe(createBlend(3).mix(say(one, two, three), 0));
    }
  });

  it('trusts promises no more that chance alone would have kept', () => {
    const blend = createBlend(1);
    for (const worth of times(60, 0)) blend.learn(say(0.2), 0, 0.2, worth);
    expect(blend.trust(0.2)).toBe(0);
    expect(blend.trust(0.24)).toBe(0);
  });

  it('goes on trusting promises that are kept to three fifths', () => {
    const blend = createBlend(1);
    for (let i = 0; i < 300; i++) blend.learn(say(0.4), 0, 0.4, i % 4 === 0 ? 1 : 0);
    expect(blend.trust(0.4)).toBeCloseTo(0.4, 1);
  });

  it('trusts promises in part that are kept in part', () => {
    const blend = createBlend(1);
    for (let i = 0; i < 600; i++) blend.learn(say(0.4), 0, 0.4, i % 20 < 3 ? 1 : 0);
    // 0.15 of 0.4 came true, which is 0.375: between a fifth and three fifths.
    expect(blend.trust(0.4) / 0.4).toBeGreaterThan(0.2);
    expect(blend.trust(0.4) / 0.4).toBeLessThan(0.7);
  });

  it('holds promises to what they were, not to what others were', () => {
    const blend = createBlend(1);
    for (const worth of times(300, 0.1)) blend.learn(say(0.12), 0, 0.12, worth);
    expect(blend.trust(0.2)).toBe(0.2);
  });

  it('trusts again where promises are kept again', () => {
    const blend = createBlend(1);
    for (const worth of [...times(100, 0), ...times(200, 0.2)])
      blend.learn(say(0.2), 0, 0.2, worth);
    expect(blend.trust(0.2)).toBeCloseTo(0.2, 6);
  });

  it('judges faint and fainter promises apart, and trusts strong ones always', () => {
    const blend = createBlend(1);
    for (const worth of times(100, 0)) blend.learn(say(0.3), 0, 0.3, worth);
    expect(blend.trust(0.3)).toBe(0);
    expect(blend.trust(0.2)).toBe(0.2);
    for (const worth of times(100, 0)) blend.learn(say(0.9), 0, 0.9, worth);
    expect(blend.trust(0.9)).toBe(0.9);
    expect(blend.trust(0.5)).toBe(0.5);
  });

  it('does not hold a whim to its word', () => {
    const blend = createBlend(1);
    for (const worth of times(500, 0)) blend.learn(say(0.05), 0, 0.05, worth);
    expect(blend.trust(0.2)).toBe(0.2);
  });
});

describe('what a blend has learned', () => {
  it('is saved and taken over within limits, so that no sum of weights overflows', () => {
    const restored = createBlend(2);
    restored.restore([[3, 1e308, -1e308, 1e308]]);
    expect(restored.mix(say(0.9, 0.9), 0)).toBe(1);
    // Half the way from .6 to the limit of 1,000.
    expect(restored.toJSON()).toEqual([[3, 500.3, -499.7, 500]]);
    restored.restore([[9, 1], [0.5, 1], [-1, 1]]); // prettier-ignore
    expect(restored.toJSON()).toHaveLength(1);
  });

  it('goes half the way with who takes it over', () => {
    const blend = createBlend(2);
    teach(blend, say(0.6, 0.6), times(1000, 0));
    const restored = createBlend(2);
    restored.restore(JSON.parse(JSON.stringify(blend.toJSON())) as number[][]);
    const [fresh, half, whole] = [createBlend(2), restored, blend].map((each) =>
      logit(each.mix(say(0.6, 0.6), 0)),
    );
    expect(half).toBeCloseTo(((fresh ?? NaN) + (whole ?? NaN)) / 2, 2);
  });

  it('is nothing where nothing was learned', () => {
    expect(createBlend(5).toJSON()).toEqual([]);
  });

  it('is saved of the sets that learned most, 300 weights in all', () => {
    const blend = createBlend(8);
    for (let set = 1; set < 256; set++) {
      const inputs = Float64Array.from({ length: 8 }, (_, i) => ((set >> i) & 1 ? logit(0.6) : 0));
      blend.learn(inputs, 0, 0.5, set > 150 ? 1 : 0.51);
    }
    const saved = blend.toJSON();
    expect(saved).toHaveLength(33);
    expect(Math.min(...saved.map(([set = 0]) => set))).toBeGreaterThan(150);
    // The set, a weight each, and what is added.
    expect(new Set(saved.map(({ length }) => length))).toEqual(new Set([10]));
  });
});
