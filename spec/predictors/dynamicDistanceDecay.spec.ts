import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { dynamicDistanceDecay } from '../../src/predictors/dynamicDistanceDecay.js';
import { predictorContract } from '../../src/testing/predictorContract.js';
import { pairsOf } from './pairsOf.js';

const LAST = Number.MAX_SAFE_INTEGER;

predictorContract({ describe, it }, 'dynamicDistanceDecay', () => dynamicDistanceDecay(), {
  walk: [5, 6, 7, 3, 3, -10, 1e6],
});

/** The documented formula, key by key. */
function naive(
  forwardBias: number,
  maxSpan: number,
  current: number,
  history: readonly number[],
): Map<number, number> {
  const likelihoods = new Map<number, number>();
  const [before, last] = history.slice(-2);
  const wentUp = before !== undefined && last !== undefined && last > before;
  for (let i = 1; i <= maxSpan; i++)
    likelihoods.set(current + i, (forwardBias / i ** 0.8) * (wentUp && i <= 9 ? 1.5 : 1));
  for (let i = 1; i <= Math.min(Math.floor(maxSpan / 2), current); i++)
    likelihoods.set(current - i, 0.3 / i ** 1.2);
  return likelihoods;
}

describe('dynamicDistanceDecay', () => {
  it('names each key once, with the likelihood of its formula', () => {
    const position = fc.integer({ min: -20, max: 200 });
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 10, noNaN: true }),
        fc.integer({ min: 0, max: 60 }),
        position,
        fc.array(position, { maxLength: 5 }),
        (forwardBias, maxSpan, current, history) => {
          const pairs = pairsOf(dynamicDistanceDecay({ forwardBias, maxSpan }), current, history);
          const expected = naive(forwardBias, maxSpan, current, history);
          expect(pairs).toHaveLength(expected.size);
          for (const [key, likelihood] of pairs)
            expect(likelihood).toBeCloseTo(expected.get(key) ?? NaN, 12);
        },
      ),
    );
  });

  it('names 25 keys ahead and 12 behind by default, with a forward bias of 2', () => {
    const pairs = new Map(pairsOf(dynamicDistanceDecay(), 100));
    expect(pairs.size).toBe(37);
    expect(pairs.get(101)).toBe(2);
    expect(pairs.get(99)).toBe(0.3);
    expect(pairs.has(125) && pairs.has(88)).toBe(true);
  });

  it('raises the likelihood of the nine keys ahead after a move up, and no others', () => {
    const still = new Map(pairsOf(dynamicDistanceDecay(), 50, [50]));
    const up = new Map(pairsOf(dynamicDistanceDecay(), 50, [40, 50]));
    const down = new Map(pairsOf(dynamicDistanceDecay(), 50, [40, 60, 50]));
    expect(down).toEqual(still);
    for (const [key, likelihood] of up)
      expect(likelihood / (still.get(key) ?? NaN)).toBeCloseTo(key > 50 && key < 60 ? 1.5 : 1, 12);
  });

  it('names no key below 0, and none beyond the safe integers', () => {
    expect(pairsOf(dynamicDistanceDecay(), 1).filter(([key]) => key < 1)).toEqual([[0, 0.3]]);
    expect(pairsOf(dynamicDistanceDecay(), -3).map(([key]) => key)[0]).toBe(-2);
    expect(pairsOf(dynamicDistanceDecay({ maxSpan: 4 }), LAST - 1)).toEqual([[LAST - 3, 0.3 / 2 ** 1.2], [LAST - 2, 0.3], [LAST, 2]]); // prettier-ignore
  });

  it.each([0.5, NaN, -Infinity, 2 ** 53, '7', undefined])(
    'names nothing for %p, which is no safe integer',
    (current) => {
      expect(pairsOf(dynamicDistanceDecay(), current as number)).toEqual([]);
    },
  );

  it.each([
    [
      { forwardBias: -1 },
      RangeError,
      'Expected `forwardBias` to be a finite number of 0 or more, got `-1` (number)',
    ],
    [{ forwardBias: 1e101 }, RangeError, '`forwardBias`'],
    [{ forwardBias: '2' }, TypeError, '`forwardBias`'],
    [{ maxSpan: 2.5 }, RangeError, '`maxSpan`'],
    [
      { maxSpan: 1e9 },
      RangeError,
      'Expected `maxSpan` to be an integer from 0 to 32767, got `1000000000` (number)',
    ],
    [{ maxSpan: {} }, TypeError, '`maxSpan`'],
  ])('refuses the options %p at once', (options, Kind, message) => {
    expect(() => dynamicDistanceDecay(options as object)).toThrow(Kind);
    expect(() => dynamicDistanceDecay(options as object)).toThrow(message);
  });
});
