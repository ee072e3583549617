import { describe, expect, it } from '@jest/globals';
import { createTable } from '../../src/cache/table.js';
import type { Predictor } from '../../src/types.js';

/** A table filled with what this predictor says after `current`. */
function filled<K>(predictor: Predictor<K>, current: K, keyOf?: (key: K) => unknown) {
  const table = createTable(keyOf);
  table.fill(predictor, current, [current]);
  return table;
}
const pairsOf = <K>({ keys, likelihoods, size }: ReturnType<typeof filled<K>>) =>
  keys.slice(0, size).map((key, i) => [key, likelihoods[i]]);

describe('A table', () => {
  it('has what its predictor says, in its order', () => {
    expect(pairsOf(filled(() => [[3, 1], [1, 5]], 0))).toEqual([[3, 1], [1, 5]]); // prettier-ignore
  });

  it('leaves out what has likelihood 0', () => {
    expect(pairsOf(filled(() => [[3, 0], [1, 5], [4, -0]], 0))).toEqual([[1, 5]]); // prettier-ignore
  });

  it('says of each key the largest likelihood that was said, and 0 of others', () => {
    const table = filled(() => [[3, 1], [3, 4], [3, 2]], 0); // prettier-ignore
    expect([table.likelihoodOf(3), table.likelihoodOf(4)]).toEqual([4, 0]);
  });

  it('is replaced when it is filled again', () => {
    const table = createTable<number>(undefined);
    table.fill(() => [[1, 1], [2, 1]], 0, [0]); // prettier-ignore
    table.fill(() => [[3, 1]], 0, [0]);
    expect([table.size, table.likelihoodOf(1), table.likelihoodOf(2), table.likelihoodOf(3)]).toEqual([1, 0, 0, 1]);
    table.fill(() => [], 0, [0]);
    expect([table.size, table.likelihoodOf(3)]).toEqual([0, 0]);
  });

  it('has nothing of an answer that failed', () => {
    const table = createTable<number>(undefined);
    table.fill(() => [[1, 1]], 0, [0]);
    expect(() => table.fill(() => [[2, 1], [3, NaN]], 0, [0])).toThrow(RangeError); // prettier-ignore
    table.fill(() => [[4, 1]], 0, [0]);
    expect(pairsOf(table)).toEqual([[4, 1]]);
  });

  it.each([NaN, Infinity, -1, -Infinity])('refuses %p as a likelihood', (likelihood) => {
    expect(() => filled(() => [[1, likelihood]], 0)).toThrow(RangeError);
  });

  it.each(['1', null, undefined, true, {}])('refuses %p, which is no number', (likelihood) => {
    expect(() => filled((() => [[1, likelihood]]) as unknown as Predictor<number>, 0)).toThrow();
  });

  it('takes what any form of predictor says', () => {
    expect(pairsOf(filled({ predict: (current, _history, add) => add(current + 1, 2) }, 5))).toEqual([[6, 2]]);
    expect(pairsOf(filled(() => new Map([[6, 2]]), 5))).toEqual([[6, 2]]);
  });

  it('keeps the 1,024 likeliest keys', () => {
    const table = filled(() => Array.from({ length: 3000 }, (_, i) => [i, 1 + ((i * 7919) % 3000)] as const), -1);
    expect(table.size).toBe(1024);
    const least = Math.min(...table.likelihoods.slice(0, table.size));
    expect(least).toBe(3000 - 1024 + 1);
    expect(new Set(table.keys.slice(0, table.size)).size).toBe(1024);
    for (let i = 0; i < table.size; i++) expect(table.likelihoodOf(table.ids[i])).toBe(table.likelihoods[i]);
  });

  it('can be filled again after it had too much', () => {
    const table = createTable<number>(undefined);
    table.fill(() => Array.from({ length: 3000 }, (_, i) => [i, 1 + i] as const), -1, [-1]);
    table.fill(() => [[5, 2], [6, 1]], -1, [-1]); // prettier-ignore
    expect([pairsOf(table), table.likelihoodOf(2999), table.likelihoodOf(5)]).toEqual([[[5, 2], [6, 1]], 0, 2]); // prettier-ignore
  });

  it('knows keys by their identity', () => {
    const keyOf = ({ id }: { id: number }): number => id;
    const table = filled(() => [[{ id: 1 }, 1], [{ id: 1 }, 3], [{ id: NaN }, 2]], { id: 0 }, keyOf); // prettier-ignore
    expect([table.likelihoodOf(1), table.likelihoodOf(NaN), table.likelihoodOf({ id: 1 })]).toEqual([3, 2, 0]);
  });

  it('keeps the likeliest by their identity too', () => {
    const keyOf = ({ id }: { id: number }): number => id;
    const table = filled(() => Array.from({ length: 3000 }, (_, i) => [{ id: i % 1500 }, i + 1] as const), { id: -1 }, keyOf);
    expect([table.size, table.likelihoodOf(1499), table.likelihoodOf(1500 - 1024), table.likelihoodOf(1500 - 1025)]).toEqual([
      1024, 3000, 1977, 0,
    ]);
  });

  it('takes nothing that is said when it is not being filled', () => {
    let late: (key: number, likelihood: number) => void = () => undefined;
    const table = createTable<number>(undefined);
    const keep = (_current: number, _history: readonly number[], add: typeof late): void => {
      late = add;
      add(1, 1);
    };
    table.fill({ predict: keep }, 0, [0]);
    late(2, 5);
    expect([pairsOf(table), table.likelihoodOf(2)]).toEqual([[[1, 1]], 0]);
  });

  it('takes 65,536 pairs and no more', () => {
    const pairs = Array.from({ length: 65_536 }, (_, i) => [i, 1] as [number, number]);
    expect(filled(() => pairs, -1).size).toBe(1024);
    expect(() => filled(() => [...pairs, [-5, 1]], -1)).toThrow(RangeError);
    expect(() => filled(() => [...pairs, [-5, 0]], -1)).toThrow(RangeError);
  });
});
