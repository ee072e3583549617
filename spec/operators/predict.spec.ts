import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { predict } from '../../operators/predict.js';
import { distanceDecay } from '../../src/predictors/distanceDecay.js';
import type { Access } from '../../src/types.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

/** Predicts the sum of the history, so that each prediction shows what was seen. */
const sum = (_current: number, history: readonly number[]): [number, number][] => [
  [history.reduce((total, key) => total + key, 0), 1],
];
const prediction = (key: number, total: number) => ({ key, likelihoods: new Map([[total, 1]]) });

describe('predict', () => {
  it('emits the prediction after each key', () => {
    virtually(({ keys, expectObservable }) => {
      const key$ = keys('    1--2--3--|');
      const said = '         a--b--c--|';

      expectObservable(key$.pipe(predict(sum))).toBe(said, {
        a: prediction(1, 1),
        b: prediction(2, 3),
        c: prediction(3, 6),
      });
    });
  });

  it.each(['-----', '|', '---|', '---#'])('ends as its source does without keys: %s', (diagram) => {
    virtually(({ cold, expectObservable, expectSubscriptions }) => {
      const key$ = cold<number>(diagram);
      const ends = diagram.search(/[|#]/);

      expectObservable(key$.pipe(predict(sum))).toBe(diagram);
      expectSubscriptions(key$.subscriptions).toBe(
        ends < 0 ? '^' : ends === 0 ? '(^!)' : `^${'-'.repeat(ends - 1)}!`,
      );
    });
  });

  it('passes an error of its source on', () => {
    virtually(({ cold, expectObservable }) => {
      const key$ = cold('    1--#', { 1: 1 });
      const said = '         a--#';

      expectObservable(key$.pipe(predict(sum))).toBe(said, { a: prediction(1, 1) });
    });
  });

  it('unsubscribes its source when it is unsubscribed', () => {
    virtually(({ cold, expectObservable, expectSubscriptions }) => {
      const key$ = cold('    1--1--1--|', { 1: 1 });
      const until = '        ^---!     ';
      const said = '         a--a-     ';

      expectObservable(key$.pipe(predict(sum)), until).toBe(said, { a: prediction(1, 1) });
      expectSubscriptions(key$.subscriptions).toBe(until);
    });
  });

  it('errors with the error of its predictor, and unsubscribes its source', () => {
    virtually(({ cold, expectObservable, expectSubscriptions }) => {
      const key$ = cold('    1--2--3--|', { 1: 1, 2: 2, 3: 3 });
      const subscribed = '   ^--!      ';
      const said = '         a--#      ';

      const fussy = (key: number): [number, number][] => {
        if (key === 2) throw new Error('two');
        return [[key, 1]];
      };
      expectObservable(key$.pipe(predict(fussy))).toBe(
        said,
        { a: prediction(1, 1) },
        new Error('two'),
      );
      expectSubscriptions(key$.subscriptions).toBe(subscribed);
    });
  });

  it('has a history for each subscription', () => {
    const prediction$ = of(1, 2).pipe(predict(sum));
    expect(record(prediction$).values).toEqual([prediction(1, 1), prediction(2, 3)]);
    expect(record(prediction$).values).toEqual([prediction(1, 1), prediction(2, 3)]);
  });

  it('keeps 30 keys of history, or `historySize`', () => {
    const lengths = (size?: number): number[] =>
      record(of(...Array.from({ length: 40 }, (_, i) => i)).pipe(predict((_key, history) => [[history.length, 1]], size === undefined ? {} : { historySize: size })))
        .values.map(({ likelihoods }) => [...likelihoods.keys()][0] ?? 0); // prettier-ignore
    expect(Math.max(...lengths())).toBe(30);
    expect(lengths(3).slice(0, 5)).toEqual([1, 2, 3, 3, 3]);
  });

  it('emits a prediction for a repeated key, which is no move', () => {
    const seen: Access<number>[] = [];
    const predictor = {
      observe: (access: Access<number>) => void seen.push(access),
      predict: (
        current: number,
        history: readonly number[],
        add: (key: number, likelihood: number) => void,
      ) => add(current, history.length),
    };
    const said = record(of(1, 1, NaN, NaN, 2).pipe(predict(predictor)));
    expect(said.values.map(({ likelihoods }) => [...likelihoods])).toEqual([
      [[1, 1]],
      [[1, 1]],
      [[NaN, 2]],
      [[NaN, 2]],
      [[2, 3]],
    ]);
    expect(seen.map(({ key }) => key)).toEqual([1, NaN, 2]);
  });

  it('lets a predictor observe each move before it predicts, as in an empty cache', () => {
    const log: unknown[] = [];
    const predictor = {
      observe: (access: Access<number>) =>
        void log.push([access.key, access.outcome, access.isResident(access.key)]),
      predict: (current: number) => void log.push(current),
    };
    record(of(1, 2).pipe(predict(predictor)));
    expect(log).toEqual([[1, 'miss', false], 1, [2, 'miss', false], 2]);
  });

  it('emits the likelihoods of a built-in predictor', () => {
    const [said] = record(of(10).pipe(predict(distanceDecay({ maxSpan: 1, decay: 1 })))).values;
    expect(said?.likelihoods).toEqual(new Map([[9, 0.5], [10, 1], [11, 0.5]])); // prettier-ignore
  });

  it('emits a new map with each prediction', () => {
    const [first, second] = record(of(1, 2).pipe(predict(distanceDecay({ maxSpan: 1 })))).values;
    first?.likelihoods.clear();
    expect(second?.likelihoods.size).toBe(3);
  });

  it('throws at once for wrong arguments', () => {
    expect(() => predict(5 as never)).toThrow(TypeError);
    expect(() => predict(sum, { historySize: 0 })).toThrow(RangeError);
    expect(() => predict(sum, { historySize: Infinity })).toThrow(RangeError);
  });
});
