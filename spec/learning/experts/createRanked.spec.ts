import { describe, expect, it } from '@jest/globals';
import { createRanked } from '../../../src/learning/experts/createRanked.js';
import { likelihoodsOf } from '../../../src/predictors/likelihoodsOf.js';
import type { Access, Predictor } from '../../../src/types.js';
import { run } from '../../support/walk.js';

/** The predictions of a ranked predictor: key, kind, and requests ahead. */
function predictionsOf(predictor: Predictor<number>): number[][] {
  const predictions: number[][] = [];
  createRanked(predictor, 'any').predictByKind(1, [1], 8, (...prediction) =>
    predictions.push(prediction),
  );
  return predictions;
}
const naming =
  (...pairs: [number, number][]): Predictor<number> =>
  () =>
    pairs;

describe('createRanked', () => {
  it('predicts the likeliest key first, on any scale of likelihoods', () => {
    const orders = [
      naming([1, 3], [2, 9], [3, 5]),
      naming([1, 0.3], [2, 0.9], [3, 0.5]),
      naming([1, 3e9], [2, 9e9], [3, 5e9]),
    ];
    for (const predictor of orders)
      expect(predictionsOf(predictor).map(([key]) => key)).toEqual([2, 3, 1]);
  });

  it('gives each of the first ranks a kind, and wider groups of later ranks one', () => {
    const predictions = predictionsOf(
      naming(...run(0, 30).map((key): [number, number] => [key, 100 - key])),
    );
    expect(predictions.map(([key]) => key)).toEqual(run(0, 20));
    expect(predictions.map(([, kind]) => kind)).toEqual([
      0, 1, 2, 3, 4, 4, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7,
    ]);
    expect([...createRanked(naming(), 'any').priors]).toEqual(Array.from({ length: 8 }, () => 0.1));
  });

  it('keeps equally likely keys in the order of the predictor', () => {
    expect(
      predictionsOf(naming(...run(0, 30).map((key): [number, number] => [key, 1]))).map(
        ([key]) => key,
      ),
    ).toEqual(run(0, 20));
  });

  it('predicts each key for the next request', () => {
    expect(predictionsOf(naming([1, 2], [2, 1])).map(([, , ahead]) => ahead)).toEqual([1, 1]);
  });

  it('takes the 20 likeliest keys, in whatever order they come', () => {
    const pairs = run(0, 50).map((key): [number, number] => [key, ((key * 17) % 50) + 1]);
    const best = [...pairs].sort((a, b) => b[1] - a[1]).slice(0, 20);
    expect(predictionsOf(naming(...pairs)).map(([key]) => key)).toEqual(best.map(([key]) => key));
  });

  it('predicts a key once, by its largest likelihood', () => {
    expect(predictionsOf(naming([1, 2], [2, 3], [1, 5], [2, 1]))).toEqual([[1, 0, 1], [2, 1, 1]]); // prettier-ignore
  });

  it('leaves out keys with a likelihood of 0', () => {
    expect(predictionsOf(naming([1, 0], [2, 1]))).toEqual([[2, 0, 1]]);
  });

  it('compares keys as a Map does', () => {
    expect(predictionsOf(naming([NaN, 1], [0, 3], [NaN, 2], [-0, 5]))).toEqual([[-0, 0, 1], [NaN, 1, 1]]); // prettier-ignore
  });

  it('takes 65,536 pairs, likelihoods of 0 included, and no more', () => {
    const named = (count: number, likelihood: number) =>
      predictionsOf(() => run(0, count).map((key): [number, number] => [key, likelihood]));
    expect([named(65_536, 1).length, named(65_536, 0).length]).toEqual([20, 0]);
    for (const likelihood of [0, 1])
      expect(() => named(65_537, likelihood)).toThrow(
        'Expected `pairs of a predictor` to be an integer from 0 to 65536',
      );
  });

  it.each([NaN, Infinity, -1])('refuses %p as a likelihood', (likelihood) => {
    expect(() => predictionsOf(naming([1, likelihood]))).toThrow('likelihood');
  });

  it('starts anew with each question', () => {
    let key = 0;
    const expert = createRanked<number>(() => [[++key, 1]], 'any');
    const predicted: number[] = [];
    for (let i = 0; i < 3; i++) expert.predictByKind(1, [1], 8, (each) => predicted.push(each));
    expect(predicted).toEqual([1, 2, 3]);
  });

  it('passes requests and questions on to the predictor', () => {
    const asked: unknown[] = [];
    const predictor: Predictor<number> = {
      observe: ({ key }) => asked.push(['observe', key]),
      predict: (current, history) => asked.push(['predict', current, [...history]]),
    };
    const expert = createRanked(predictor, 'any');
    expert.observe({
      key: 5,
      at: 0,
      reader: 1,
      outcome: 'miss',
      isResident: () => false,
    } satisfies Access<number>);
    expert.predictByKind(5, [4, 5], 8, () => undefined);
    expect(asked).toEqual([['observe', 5], ['predict', 5, [4, 5]]]); // prettier-ignore
  });

  it('tells the predictor that a reader has ended, if it has `ended`', () => {
    const ended: number[] = [];
    createRanked({ predict: () => undefined, ended: (reader) => ended.push(reader) }, 'any').ended(
      7,
    );
    createRanked(naming(), 'any').ended(8);
    createRanked({ predict: () => undefined }, 'any').ended(9);
    expect(ended).toEqual([7]);
  });

  it('predicts alone as the predictor does, and has no memory', () => {
    const predictor = naming([1, 900], [2, 0.1]);
    expect(likelihoodsOf(createRanked(predictor, 'any'), 5, [5])).toEqual(
      likelihoodsOf(predictor, 5, [5]),
    );
    expect([createRanked(predictor, 'any').toJSON(), createRanked(predictor, 'any').name]).toEqual([
      undefined,
      'any',
    ]);
  });
});
