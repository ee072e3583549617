import { describe, expect, it } from '@jest/globals';
import { ranked } from '../../../src/learning/experts/ranked.js';
import { likelihoodsOf } from '../../../src/predictors/likelihoodsOf.js';
import type { Access, Predictor } from '../../../src/types.js';
import { run } from '../../support/walk.js';

/** The guesses of a predictor: key, kind and depth. */
function guesses(predictor: Predictor<number>): number[][] {
  const said: number[][] = [];
  ranked(predictor, 'any').guess(1, [1], 8, (key, kind, depth) => said.push([key, kind, depth]));
  return said;
}
const naming =
  (...pairs: [number, number][]): Predictor<number> =>
  () =>
    pairs;

describe('ranked', () => {
  it('says the likeliest first, whatever the numbers mean', () => {
    const orders = [
      naming([1, 3], [2, 9], [3, 5]),
      naming([1, 0.3], [2, 0.9], [3, 0.5]),
      naming([1, 3e9], [2, 9e9], [3, 5e9]),
    ];
    for (const predictor of orders)
      expect(guesses(predictor).map(([key]) => key)).toEqual([2, 3, 1]);
  });

  it('makes a kind of each of the first ranks, and of more and more of the later ones together', () => {
    const said = guesses(naming(...run(0, 30).map((key): [number, number] => [key, 100 - key])));
    expect(said.map(([key]) => key)).toEqual(run(0, 20));
    expect(said.map(([, kind]) => kind)).toEqual([
      0, 1, 2, 3, 4, 4, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7,
    ]);
    expect([...ranked(naming(), 'any').priors]).toEqual(Array.from({ length: 8 }, () => 0.1));
  });

  it('leaves keys that are as likely in the order in which they are named', () => {
    expect(
      guesses(naming(...run(0, 30).map((key): [number, number] => [key, 1]))).map(([key]) => key),
    ).toEqual(run(0, 20));
  });

  it('means each for the next access', () => {
    expect(guesses(naming([1, 2], [2, 1])).map(([, , depth]) => depth)).toEqual([1, 1]);
  });

  it('takes the 20 likeliest, in whatever order they come', () => {
    const pairs = run(0, 50).map((key): [number, number] => [key, ((key * 17) % 50) + 1]);
    const best = [...pairs].sort((a, b) => b[1] - a[1]).slice(0, 20);
    expect(guesses(naming(...pairs)).map(([key]) => key)).toEqual(best.map(([key]) => key));
  });

  it('says a key once that is named several times, by its largest number', () => {
    expect(guesses(naming([1, 2], [2, 3], [1, 5], [2, 1]))).toEqual([[1, 0, 1], [2, 1, 1]]); // prettier-ignore
  });

  it('leaves out what is named with 0', () => {
    expect(guesses(naming([1, 0], [2, 1]))).toEqual([[2, 0, 1]]);
  });

  it('knows keys as a Map does', () => {
    expect(guesses(naming([NaN, 1], [0, 3], [NaN, 2], [-0, 5]))).toEqual([[-0, 0, 1], [NaN, 1, 1]]); // prettier-ignore
  });

  it('takes 65,536 pairs, those of likelihood 0 among them, and no more', () => {
    const said = (count: number, likelihood: number) =>
      guesses(() => run(0, count).map((key): [number, number] => [key, likelihood]));
    expect([said(65_536, 1).length, said(65_536, 0).length]).toEqual([20, 0]);
    for (const likelihood of [0, 1])
      expect(() => said(65_537, likelihood)).toThrow(
        'Expected `pairs of a predictor` to be an integer from 0 to 65536',
      );
  });

  it.each([NaN, Infinity, -1])('refuses %p as a likelihood', (likelihood) => {
    expect(() => guesses(naming([1, likelihood]))).toThrow('likelihood');
  });

  it('forgets what was said before', () => {
    let key = 0;
    const expert = ranked<number>(() => [[++key, 1]], 'any');
    const said: number[] = [];
    for (let i = 0; i < 3; i++) expert.guess(1, [1], 8, (each) => said.push(each));
    expect(said).toEqual([1, 2, 3]);
  });

  it('asks a predictor with what it is to know, and lets it learn', () => {
    const asked: unknown[] = [];
    const predictor: Predictor<number> = {
      observe: ({ key }) => asked.push(['observe', key]),
      predict: (current, history) => asked.push(['predict', current, [...history]]),
    };
    const expert = ranked(predictor, 'any');
    expert.observe({
      key: 5,
      at: 0,
      reader: 1,
      outcome: 'miss',
      isResident: () => false,
    } satisfies Access<number>);
    expert.guess(5, [4, 5], 8, () => undefined);
    expect(asked).toEqual([['observe', 5], ['predict', 5, [4, 5]]]); // prettier-ignore
  });

  it('lets a predictor know that a reader has ended, of either form', () => {
    const ended: number[] = [];
    ranked({ predict: () => undefined, ended: (reader) => ended.push(reader) }, 'any').ended(7);
    ranked(naming(), 'any').ended(8);
    ranked({ predict: () => undefined }, 'any').ended(9);
    expect(ended).toEqual([7]);
  });

  it('says alone what the predictor says, and has nothing to remember', () => {
    const predictor = naming([1, 900], [2, 0.1]);
    expect(likelihoodsOf(ranked(predictor, 'any'), 5, [5])).toEqual(
      likelihoodsOf(predictor, 5, [5]),
    );
    expect([ranked(predictor, 'any').toJSON(), ranked(predictor, 'any').name]).toEqual([
      undefined,
      'any',
    ]);
  });
});
