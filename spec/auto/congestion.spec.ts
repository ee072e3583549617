import { describe, expect, it } from '@jest/globals';
import { createCongestion } from '../../src/auto/congestion.js';

/**
 * Loads in groups of 1, 2, … `most` at once; a load takes what a function of the number in the air
 * says.
 */
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

describe('congestion', () => {
  it('costs nothing before anything is measured', () => {
    expect(createCongestion().price).toBe(0);
  });

  it('is the share of a lone load by which each load more delays the others, but for what may be chance', () => {
    // Alone 100 ms, and 50 ms more for each other one.
    expect(load((together) => 50 + 50 * together).price).toBeCloseTo(0.5 - 0.05, 1);
    expect(load((together) => 80 + 20 * together).price).toBeCloseTo(0.2 - 0.05, 1);
  });

  it('costs nothing while the number in the air has hardly varied', () => {
    expect(load((together) => 50 + 50 * together, { rounds: 2 }).price).toBe(0);
    expect(load((together) => 50 + 50 * together, { rounds: 30 }).price).toBeGreaterThan(0.2);
  });

  it('is the same whatever the unit of time', () => {
    expect(load((together) => 5 + 5 * together).price).toBeCloseTo(
      load((together) => 5000 + 5000 * together).price,
      6,
    );
  });

  it('costs nothing where loads take as long, or less, the more there are', () => {
    expect(load(() => 100).price).toBe(0);
    expect(load((together) => 200 - 20 * together).price).toBe(0);
  });

  it('costs nothing where there never was more than one load, or always as many', () => {
    expect(load((together) => 100 * together, { most: 1 }).price).toBe(0);
    const congestion = createCongestion();
    for (let i = 0; i < 4; i++) congestion.started(`always ${i}`);
    for (let i = 0; i < 200; i++) {
      congestion.started(i);
      congestion.ended(i, 100 + i);
    }
    expect(congestion.price).toBe(0);
  });

  it('learns nothing from a load that has no item, but that it is over', () => {
    const [whole, broken] = [createCongestion(), createCongestion()];
    for (let i = 0; i < 500; i++) {
      const together = 1 + (i % 5);
      for (let k = 1; k <= together; k++) {
        whole.started(k);
        broken.started(k);
        // One more that fails at once.
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

  it('forgets a line that was narrow', () => {
    const congestion = load((together) => 50 + 50 * together);
    expect(congestion.price).toBeGreaterThan(0.3);
    load(() => 100, { rounds: 300, congestion });
    expect(congestion.price).toBe(0);
  });

  it('counts a load once that is begun anew before it is over', () => {
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

  it('bears an end without a beginning', () => {
    const congestion = createCongestion();
    congestion.ended(1);
    for (let i = 0; i < 100; i++) congestion.ended(1, 100 * i);
    congestion.started(1);
    congestion.ended(1, 100);
    expect(congestion.price).toBe(0);
  });
});
