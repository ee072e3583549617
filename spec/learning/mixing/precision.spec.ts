import { describe, expect, it } from '@jest/globals';
import { createPrecision } from '../../../src/learning/mixing/precision.js';

/** Guesses of kind 0 that came true or not, each judged at once. */
function judged(worths: readonly number[], prior = 0.1) {
  const precision = createPrecision(Float64Array.of(prior, prior));
  for (const worth of worths) {
    precision.said(0);
    precision.settle(0, worth);
  }
  return precision;
}
const often = (share: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Number((i * share) % 1 < share));

describe('precision', () => {
  it('is the prior before anything is measured', () => {
    const precision = createPrecision(Float64Array.of(0.1, 0.75));
    expect([precision.of(0), precision.of(1)]).toEqual([0.1, 0.75]);
  });

  it('is the share of guesses that came true, after some', () => {
    for (const share of [0, 0.25, 0.5, 1])
      expect(judged(often(share, 200)).of(0)).toBeCloseTo(share, 1);
    // Also when trials were halved.
    for (const share of [0, 0.25, 0.5, 1])
      expect(Math.abs(judged(often(share, 300)).of(0) - share)).toBeLessThan(0.02);
  });

  it('takes the prior for two trials', () => {
    // (worth + 2 · prior) / (trials + 2), as all are judged.
    expect(judged([1, 1, 0], 0.5).of(0)).toBeCloseTo((2 + 1) / (3 + 2), 10);
  });

  it('is that of its own kind', () => {
    expect(judged(often(1, 50)).of(1)).toBe(0.1);
  });

  it('takes off what would have come by chance, and is never below 0', () => {
    expect(judged(Array.from({ length: 200 }, () => 1 - 0.6)).of(0)).toBeCloseTo(0.4, 1);
    expect(judged(Array.from({ length: 200 }, () => -0.6)).of(0)).toBeCloseTo(0, 2);
  });

  it('follows a kind that becomes worse, or better', () => {
    const precision = judged(often(1, 5000));
    const after = (worth: number, count: number): number => {
      for (let i = 0; i < count; i++) {
        precision.said(0);
        precision.settle(0, worth);
      }
      return precision.of(0);
    };
    expect(after(0, 600)).toBeLessThan(0.15);
    expect(after(1, 600)).toBeGreaterThan(0.85);
  });

  it('doubts a kind of which few guesses were judged and many are open, as what comes true is known first', () => {
    const precision = judged([1, 1]);
    for (let i = 0; i < 20; i++) precision.said(0);
    // The fewer of 24 were judged, the more of those that are open count as failed.
    expect(precision.of(0)).toBeCloseTo((2 + 2 * 0.1) / (2 + 20 * (1 - 2 / 24) + 2), 10);
    precision.settle(0, 1);
    expect(precision.of(0)).toBeCloseTo((3 + 2 * 0.1) / (3 + 19 * (1 - 3 / 24) + 2), 10);
  });

  it('does not mind open guesses of a kind that was judged often', () => {
    const precision = judged(often(1, 24));
    const before = precision.of(0);
    for (let i = 0; i < 20; i++) precision.said(0);
    expect(precision.of(0)).toBe(before);
  });

  it('no longer waits for guesses that were dropped', () => {
    const precision = judged([1, 1]);
    const before = precision.of(0);
    for (let i = 0; i < 3; i++) precision.said(0);
    for (let i = 0; i < 3; i++) {
      expect(precision.of(0)).toBeLessThan(before);
      precision.drop(0);
    }
    expect(precision.of(0)).toBe(before);
    precision.drop(0);
    expect(precision.of(0)).toBe(before);
  });

  it('is the same after a round trip, held to four trials', () => {
    const saved = judged(often(0.5, 100));
    const restored = createPrecision(Float64Array.of(0.1, 0.1));
    restored.restore(saved.toJSON());
    // 4 trials of a half, and 2 of a tenth.
    expect(restored.of(0)).toBeCloseTo((2 + 0.2) / (4 + 2), 2);
    for (let i = 0; i < 8; i++) restored.settle(0, 0);
    expect(restored.of(0)).toBeLessThan(0.2);
    expect(restored.of(1)).toBe(0.1);
  });

  it('takes over fewer trials as they are', () => {
    const saved = judged([1, 0, 1]);
    const restored = createPrecision(Float64Array.of(0.1, 0.1));
    restored.restore(saved.toJSON());
    expect(restored.of(0)).toBeCloseTo(saved.of(0), 10);
  });

  it('takes over a worth only as far as there were trials', () => {
    const restored = createPrecision(Float64Array.of(0.1, 0.1, 0.1));
    restored.restore([[0, 1e308, 10], [1, -5, 10], [2, 5, -10], [99, 1, 1]]); // prettier-ignore
    expect(restored.of(0)).toBeCloseTo((4 + 0.2) / 6, 10);
    for (const kind of [1, 2]) expect(restored.of(kind)).toBeCloseTo(0.2 / 6, 10);
  });

  it('saves worths and trials in hundredths', () => {
    const precision = createPrecision(Float64Array.of(0.1));
    precision.restore([[0, 1 / 3, 2 / 3]]);
    expect(precision.toJSON()).toEqual([[0, 0.33, 0.67]]);
  });

  it('saves each kind that was measured with its worth and its trials', () => {
    const precision = createPrecision(Float64Array.of(0.1, 0.1, 0.1));
    precision.settle(2, 0.75);
    expect(precision.toJSON()).toEqual([[2, 0.75, 1]]);
  });

  it('saves the kinds that were measured most, at most 400', () => {
    const precision = createPrecision(new Float64Array(1000).fill(0.1));
    for (let kind = 0; kind < 1000; kind++)
      for (let i = 0; i <= kind % 5; i++) precision.settle(kind, 1);
    const kinds = precision.toJSON().map(([kind = 0, , trials]) => [kind % 5, trials]);
    expect(kinds).toHaveLength(400);
    expect(kinds.every(([rest = 0, trials]) => rest >= 3 && trials === rest + 1)).toBe(true);
  });
});
