import { describe, expect, it } from '@jest/globals';
import { createDensities, type Densities } from '../../src/eviction/densities.js';

/** Densities after some requests, measured again. */
function after(densities: Densities, requests: number, residents = 4): Densities {
  for (let i = 0; i < requests; i++) densities.tick();
  densities.measure(residents);
  return densities;
}

describe('Densities', () => {
  it('begin with one repeated request in ten, later for older keys, and more for keys with more requests', () => {
    const densities = createDensities(3);
    expect(densities.of(1, 0)).toBeCloseTo(0.1 / 2, 12);
    expect(densities.of(1, 3)).toBeCloseTo(0.1 / (1 + 4), 12);
    expect(densities.of(0, 0)).toBeCloseTo((0.1 / 2) * 0.5 ** 0.7, 12);
    expect(densities.of(2, 0)).toBeCloseTo((0.1 / 2) * 1.5 ** 0.7, 12);
  });

  it('are hits over the time that keys spent at an age, as worked out by hand', () => {
    const densities = createDensities(2);
    densities.hit(1, 0, 60);
    densities.lived(1, 0, 100);
    after(densities, 64, 9);
    const all = (60 + 0.1 / 11) / (100 + 1);
    const share = (300 + 60) / (300 + 100 * all);
    expect(densities.of(1, 0)).toBeCloseTo((60 + 30 * all * share) / (100 + 30), 12);
  });

  it('grow until the age at which hits come, if they come at one age', () => {
    const densities = createDensities(2);
    for (const age of [0, 1, 3, 7, 15, 31]) densities.lived(1, age, 100 * (age + 1));
    densities.hit(1, 31, 100);
    after(densities, 64);
    const of = [0, 1, 3, 7, 15, 31].map((age) => densities.of(1, age));
    expect(of).toEqual([...of].sort((a, b) => a - b));
    expect(densities.of(1, 31)).toBeGreaterThan(2 * densities.of(1, 0));
  });

  it('are the likelihood of a hit now, if hits become rarer with age', () => {
    const densities = createDensities(2);
    for (const age of [0, 1, 3, 7, 15]) {
      densities.lived(1, age, 1e6);
      densities.hit(1, age, 1e6 / (age + 2));
    }
    after(densities, 64);
    for (const age of [0, 1, 3, 7]) expect(densities.of(1, age)).toBeCloseTo(1 / (age + 2), 2);
  });

  it('fall with the time that keys live without a hit', () => {
    const [dead, alive] = [createDensities(2), createDensities(2)];
    for (const densities of [dead, alive]) densities.hit(1, 3, 100);
    dead.lived(1, 3, 10_000);
    alive.lived(1, 3, 1000);
    expect(after(dead, 64).of(1, 3)).toBeLessThan(after(alive, 64).of(1, 3) / 4);
  });

  it('are measured again after 64 requests, not before', () => {
    const densities = createDensities(2);
    const first = densities.of(1, 0);
    densities.hit(1, 0, 10);
    expect(after(densities, 63).of(1, 0)).toBe(first);
    expect(after(densities, 1).of(1, 0)).toBeGreaterThan(first);
  });

  it('of keys that were never requested do not count for the others', () => {
    const [with0, without] = [createDensities(2), createDensities(2)];
    with0.hit(0, 3, 1000);
    for (const densities of [with0, without]) after(densities, 64);
    expect(with0.of(1, 3)).toBe(without.of(1, 3));
    expect(with0.of(0, 3)).toBeGreaterThan(without.of(0, 3));
  });

  it('halve their counts every 8,192 requests, so that they follow changes', () => {
    const [later, now] = [createDensities(2), createDensities(2)];
    for (const densities of [later, now]) densities.hit(1, 3, 1000);
    after(later, 5 * 8192);
    expect(later.of(1, 3)).toBeLessThan(after(now, 64).of(1, 3) / 20);
  });
});
