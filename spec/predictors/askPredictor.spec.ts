import { describe, expect, it } from '@jest/globals';
import { askPredictor } from '../../src/predictors/askPredictor.js';
import type { Predictor } from '../../src/types.js';

function pairsOf<K>(
  predictor: Predictor<K>,
  current: K,
  history: readonly K[] = [current],
): [K, number][] {
  const pairs: [K, number][] = [];
  askPredictor(predictor, current, history, (key, likelihood) => pairs.push([key, likelihood]));
  return pairs;
}

/** A function with a result that its type forbids, as a program in JavaScript may have. */
const returning = (value: unknown): Predictor<number> =>
  (() => value) as unknown as Predictor<number>;

describe('askPredictor', () => {
  it('adds each pair of a function in order, repeated pairs too', () => {
    const pairs: [string, number][] = [
      ['b', 1],
      ['a', 2],
      ['b', 3],
    ];
    expect(pairsOf(() => pairs, 'x')).toEqual(pairs);
  });

  it('takes an array, a Map, a set of pairs and a generator', () => {
    const map = new Map([['a', 0.5]]);
    expect(pairsOf(() => map, 'x')).toEqual([['a', 0.5]]);
    expect(pairsOf(() => new Set<[string, number]>([['a', 0.5]]), 'x')).toEqual([['a', 0.5]]);
    expect(
      pairsOf(function* () {
        yield ['a', 0.5] as const;
      }, 'x'),
    ).toEqual([['a', 0.5]]);
  });

  it('calls a function with the current key and the history', () => {
    const seen: unknown[] = [];
    const history = [1, 2];
    pairsOf(
      (...given) => {
        seen.push(...given);
        return [];
      },
      2,
      history,
    );
    expect(seen).toEqual([2, history]);
    expect(seen[1]).toBe(history);
  });

  it('calls predict as a method, with the current key, the history and add', () => {
    const predictor = {
      step: 3,
      predict(
        current: number,
        history: readonly number[],
        add: (key: number, likelihood: number) => void,
      ) {
        add(current + this.step, history.length);
      },
    };
    expect(pairsOf(predictor, 7, [5, 7])).toEqual([[10, 2]]);
  });

  it('does not check likelihoods', () => {
    expect(pairsOf(() => [[1, Number.NaN]], 0)).toEqual([[1, Number.NaN]]);
  });

  it('closes the iterator of a function if add throws', () => {
    let closed = false;
    const endless: Predictor<number> = function* () {
      try {
        for (let key = 0; ; key++) yield [key, 1] as const;
      } finally {
        closed = true;
      }
    };
    expect(() =>
      askPredictor(endless, 0, [0], () => {
        throw new Error('enough');
      }),
    ).toThrow('enough');
    expect(closed).toBe(true);
  });

  it.each([
    [undefined, '`undefined` (undefined)'],
    [{ a: 1 }, '`{"a":1}` (object)'],
    [7, '`7` (number)'],
    [Promise.resolve([]), '`{}` (object)'],
  ])('refuses the result %p, which is not iterable, and names it', (answer, came) => {
    const message = `Expected \`predictor\` to be a function that returns an iterable of [key, likelihood] pairs, got ${came}`;
    expect(() => pairsOf(returning(answer), 0)).toThrow(TypeError);
    expect(() => pairsOf(returning(answer), 0)).toThrow(message);
  });

  it.each([
    [1, '`1` (number)'],
    ['ab', '`"ab"` (string)'],
    [null, '`null` (null)'],
    [{ 0: 1, 1: 1 }, '`{"0":1,"1":1}` (object)'],
  ])('refuses %p, which is no pair, and names it', (pair, came) => {
    expect(() => pairsOf(returning([[1, 1], pair]), 0)).toThrow(TypeError);
    expect(() => pairsOf(returning([pair]), 0)).toThrow(
      `Expected \`predictor\` to be a function that returns [key, likelihood] pairs, got ${came}`,
    );
  });
});
