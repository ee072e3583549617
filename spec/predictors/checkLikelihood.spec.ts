import { describe, expect, it } from '@jest/globals';
import { checkLikelihood, checkPairs, MAX_PAIRS } from '../../src/predictors/checkLikelihood.js';

describe('checkLikelihood', () => {
  it.each([0, -0, Number.MIN_VALUE, 0.5, 1, 1000, Number.MAX_VALUE])('takes %p', (likelihood) => {
    expect(() => checkLikelihood(likelihood)).not.toThrow();
  });

  it.each([Number.NaN, Infinity, -Infinity, -1, -Number.MIN_VALUE])(
    'refuses %p with a RangeError',
    (likelihood) => {
      expect(() => checkLikelihood(likelihood)).toThrow(RangeError);
    },
  );

  it.each(['1', null, undefined, true, 1n])(
    'refuses %p, which is no number, with a TypeError',
    (likelihood) => {
      expect(() => checkLikelihood(likelihood as unknown as number)).toThrow(TypeError);
    },
  );

  it('names the expected range and the given value', () => {
    expect(() => checkLikelihood(-1)).toThrow(
      'Expected `likelihood` to be a finite number of 0 or more, got `-1` (number)',
    );
  });
});

describe('checkPairs', () => {
  it('takes 65,536 pairs and refuses one more', () => {
    expect(MAX_PAIRS).toBe(65_536);
    expect(() => checkPairs(65_536)).not.toThrow();
    expect(() => checkPairs(65_537)).toThrow(RangeError);
    expect(() => checkPairs(65_537)).toThrow(
      'Expected `pairs of a predictor` to be an integer from 0 to 65536, got `65537` (number)',
    );
  });
});
