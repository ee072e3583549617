import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { distanceDecay } from '../../src/predictors/distanceDecay.js';
import { predictorContract } from '../../src/testing/predictorContract.js';
import { pairsOf } from './pairsOf.js';

const { MAX_SAFE_INTEGER: LAST, MIN_SAFE_INTEGER: FIRST } = Number;

predictorContract({ describe, it }, 'distanceDecay', () => distanceDecay(), {
  walk: [5, 6, 7, 3, 3, -10, 1e6],
});

describe('distanceDecay', () => {
  it('gives keys at equal distances the same likelihood', () => {
    expect(pairsOf(distanceDecay({ maxSpan: 2, decay: 1 }), 10)).toEqual([[8, 1 / 3], [9, 1 / 2], [10, 1], [11, 1 / 2], [12, 1 / 3]]); // prettier-ignore
  });

  it('names 60 keys to either side with a decay of 1.5 by default', () => {
    const pairs = pairsOf(distanceDecay(), 100);
    expect(pairs).toHaveLength(121);
    expect(pairs[120]).toEqual([160, expect.closeTo(1 / 61 ** 1.5, 12)]);
  });

  it('names each key within maxSpan once, with 1 / (d + 1)^decay at distance d', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        fc.integer(),
        (maxSpan, decay, current) => {
          const pairs = pairsOf(distanceDecay({ maxSpan, decay }), current);
          expect(pairs.map(([key]) => key)).toEqual(
            Array.from({ length: 2 * maxSpan + 1 }, (_, i) => current + i - maxSpan),
          );
          for (const [key, likelihood] of pairs)
            expect(likelihood).toBeCloseTo((Math.abs(key - current) + 1) ** -decay, 12);
        },
      ),
    );
  });

  it('names no key beyond the safe integers', () => {
    const keysAt = (current: number) =>
      pairsOf(distanceDecay({ maxSpan: 3 }), current).map(([key]) => key);
    expect(keysAt(LAST - 1)).toEqual([LAST - 4, LAST - 3, LAST - 2, LAST - 1, LAST]);
    expect(keysAt(LAST)).toEqual([LAST - 3, LAST - 2, LAST - 1, LAST]);
    expect(keysAt(FIRST + 1)).toEqual([FIRST, FIRST + 1, FIRST + 2, FIRST + 3, FIRST + 4]);
    expect(pairsOf(distanceDecay({ maxSpan: 1, decay: 1 }), FIRST)).toEqual([[FIRST, 1], [FIRST + 1, 1 / 2]]); // prettier-ignore
  });

  it.each([0.5, NaN, Infinity, 2 ** 53, '7', undefined, null])(
    'names nothing for %p, which is no safe integer',
    (current) => {
      expect(pairsOf(distanceDecay(), current as number)).toEqual([]);
    },
  );

  it.each([
    [
      { maxSpan: -1 },
      RangeError,
      'Expected `maxSpan` to be an integer from 0 to 32767, got `-1` (number)',
    ],
    [
      { maxSpan: 1.5 },
      RangeError,
      'Expected `maxSpan` to be an integer from 0 to 32767, got `1.5` (number)',
    ],
    [
      { maxSpan: 32_768 },
      RangeError,
      'Expected `maxSpan` to be an integer from 0 to 32767, got `32768` (number)',
    ],
    [
      { maxSpan: '60' },
      TypeError,
      'Expected `maxSpan` to be an integer from 0 to 32767, got `"60"` (string)',
    ],
    [
      { decay: -0.1 },
      RangeError,
      'Expected `decay` to be a finite number of 0 or more, got `-0.1` (number)',
    ],
    [
      { decay: NaN },
      RangeError,
      'Expected `decay` to be a finite number of 0 or more, got `NaN` (number)',
    ],
    [
      { decay: Infinity },
      RangeError,
      'Expected `decay` to be a finite number of 0 or more, got `Infinity` (number)',
    ],
    [
      { decay: null },
      TypeError,
      'Expected `decay` to be a finite number of 0 or more, got `null` (null)',
    ],
  ])('refuses the options %p at once', (options, Kind, message) => {
    expect(() => distanceDecay(options as object)).toThrow(Kind);
    expect(() => distanceDecay(options as object)).toThrow(message);
  });

  it('takes a maxSpan of 32,767', () => {
    expect(pairsOf(distanceDecay({ maxSpan: 32_767 }), 0)).toHaveLength(65_535);
  });
});
