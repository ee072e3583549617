import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readMeasured, writeMeasured } from '../../../src/learning/mixing/measuredJson.js';

const fail = (): never => {
  throw new RangeError('unfit');
};

describe('The measurements of a mixer', () => {
  it('are read with the precision of their digits', () => {
    const measured = {
      precision: [[9, 3, 4], [2, 0, 256], [700, 1, 1]],
      weights: [[5, 0.25, -1.5, 3], [1, 1000]],
    }; // prettier-ignore
    const read = readMeasured(writeMeasured(measured), fail);
    expect(read.weights).toEqual(measured.weights);
    expect(read.precision.map(([kind, , count]) => [kind, count])).toEqual([[2, 256], [9, 4], [700, 1]]); // prettier-ignore
    expect(read.precision[1]?.[1]).toBeCloseTo(3, 1);
  });

  it('are refused, or are rows of finite numbers, whatever the digits are', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w-]{0,60}$/), (digits) => {
        let read;
        try {
          read = readMeasured(digits, fail);
        } catch (error) {
          expect((error as Error).message).toBe('unfit');
          return;
        }
        const rows = [...read.precision, ...read.weights];
        expect(rows.flat().every(Number.isFinite)).toBe(true);
        expect(rows.length).toBeLessThan(6 * digits.length);
      }),
    );
  });
});
