import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Defined } from '../../src/options.js';
import { dynamicData, type DynamicDataOptions } from '../../src/predictors/dynamicData.js';
import { predictorContract } from '../../src/testing/predictorContract.js';
import { pairsOf } from './pairsOf.js';

const LAST = Number.MAX_SAFE_INTEGER;
const jumps = [-15, -5, -1, 1, 5, 15];

predictorContract({ describe, it }, 'dynamicData', () => dynamicData({ possibleJumps: jumps }), {
  walk: [5, 6, 7, 3, 3, -10, 20, 1e6],
});
predictorContract(
  { describe, it },
  'dynamicData with a length',
  () => dynamicData({ possibleJumps: jumps, length: 50 }),
  {
    walk: [0, 15, 30, 45, 49, 50, 60, 44],
  },
);

/** The documented formula, key by key. */
function naive(
  options: Defined<DynamicDataOptions>,
  current: number,
  history: readonly number[],
): Map<number, number> {
  const { possibleJumps, maxSpan, proximityRange, length } = options;
  const sums = new Map<number, number>();
  const give = (key: number, score: number) => sums.set(key, (sums.get(key) ?? 0) + score);
  const exists = (key: number) => key >= 0 && key < length;
  for (let d = 1; d <= maxSpan; d++)
    if (exists(current + d)) give(current + d, options.forwardBias / d ** options.forwardExp);
  for (let d = 1; d <= Math.min(Math.floor(maxSpan / 2), current); d++)
    give(current - d, options.backwardBias / d ** options.backwardExp);
  for (const target of possibleJumps.map((jump) => current + jump).filter(exists)) {
    give(target, options.jumpBoost);
    for (let offset = -proximityRange; offset <= proximityRange; offset++) {
      if (offset !== 0 && exists(target + offset))
        give(target + offset, options.proximityBoost / (Math.abs(offset) + 1));
    }
  }
  const [a = NaN, b = NaN, c = NaN] = history.slice(-3);
  if (history.length >= 3 && a < b && b < c) {
    for (let d = 1; d <= Math.min(10, maxSpan); d++) {
      const score = sums.get(current + d);
      if (score !== undefined) sums.set(current + d, score * options.historyBoost);
    }
  }
  return sums;
}

const score = fc.double({ min: 0, max: 10, noNaN: true });
const someOptions: fc.Arbitrary<Defined<DynamicDataOptions>> = fc.record({
  possibleJumps: fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 6 }),
  forwardBias: score,
  backwardBias: score,
  jumpBoost: score,
  proximityBoost: score,
  historyBoost: score,
  maxSpan: fc.integer({ min: 0, max: 30 }),
  forwardExp: score,
  backwardExp: score,
  proximityRange: fc.integer({ min: 0, max: 8 }),
  length: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constant(100_000)),
});
const position = fc.integer({ min: -50, max: 150 });

