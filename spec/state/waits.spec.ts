import { describe, expect, it } from '@jest/globals';
import { createWaits } from '../../src/state/waits.js';

const waitsOf = (...waits: readonly number[]) => {
  const all = createWaits();
  for (const wait of waits) all.add(wait);
  return all.read();
};
/** The 95th percentile, by sorting. */
const p95 = (waits: readonly number[]): number =>
  [...waits].sort((a, b) => a - b)[Math.ceil(0.95 * waits.length) - 1] ?? 0;

describe('Waits', () => {
  it('are all 0 before there are any', () => {
    expect(waitsOf()).toEqual({ count: 0, total: 0, mean: 0, p95: 0, histogram: [] });
  });

  it('have a count, a sum and a mean', () => {
    expect(waitsOf(1, 2, 6)).toMatchObject({ count: 3, total: 9, mean: 3 });
  });

  it('count waits of 0 in the first bucket', () => {
    expect(waitsOf(0, 0, 0)).toEqual({ count: 3, total: 0, mean: 0, p95: 0, histogram: [3] });
    expect(waitsOf(0, 5, 0).histogram[0]).toBe(2);
  });

  it.each([
    ['of a range', Array.from({ length: 1000 }, (_, i) => i)],
    [
      'of a few milliseconds, and some of seconds',
      Array.from({ length: 500 }, (_, i) => (i % 10 === 0 ? 1000 + i : 3 + (i % 4))),
    ],
    ['of microseconds', Array.from({ length: 300 }, (_, i) => 0.002 + i / 100_000)],
    ['of months', Array.from({ length: 300 }, (_, i) => 1e9 + i * 1e7)],
    ['that are all one', Array.from({ length: 77 }, () => 123.456)],
    ['of which 94 of 100 are 0', Array.from({ length: 100 }, (_, i) => (i < 94 ? 0 : 50))],
    ['of which 95 of 100 are 0', Array.from({ length: 100 }, (_, i) => (i < 95 ? 0 : 50))],
    ['of one', [7]],
    ['of two', [1, 1000]],
  ])('give the 95th percentile within 5 %%: %s', (_name, waits) => {
    const wanted = p95(waits);
    expect(Math.abs(waitsOf(...waits).p95 - wanted)).toBeLessThanOrEqual(0.05 * wanted + 1e-9);
  });

  it('do not depend on their order', () => {
    const waits = [5, 0, 100, 3, 0.5, 77];
    expect(waitsOf(...waits)).toMatchObject({
      p95: waitsOf(...[...waits].reverse()).p95,
      histogram: waitsOf(...[...waits].reverse()).histogram,
    });
  });

  it('take at most 401 buckets, however long they are', () => {
    const { histogram, count } = waitsOf(1e300, Infinity, 1e-300, 5);
    expect([histogram.length, count]).toEqual([401, 4]);
  });

  it('end with the last bucket that is not empty', () => {
    expect(waitsOf(1).histogram.at(-1)).toBe(1);
    expect(waitsOf(1, 1000).histogram.length).toBeGreaterThan(waitsOf(1).histogram.length);
  });

  it('have the documented buckets', () => {
    const edge = (i: number): number => 0.001 * (1.05 / 0.95) ** i;
    for (const i of [1, 2, 50, 200]) {
      expect(waitsOf(edge(i) * 0.999).histogram.length).toBe(i + 1);
      expect(waitsOf(edge(i) * 1.001).histogram.length).toBe(i + 2);
    }
  });

  it('continue from saved stats', () => {
    const kept = waitsOf(0, 5, 100);
    const more = createWaits(kept);
    for (const wait of [0, 7]) more.add(wait);
    expect(more.read()).toEqual(waitsOf(0, 5, 100, 0, 7));
    expect(kept.count).toBe(3);
  });

  it('are read as stats that later waits do not change', () => {
    const waits = createWaits();
    waits.add(5);
    const read = waits.read();
    const copy = structuredClone(read);
    for (const wait of [5, 0, 100]) waits.add(wait);
    expect(read).toEqual(copy);
  });
});
