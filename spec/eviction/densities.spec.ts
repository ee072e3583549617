import { describe, expect, it } from '@jest/globals';
import { createDensities } from '../../src/eviction/densities.js';

describe('Densities', () => {
  it('begin with one in ten asked for again, the later the older, and more of what was asked for more often', () => {
    const densities = createDensities(3);
    for (let i = 0; i < 7; i++) densities.request(undefined, 0);
    expect(densities.of(1, 7)).toBeCloseTo(0.1 / 2, 12);
    expect(densities.of(1, 4)).toBeCloseTo(0.1 / (1 + 4), 12);
    expect(densities.of(0, 7)).toBeCloseTo((0.1 / 2) * 0.5 ** 0.7, 12);
    expect(densities.of(2, 7)).toBeCloseTo((0.1 / 2) * 1.5 ** 0.7, 12);
  });

  it('are hits over the time that is lived until then, as worked out by hand', () => {
    const densities = createDensities(2);
    // Each was asked for again after 3 requests, with 9 residents.
    for (let i = 0; i < 64; i++) densities.request(1, densities.now - 2);
    densities.measure(9);
    const of = (age: number) => densities.of(1, densities.now - age);
    const usual = (hits: number, lived: number, age: number) => (hits + (10 * 0.1) / (10 + age)) / (lived + 10);
    const own = (hits: number, lived: number, age: number) => (hits + 1000 * usual(hits, lived, age)) / (lived + 1000);
    expect(of(0)).toBeCloseTo(own(64, 64 * (1 + 2 + 4), 1), 12);
    expect(of(1)).toBeCloseTo(own(64, 64 * (2 + 4), 2), 12);
    expect(of(3)).toBeCloseTo(own(64, 64 * 4, 4), 12);
    expect(of(7)).toBeCloseTo(own(0, 0, 8), 12);
  });

  it('fall with what is given up', () => {
    const [lost, kept] = [createDensities(2), createDensities(2)];
    for (let i = 0; i < 128; i++) {
      for (const densities of [lost, kept]) densities.request(i % 2 === 0 ? 1 : undefined, densities.now - 3);
      lost.forget(1, lost.now - 3);
    }
    for (const densities of [lost, kept]) densities.measure(4);
    expect(lost.of(1, lost.now)).toBeLessThan(kept.of(1, kept.now) / 2);
  });

  it('are measured anew after 64 requests, not before', () => {
    const densities = createDensities(2);
    const first = densities.of(1, densities.now);
    const after = (requests: number) => {
      for (let i = 0; i < requests; i++) densities.request(1, densities.now);
      densities.measure(4);
      return densities.of(1, densities.now);
    };
    expect(after(63)).toBe(first);
    expect(after(1)).toBeGreaterThan(first);
  });

  it('of what was never asked for do not count for the others', () => {
    const [with0, without] = [createDensities(2), createDensities(2)];
    for (let i = 0; i < 128; i++) {
      with0.request(0, with0.now - 3);
      without.request(undefined, 0);
    }
    for (const densities of [with0, without]) densities.measure(4);
    expect(with0.of(1, with0.now)).toBe(without.of(1, without.now));
    expect(with0.of(0, with0.now)).toBeGreaterThan(without.of(0, without.now));
  });

  it('forget by halves, so that what changes is soon seen', () => {
    const densities = createDensities(2);
    const of = () => {
      densities.measure(4);
      return densities.of(1, densities.now);
    };
    for (let i = 0; i < 8000; i++) densities.request(1, densities.now - 3);
    const before = of();
    for (let i = 0; i < 40_000; i++) {
      densities.request(undefined, 0);
      if (i % 2 === 0) densities.forget(1, densities.now - 3);
    }
    expect(of()).toBeLessThan(before / 20);
  });
});
