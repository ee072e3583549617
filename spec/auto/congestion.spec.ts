import { describe, expect, it } from '@jest/globals';
import { createCongestion } from '../../src/auto/congestion.js';

/** Loads in groups of 1, 2, … `most` at once; `timeOf` gives the time of a load by its place. */
function load(
  timeOf: (together: number) => number,
  { rounds = 100, most = 5, congestion = createCongestion() } = {},
) {
  for (let i = 0; i < rounds; i++) {
    const together = 1 + (i % most);
    for (let k = 1; k <= together; k++) congestion.started(k);
    for (let k = 1; k <= together; k++) congestion.ended(k, timeOf(k));
  }
  return congestion;
}

describe('createCongestion', () => {
  it('has a price of 0 at first', () => {
    expect(createCongestion().price).toBe(0);
  });

  it('measures the part of a lone load by which each further load delays the others, less 0.05', () => {
    // 100 ms alone, and 50 ms more for each other load.
    expect(load((together) => 50 + 50 * together).price).toBeCloseTo(0.5 - 0.05, 1);
    expect(load((together) => 80 + 20 * together).price).toBeCloseTo(0.2 - 0.05, 1);
  });

  it('has a price of 0 while the number of loads has hardly varied', () => {
    expect(load((together) => 50 + 50 * together, { rounds: 2 }).price).toBe(0);
    expect(load((together) => 50 + 50 * together, { rounds: 30 }).price).toBeGreaterThan(0.2);
  });

  it('has the same price in any unit of time', () => {
    expect(load((together) => 5 + 5 * together).price).toBeCloseTo(
      load((together) => 5000 + 5000 * together).price,
      6,
    );
  });

  it('has a price of 0 where loads are not slower together', () => {
    expect(load(() => 100).price).toBe(0);
    expect(load((together) => 200 - 20 * together).price).toBe(0);
  });

  it('has a price of 0 where the number of loads is always the same', () => {
    expect(load((together) => 100 * together, { most: 1 }).price).toBe(0);
    const congestion = createCongestion();
    for (let i = 0; i < 4; i++) congestion.started(`always ${i}`);
    for (let i = 0; i < 200; i++) {
      congestion.started(i);
      congestion.ended(i, 100 + i);
    }
    expect(congestion.price).toBe(0);
  });

  it('learns nothing from a load without an item except its end', () => {
    const [whole, broken] = [createCongestion(), createCongestion()];
    for (let i = 0; i < 500; i++) {
      const together = 1 + (i % 5);
      for (let k = 1; k <= together; k++) {
        whole.started(k);
        broken.started(k);
        // One more load, which fails at once.
        broken.started('broken');
        broken.ended('broken');
      }
      for (let k = 1; k <= together; k++) {
        whole.ended(k, 50 + 50 * k);
        broken.ended(k, 50 + 50 * k);
      }
    }
    expect(whole.price).toBeGreaterThan(0.3);
    expect(broken.price).toBe(whole.price);
  });

  it('forgets a congestion that is over', () => {
    const congestion = load((together) => 50 + 50 * together);
    expect(congestion.price).toBeGreaterThan(0.3);
    load(() => 100, { rounds: 300, congestion });
    expect(congestion.price).toBe(0);
  });

  it('counts a load once that begins again before it has ended', () => {
    const [once, twice] = [createCongestion(), createCongestion()];
    for (let i = 0; i < 200; i++) {
      const together = 1 + (i % 5);
      for (let k = 1; k <= together; k++) {
        once.started(k);
        twice.started(k);
        twice.started(k);
      }
      for (let k = 1; k <= together; k++) {
        once.ended(k, 50 + 50 * k);
        twice.ended(k, 50 + 50 * k);
      }
    }
    expect(twice.price).toBe(once.price);
  });

  it('ignores the end of a load that never began', () => {
    const congestion = createCongestion();
    congestion.ended(1);
    for (let i = 0; i < 100; i++) congestion.ended(1, 100 * i);
    congestion.started(1);
    congestion.ended(1, 100);
    expect(congestion.price).toBe(0);
  });
});
