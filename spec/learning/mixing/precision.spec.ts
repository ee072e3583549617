import { describe, expect, it } from '@jest/globals';
import { createPrecision } from '../../../src/learning/mixing/precision.js';

/** A precision after predictions of kind 0 with these gains, each judged at once. */
function judged(gains: readonly number[], prior = 0.1) {
  const precision = createPrecision(Float64Array.of(prior, prior));
  for (const gain of gains) {
    precision.open(0);
    precision.judge(0, gain);
  }
  return precision;
}
const often = (share: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Number((i * share) % 1 < share));

describe('createPrecision', () => {
  it('is the prior until predictions are judged', () => {
    const precision = createPrecision(Float64Array.of(0.1, 0.75));
    expect([precision.of(0), precision.of(1)]).toEqual([0.1, 0.75]);
  });

  it('becomes the share of predictions that came true', () => {
    for (const share of [0, 0.25, 0.5, 1])
      expect(judged(often(share, 200)).of(0)).toBeCloseTo(share, 1);
    // Beyond 256 judged predictions, which are halved.
    for (const share of [0, 0.25, 0.5, 1])
      expect(Math.abs(judged(often(share, 300)).of(0) - share)).toBeLessThan(0.02);
  });

  it('counts the prior as two predictions', () => {
    // (gain + 2 · prior) / (judged + 2), as none is open.
    expect(judged([1, 1, 0], 0.5).of(0)).toBeCloseTo((2 + 1) / (3 + 2), 10);
  });

  it('measures each kind apart', () => {
    expect(judged(often(1, 50)).of(1)).toBe(0.1);
  });

  it('leaves out the base rate, and is never below 0', () => {
    expect(judged(Array.from({ length: 200 }, () => 1 - 0.6)).of(0)).toBeCloseTo(0.4, 1);
    expect(judged(Array.from({ length: 200 }, () => -0.6)).of(0)).toBeCloseTo(0, 2);
  });

  it('follows a kind that becomes worse or better', () => {
    const precision = judged(often(1, 5000));
    const after = (gain: number, count: number): number => {
      for (let i = 0; i < count; i++) {
        precision.open(0);
        precision.judge(0, gain);
      }
      return precision.of(0);
    };
    expect(after(0, 600)).toBeLessThan(0.15);
    expect(after(1, 600)).toBeGreaterThan(0.85);
  });

  it('is lower for a kind with few judged and many open predictions', () => {
    const precision = judged([1, 1]);
    for (let i = 0; i < 20; i++) precision.open(0);
    // The fewer of 24 are judged, the more of the open ones count as failed.
    expect(precision.of(0)).toBeCloseTo((2 + 2 * 0.1) / (2 + 20 * (1 - 2 / 24) + 2), 10);
    precision.judge(0, 1);
    expect(precision.of(0)).toBeCloseTo((3 + 2 * 0.1) / (3 + 19 * (1 - 3 / 24) + 2), 10);
  });

  it('ignores open predictions of a kind with 24 judged ones', () => {
    const precision = judged(often(1, 24));
    const before = precision.of(0);
    for (let i = 0; i < 20; i++) precision.open(0);
    expect(precision.of(0)).toBe(before);
  });

  it('ignores withdrawn predictions', () => {
    const precision = judged([1, 1]);
    const before = precision.of(0);
    for (let i = 0; i < 3; i++) precision.open(0);
    for (let i = 0; i < 3; i++) {
      expect(precision.of(0)).toBeLessThan(before);
      precision.withdraw(0);
    }
    expect(precision.of(0)).toBe(before);
    precision.withdraw(0);
    expect(precision.of(0)).toBe(before);
  });

  it('restores a kind as at most four predictions', () => {
    const saved = judged(often(0.5, 100));
    const restored = createPrecision(Float64Array.of(0.1, 0.1));
    restored.restore(saved.rows(10));
    // 4 predictions at a half, and 2 at a tenth.
    expect(restored.of(0)).toBeCloseTo((2 + 0.2) / (4 + 2), 2);
    for (let i = 0; i < 8; i++) restored.judge(0, 0);
    expect(restored.of(0)).toBeLessThan(0.2);
    expect(restored.of(1)).toBe(0.1);
  });

  it('restores a kind with fewer predictions as it was', () => {
    const saved = judged([1, 0, 1]);
    const restored = createPrecision(Float64Array.of(0.1, 0.1));
    restored.restore(saved.rows(10));
    expect(restored.of(0)).toBeCloseTo(saved.of(0), 10);
  });

  it('limits a restored gain to its number of predictions', () => {
    const restored = createPrecision(Float64Array.of(0.1, 0.1, 0.1));
    restored.restore([[0, 1e308, 10], [1, -5, 10], [2, 5, -10], [99, 1, 1]]); // prettier-ignore
    expect(restored.of(0)).toBeCloseTo((4 + 0.2) / 6, 10);
    for (const kind of [1, 2]) expect(restored.of(kind)).toBeCloseTo(0.2 / 6, 10);
  });

  it('ignores a restored kind without predictions', () => {
    const precision = createPrecision(Float64Array.of(0.1));
    precision.restore([[0, 0, 0]]);
    expect(precision.of(0)).toBeCloseTo(0.1, 10);
  });

  it('gives each kind with its gain and its number of judged predictions', () => {
    const precision = createPrecision(Float64Array.of(0.1, 0.1, 0.1));
    precision.judge(2, 0.75);
    expect(precision.rows(10)).toEqual([[2, 0.75, 1]]);
  });

  it('gives the kinds with most judged predictions', () => {
    const precision = createPrecision(new Float64Array(1000).fill(0.1));
    for (let kind = 0; kind < 1000; kind++)
      for (let i = 0; i <= kind % 5; i++) precision.judge(kind, 1);
    const kinds = precision.rows(400).map(([kind = 0, , count]) => [kind % 5, count]);
    expect(kinds).toHaveLength(400);
    expect(kinds.every(([rest = 0, count]) => rest >= 3 && count === rest + 1)).toBe(true);
  });
});