describe('dynamicData', () => {
  it('names each key once, with the likelihood of its formula', () => {
    fc.assert(
      fc.property(
        someOptions,
        position,
        fc.array(position, { maxLength: 5 }),
        (options, current, history) => {
          const pairs = pairsOf(dynamicData(options), current, history);
          const expected = naive(options, current, history);
          expect(new Set(pairs.map(([key]) => key))).toEqual(new Set(expected.keys()));
          expect(pairs).toHaveLength(expected.size);
          for (const [key, likelihood] of pairs)
            expect(likelihood).toBeCloseTo(expected.get(key) ?? NaN, 9);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('has the defaults of the reference', () => {
    const given: Defined<Omit<DynamicDataOptions, 'length'>> = {
      possibleJumps: jumps,
      forwardBias: 2,
      backwardBias: 0.3,
      jumpBoost: 5,
      proximityBoost: 2,
      historyBoost: 2,
      maxSpan: 30,
      forwardExp: 0.8,
      backwardExp: 1.2,
      proximityRange: 5,
    };
    const history = [97, 98, 100];
    expect(pairsOf(dynamicData({ possibleJumps: jumps }), 100, history)).toEqual(
      pairsOf(dynamicData(given), 100, history),
    );
  });

  it('names 51 keys with the six jumps of a viewer', () => {
    expect(pairsOf(dynamicData({ possibleJumps: jumps }), 1000)).toHaveLength(51);
  });

  it('names neither a target outside the keys nor its neighbours inside', () => {
    const predictor = dynamicData({ possibleJumps: [5], maxSpan: 0, length: 10 });
    expect(pairsOf(predictor, 5)).toEqual([]);
    expect(pairsOf(predictor, 4).map(([key]) => key)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(pairsOf(dynamicData({ possibleJumps: [-5], maxSpan: 0 }), 4)).toEqual([]);
  });

  it('names keys behind a key beyond the length', () => {
    expect(
      pairsOf(dynamicData({ possibleJumps: [], maxSpan: 4, length: 10 }), 20).map(([key]) => key),
    ).toEqual([18, 19]);
  });

  it('adds up the likelihoods of one key, also those of a repeated jump', () => {
    const predictor = dynamicData({
      possibleJumps: [3, 3, 4],
      maxSpan: 0,
      proximityRange: 1,
      jumpBoost: 5,
      proximityBoost: 2,
    });
    expect(new Map(pairsOf(predictor, 10)).get(13)).toBe(5 + 5 + 1);
  });

  it('boosts after three rising keys of history', () => {
    const at = (...history: number[]) =>
      new Map(pairsOf(dynamicData({ possibleJumps: [], forwardBias: 1 }), 100, history)).get(101);
    expect([
      at(),
      at(100),
      at(99, 100),
      at(98, 99, 100),
      at(99, 99, 100),
      at(98, 100, 100),
      at(500, 1, 2, 100),
    ]).toEqual([1, 1, 1, 2, 1, 1, 2]);
  });

  it('boosts the next ten keys, and none beyond maxSpan', () => {
    const ratio = (maxSpan: number, d: number) => {
      const predictor = dynamicData({ possibleJumps: [1, 4, 10, 11], maxSpan, proximityRange: 0 });
      const [still, rising] = [[7], [5, 6, 7]].map(
        (history) => new Map(pairsOf(predictor, 7, history)).get(7 + d) ?? NaN,
      );
      return (rising ?? NaN) / (still ?? NaN);
    };
    expect([
      ratio(30, 1),
      ratio(30, 10),
      ratio(30, 11),
      ratio(4, 4),
      ratio(4, 10),
      ratio(0, 1),
    ]).toEqual([2, 2, 1, 2, 1, 1]);
  });

  it('names no key beyond the safe integers', () => {
    const predictor = dynamicData({ possibleJumps: [2 ** 52, 3], maxSpan: 2, proximityRange: 0 });
    expect(pairsOf(predictor, LAST - 1).map(([key]) => key)).toEqual([LAST - 2, LAST]);
    expect(pairsOf(predictor, LAST - 3).map(([key]) => key)).toEqual([
      LAST - 4,
      LAST - 2,
      LAST - 1,
      LAST,
    ]);
  });

  it.each([0.5, NaN, Infinity, 2 ** 53, '7', undefined])(
    'names nothing for %p, which is no safe integer',
    (current) => {
      expect(pairsOf(dynamicData({ possibleJumps: jumps }), current as number)).toEqual([]);
    },
  );

  it('ignores changes of possibleJumps after it was made', () => {
    const possibleJumps = [7];
    const predictor = dynamicData({ possibleJumps, maxSpan: 0, proximityRange: 0 });
    possibleJumps[0] = 9;
    expect(pairsOf(predictor, 10)).toEqual([[17, 5]]);
  });

  const names = [
    'forwardBias',
    'backwardBias',
    'jumpBoost',
    'proximityBoost',
    'historyBoost',
    'forwardExp',
    'backwardExp',
  ] as const;
  it.each(names)('refuses a wrong %s at once', (name) => {
    for (const value of [-1, NaN, Infinity]) {
      const message = `Expected \`${name}\` to be a finite number of 0 or more, got \`${value}\` (number)`;
      expect(() => dynamicData({ possibleJumps: [], [name]: value })).toThrow(RangeError);
      expect(() => dynamicData({ possibleJumps: [], [name]: value })).toThrow(message);
    }
    expect(() => dynamicData({ possibleJumps: [], [name]: '1' as unknown as number })).toThrow(
      TypeError,
    );
  });

  it.each([
    [
      {},
      TypeError,
      'Expected `possibleJumps` to be an array of integers, got `undefined` (undefined)',
    ],
    [
      { possibleJumps: 5 },
      TypeError,
      'Expected `possibleJumps` to be an array of integers, got `5` (number)',
    ],
    [{ possibleJumps: [1, 0.5] }, RangeError, 'Expected `possibleJumps[1]` to be an integer from'],
    [{ possibleJumps: ['5'] }, TypeError, 'Expected `possibleJumps[0]` to be an integer from'],
    [{ possibleJumps: [2 ** 52 + 1] }, RangeError, '`possibleJumps[0]`'],
    [
      { possibleJumps: [], maxSpan: -1 },
      RangeError,
      'Expected `maxSpan` to be an integer from 0 to 32767, got `-1` (number)',
    ],
    [
      { possibleJumps: [], proximityRange: 0.5 },
      RangeError,
      'Expected `proximityRange` to be an integer from 0 to 32767, got `0.5` (number)',
    ],
    [
      { possibleJumps: [], length: -1 },
      RangeError,
      'Expected `length` to be a finite integer of 0 or more, got `-1` (number)',
    ],
    [
      { possibleJumps: [], length: null },
      TypeError,
      'Expected `length` to be a finite integer of 0 or more, got `null` (null)',
    ],
    [
      { possibleJumps: [1, 2], proximityRange: 32_767 },
      RangeError,
      'Expected `possibleJumps` to be few enough for 65536 likelihoods',
    ],
  ])('refuses the options %p at once', (options, Kind, message) => {
    expect(() => dynamicData(options as DynamicDataOptions)).toThrow(Kind);
    expect(() => dynamicData(options as DynamicDataOptions)).toThrow(message);
  });
});
