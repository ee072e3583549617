import { describe, expect, it } from '@jest/globals';
import { makePlan, readPlan } from '../../src/cache/plan.js';
import { moveTo, name, reader, type Pairs } from './readers.js';

/** A plan of at most `lookahead` of these pairs, without residents. */
function planOf(lookahead: number, pairs: Pairs<unknown>, keyOf?: (key: unknown) => unknown) {
  const state = reader<unknown>(1, keyOf);
  name(state, pairs);
  state.plan =
    makePlan(state, [...Array(state.prediction.size).keys()], lookahead, () => true) ?? [];
  return readPlan(state);
}
const keysOf = (pairs: Pairs<unknown>): unknown[] => pairs.map(([key]) => key);

describe('A plan', () => {
  it('has the likeliest key first', () => {
    expect(planOf(5, [['a', 1], ['b', 3], ['c', 2]])).toEqual([['b', 3], ['c', 2], ['a', 1]]); // prettier-ignore
  });

  it('keeps equally likely keys in the order in which they were named', () => {
    expect(keysOf(planOf(5, [['a', 1], ['b', 1], ['c', 2], ['d', 1]]))).toEqual(['c', 'a', 'b', 'd']); // prettier-ignore
  });

  it('holds the likeliest keys, up to `lookahead`', () => {
    expect(planOf(2, [['a', 1], ['b', 3], ['c', 2], ['d', 5]])).toEqual([['d', 5], ['b', 3]]); // prettier-ignore
    expect(planOf(0, [['a', 1]])).toEqual([]);
  });

  it('equals a sorted list, for any prediction', () => {
    const pairs = Array.from({ length: 500 }, (_, i) => [i, (i * 7919) % 1009] as const);
    const sorted = pairs.filter(([, likelihood]) => likelihood > 0).sort(([, a], [, b]) => b - a);
    expect(planOf(20, pairs)).toEqual(sorted.slice(0, 20));
  });

  it('holds a key once, with its largest likelihood', () => {
    expect(planOf(3, [['a', 1], ['b', 2], ['a', 3]])).toEqual([['a', 3], ['b', 2]]); // prettier-ignore
    expect(planOf(3, [['a', 3], ['b', 2], ['a', 1]])).toEqual([['a', 3], ['b', 2]]); // prettier-ignore
    expect(planOf(3, [[NaN, 1], [NaN, 2]])).toEqual([[NaN, 2]]); // prettier-ignore
  });

  it('compares keys by their identity', () => {
    const keys = [{ id: 1 }, { id: 1 }, { id: 2 }] as const;
    const plan = planOf(3, keys.map((key, i) => [key, i + 1] as const), (key) => (key as { id: number }).id); // prettier-ignore
    expect(keysOf(plan)).toEqual([keys[2], keys[1]]);
  });

  it('consists of absent keys, without the current key of the reader', () => {
    const state = reader<string>();
    name(state, [['a', 4], ['b', 3], ['c', 2], ['d', 1]]); // prettier-ignore
    moveTo(state, 'c');
    expect(makePlan(state, [1, 2, 3], 5, () => true)).toEqual([1, 3]);
  });

  it('checks a key only if it would find a place', () => {
    const state = reader();
    name(state, [[1, 5], [2, 4], [3, 3], [4, 6]]); // prettier-ignore
    const asked: number[] = [];
    expect(makePlan(state, [0, 1, 2, 3], 2, (key) => asked.push(key) > 1)).toEqual([0, 1]);
    expect(asked).toEqual([4, 1, 2]);
  });

  it('is empty if the check moved the reader', () => {
    const state = reader();
    name(state, [[1, 5]]);
    const plan = makePlan(state, [0], 2, () => {
      moveTo(state, 7);
      return true;
    });
    expect(plan).toBeUndefined();
  });
});
