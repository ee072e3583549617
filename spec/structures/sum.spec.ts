import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createSum } from '../../src/structures/sum.js';

describe('A sum', () => {
  it('begins with the given number, or 0', () => {
    expect([createSum().value, createSum(3).value]).toEqual([0, 3]);
  });

  it('does not drift where plain addition does', () => {
    const sum = createSum();
    for (let i = 0; i < 10; i++) sum.add(0.1);
    expect(sum.value).toBe(1);
  });

  it('keeps small numbers next to large ones', () => {
    const sum = createSum();
    for (const number of [1, 1e100, 1, -1e100]) sum.add(number);
    expect(sum.value).toBe(2);
  });

  it('is 0 once it is cleared, without a rest', () => {
    const sum = createSum();
    for (const number of [1, 1e100, 1]) sum.add(number);
    sum.clear();
    expect(sum.value).toBe(0);
    sum.add(0.1);
    expect(sum.value).toBe(0.1);
  });

  it('is 0 again when all added numbers are subtracted, for any fractions', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e6 }), { maxLength: 50 }), (numbers) => {
        const sum = createSum();
        for (const number of numbers) sum.add(number / 10);
        for (const number of numbers) sum.add(-number / 10);
        expect(Math.abs(sum.value)).toBeLessThanOrEqual(Number.EPSILON);
      }),
    );
  });
});
