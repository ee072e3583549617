import { describe, expect, it } from '@jest/globals';
import { createPrediction, type Prediction } from '../../src/cache/prediction.js';
import type { Predictor } from '../../src/types.js';

/** The prediction of a predictor after `current`. */
function filled<K>(
  predictor: Predictor<K>,
  current: K,
  keyOf?: (key: K) => unknown,
): Prediction<K> {
  const prediction = createPrediction(keyOf);
  refill(prediction, predictor, current, [current]);
  return prediction;
}
/** Refills a prediction in one go, as a move does. */
function refill<K>(
  prediction: Prediction<K>,
  predictor: Predictor<K>,
  current: K,
  history: readonly K[],
): void {
  prediction.start();
  prediction.add(predictor, current, history);
  prediction.finish();
}
const pairsOf = <K>({ keys, likelihoods, size }: Prediction<K>) =>
  keys.slice(0, size).map((key, i) => [key, likelihoods[i]]);
/** The largest likelihood of an identity. */
const likelihoodOf = <K>({ ids, likelihoods, size }: Prediction<K>, id: unknown): number =>
  Math.max(0, ...likelihoods.slice(0, size).filter((_, row) => Object.is(ids[row], id)));

describe('A prediction', () => {
  it('has the keys of its predictor, in their order', () => {
    expect(pairsOf(filled(() => [[3, 1], [1, 5]], 0))).toEqual([[3, 1], [1, 5]]); // prettier-ignore
  });

  it('omits keys with likelihood 0', () => {
    expect(pairsOf(filled(() => [[3, 0], [1, 5], [4, -0]], 0))).toEqual([[1, 5]]); // prettier-ignore
  });

  it('is replaced when it is filled again', () => {
    const prediction = filled(() => [[1, 1], [2, 1]], 0); // prettier-ignore
    refill(prediction, () => [[3, 1]], 0, [0]);
    expect(pairsOf(prediction)).toEqual([[3, 1]]);
    refill(prediction, () => [], 0, [0]);
    expect(prediction.size).toBe(0);
  });

  it('is empty after a failed predictor', () => {
    const prediction = createPrediction<number>(undefined);
    refill(prediction, () => [[1, 1]], 0, [0]);
    expect(() => refill(prediction, () => [[2, 1], [3, NaN]], 0, [0])).toThrow(RangeError); // prettier-ignore
    refill(prediction, () => [[4, 1]], 0, [0]);
    expect(pairsOf(prediction)).toEqual([[4, 1]]);
  });

  it.each([NaN, Infinity, -1, -Infinity])('refuses %p as a likelihood', (likelihood) => {
    expect(() => filled(() => [[1, likelihood]], 0)).toThrow(RangeError);
  });

  it.each(['1', null, undefined, true, {}])(
    'refuses %p as a likelihood, which is not a number',
    (likelihood) => {
      expect(() => filled((() => [[1, likelihood]]) as unknown as Predictor<number>, 0)).toThrow();
    },
  );

  it('accepts predictors of each form', () => {
    expect(
      pairsOf(filled({ predict: (current, _history, add) => add(current + 1, 2) }, 5)),
    ).toEqual([[6, 2]]);
    expect(pairsOf(filled(() => new Map([[6, 2]]), 5))).toEqual([[6, 2]]);
  });

  it('keeps the 1,024 likeliest keys', () => {
    const prediction = filled(
      () => Array.from({ length: 3000 }, (_, i) => [i, 1 + ((i * 7919) % 3000)] as const),
      -1,
    );
    expect(prediction.size).toBe(1024);
    expect(Math.min(...prediction.likelihoods.slice(0, prediction.size))).toBe(3000 - 1024 + 1);
    expect(new Set(prediction.keys.slice(0, prediction.size)).size).toBe(1024);
    expect(
      pairsOf(prediction).filter(
        ([key, likelihood]) => likelihood !== 1 + (((key as number) * 7919) % 3000),
      ),
    ).toEqual([]);
  });

  it('can be filled again after too many keys', () => {
    const prediction = filled(
      () => Array.from({ length: 3000 }, (_, i) => [i, 1 + i] as const),
      -1,
    );
    refill(prediction, () => [[5, 2], [6, 1]], -1, [-1]); // prettier-ignore
    expect(pairsOf(prediction)).toEqual([[5, 2], [6, 1]]); // prettier-ignore
  });

  it('has the identities of its keys', () => {
    const prediction = filled(() => [[{ id: 1 }, 1], [{ id: NaN }, 2]], { id: 0 }, ({ id }) => id); // prettier-ignore
    expect(prediction.ids.slice(0, prediction.size)).toEqual([1, NaN]);
    const plain = filled(() => [[3, 1]], 0);
    expect(plain.ids).toBe(plain.keys);
  });

  it('has the identities of the likeliest keys after too many', () => {
    const prediction = filled(
      () => Array.from({ length: 3000 }, (_, i) => [{ id: i }, i + 1] as const),
      { id: -1 },
      ({ id }) => id,
    );
    expect([
      prediction.size,
      ...[2999, 3000 - 1024, 3000 - 1025].map((id) => likelihoodOf(prediction, id)),
    ]).toEqual([1024, 3000, 1977, 0]);
  });

  it('keeps its size until the predictor has answered', () => {
    const sizes: number[] = [];
    const prediction = filled(() => [[1, 1]], 0);
    const predict = (
      _current: number,
      _history: readonly number[],
      add: (key: number, likelihood: number) => void,
    ): void => {
      for (const key of [2, 3]) {
        add(key, 1);
        sizes.push(prediction.size);
      }
    };
    refill(prediction, { predict }, 0, [0]);
    expect([sizes, prediction.size]).toEqual([[1, 1], 2]);
  });

  it('ignores keys that are named when it is not being filled', () => {
    let late: (key: number, likelihood: number) => void = () => undefined;
    const predict = (_current: number, _history: readonly number[], add: typeof late): void => {
      late = add;
      add(1, 1);
    };
    const prediction = filled({ predict }, 0);
    late(2, 5);
    expect(pairsOf(prediction)).toEqual([[1, 1]]);
  });

  it('accepts 65,536 pairs and no more', () => {
    const pairs = Array.from({ length: 65_536 }, (_, i) => [i, 1] as [number, number]);
    expect(filled(() => pairs, -1).size).toBe(1024);
    expect(() => filled(() => [...pairs, [-5, 1]], -1)).toThrow(RangeError);
    expect(() => filled(() => [...pairs, [-5, 0]], -1)).toThrow(RangeError);
  });
});
