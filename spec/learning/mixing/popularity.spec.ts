import { describe, expect, it } from '@jest/globals';
import { createPopularity } from '../../../src/learning/mixing/popularity.js';
import { noise, run } from '../../support/walk.js';

function counted(keys: Iterable<number>) {
  const popularity = createPopularity<number>();
  for (const key of keys) popularity.count(key);
  return popularity;
}

describe('createPopularity', () => {
  it('gives a key that was never requested a base rate of 0', () => {
    expect(createPopularity<number>().within(1, 20)).toBe(0);
    expect(counted([2, 3]).within(1, 20)).toBe(0);
  });

  it('gives the likelihood of a request within so many, from the share of the key', () => {
    const popularity = counted(noise(4000, 10, 3));
    // One of ten keys, within 20 requests and within 1.
    expect(popularity.within(4, 20)).toBeCloseTo(1 - 0.9 ** 20, 1);
    expect(popularity.within(4, 1)).toBeCloseTo(0.1, 1);
  });

  it('is larger for keys that are requested more often', () => {
    const popularity = counted([1, 1, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(popularity.within(1, 2)).toBeGreaterThan(2 * popularity.within(2, 2));
  });

  it('follows recent requests', () => {
    const popularity = counted([
      ...noise(8000, 2, 1),
      ...noise(17_000, 2, 2).map((key) => key + 10),
    ]);
    expect(popularity.within(10, 1)).toBeGreaterThan(2.5 * popularity.within(0, 1));
    for (let i = 0; i < 120_000; i++) popularity.count(10 + (i % 2));
    expect(popularity.within(0, 1)).toBe(0);
    expect(popularity.within(10, 1)).toBeCloseTo(1 - Math.exp(-0.5), 2);
  });

  it('forgets rare keys beyond 8,192 keys, and keeps the others', () => {
    const popularity = counted(
      run(0, 8000).flatMap((key) => (key % 100 === 0 ? [key, -1] : [key])),
    );
    expect(popularity.within(5, 20)).toBeGreaterThan(0);
    for (const key of run(8000, 400)) popularity.count(key);
    expect(popularity.within(5, 20)).toBe(0);
    expect(popularity.within(-1, 20)).toBeGreaterThan(0.1);
    // Of two requests one remains.
    const twice = counted([5, 5, ...run(10, 8192)]);
    expect(twice.within(5, 1)).toBeGreaterThan(0.3);
  });

  it('forgets rare keys beyond 4,194,304 characters', () => {
    const popularity = createPopularity<string>();
    const long = (i: number): string => `${i}`.padStart(50_000, 'key ');
    for (const key of run(0, 90)) popularity.count(long(key));
    expect(popularity.within(long(1), 20)).toBe(0);
    for (const key of run(0, 20)) popularity.count(long(key));
    expect(popularity.within(long(1), 20)).toBeGreaterThan(0);
  });

  it('compares keys as a Map does', () => {
    const popularity = createPopularity<number>();
    popularity.count(NaN);
    expect(popularity.within(NaN, 1)).toBeGreaterThan(0.5);
  });

  it('restores half a count, and none of a single one', () => {
    const popularity = createPopularity<string>();
    for (const [key, count] of [['a', 9], ['b', 1], ['a', 100]] as const) popularity.restore(key, count); // prettier-ignore
    expect([popularity.countOf('a'), popularity.countOf('b')]).toEqual([4, 0]);
    expect(popularity.within('a', 1)).toBeCloseTo(1 - Math.exp(-1), 10);
  });
});
