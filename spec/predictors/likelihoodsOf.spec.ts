import { describe, expect, it } from '@jest/globals';
import { likelihoodsOf } from '../../src/predictors/likelihoodsOf.js';
import type { AccessPredictor, Predictor } from '../../src/types.js';

const bothForms = (...pairs: [string, number][]): Predictor<string>[] => [
  () => pairs,
  {
    predict(_current, _history, add) {
      for (const [key, likelihood] of pairs) add(key, likelihood);
    },
  },
];

/** `count` pairs of one key each. */
const many = (count: number): AccessPredictor<number> => ({
  predict(_current, _history, add) {
    for (let i = 0; i < count; i++) add(i % 2, 1);
  },
});

describe('likelihoodsOf', () => {
  it('maps each key to its likelihood, for both forms of predictor', () => {
    for (const predictor of bothForms(['b', 2], ['a', 0])) {
      expect([...likelihoodsOf(predictor, 'x', ['x'])]).toEqual([['b', 2], ['a', 0]]); // prettier-ignore
    }
  });

  it('takes the largest of several likelihoods of one key', () => {
    for (const predictor of bothForms(['a', 1], ['a', 3], ['a', 2], ['b', 5], ['b', 4])) {
      expect(likelihoodsOf(predictor, 'x', ['x'])).toEqual(new Map([['a', 3], ['b', 5]])); // prettier-ignore
    }
  });

  it('makes an empty map if no key is named', () => {
    for (const predictor of bothForms())
      expect(likelihoodsOf(predictor, 'x', ['x'])).toEqual(new Map());
  });

  it('gives the predictor the current key and the history', () => {
    const history = ['w', 'x'];
    const seen: unknown[] = [];
    likelihoodsOf<string>((...given) => (seen.push(...given), []), 'x', history);
    expect(seen).toEqual(['x', history]);
  });

  it('tells object keys apart by identity', () => {
    const [one, other] = [{ x: 1 }, { x: 1 }];
    const likelihoods = likelihoodsOf<object>(() => [[one, 1], [other, 2]], one, [one]); // prettier-ignore
    expect([likelihoods.get(one), likelihoods.get(other), likelihoods.size]).toEqual([1, 2, 2]);
  });

  it.each([NaN, Infinity, -0.1])(
    'throws a RangeError that names the likelihood %p',
    (likelihood) => {
      for (const predictor of bothForms(['a', 1], ['b', likelihood])) {
        expect(() => likelihoodsOf(predictor, 'x', ['x'])).toThrow(RangeError);
        expect(() => likelihoodsOf(predictor, 'x', ['x'])).toThrow(String(likelihood));
      }
    },
  );

  it('takes 65,536 pairs and throws a RangeError at one more, also for repeated keys', () => {
    expect(likelihoodsOf(many(65_536), 0, [0]).size).toBe(2);
    expect(() => likelihoodsOf(many(65_537), 0, [0])).toThrow(RangeError);
  });

  it('rethrows the error of the predictor', () => {
    const broken: Predictor<number> = () => {
      throw new Error('out of order');
    };
    expect(() => likelihoodsOf(broken, 0, [0])).toThrow('out of order');
  });

  it('throws a TypeError for a function that returns a promise', () => {
    const late = (() => Promise.resolve([])) as unknown as Predictor<number>;
    expect(() => likelihoodsOf(late, 0, [0])).toThrow(TypeError);
  });
});
