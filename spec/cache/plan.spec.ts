import { describe, expect, it } from '@jest/globals';
import { createCursor } from '../../src/cache/cursor.js';
import { makePlan } from '../../src/cache/makePlan.js';
import { readPlan } from '../../src/cache/readPlan.js';

/** A plan of so many keys, of what these pairs name, where nothing is resident. */
function planOf(lookahead: number, pairs: readonly (readonly [unknown, number])[], keyOf?: (key: unknown) => unknown) {
  const cursor = createCursor<unknown>(1, { historySize: 1, keyOf });
  cursor.table.fill(() => pairs, undefined, []);
  makePlan(cursor, [...cursor.table.ids.slice(0, cursor.table.size).keys()], lookahead, () => true);
  return { cursor, read: () => readPlan(cursor) };
}

describe('A plan', () => {
  it('has the likeliest first', () => {
    expect(planOf(5, [['a', 1], ['b', 3], ['c', 2]]).read()).toEqual([['b', 3], ['c', 2], ['a', 1]]); // prettier-ignore
  });

  it('leaves equally likely keys in the order in which they came', () => {
    expect(planOf(5, [['a', 1], ['b', 1], ['c', 2], ['d', 1]]).read().map(([key]) => key)).toEqual(['c', 'a', 'b', 'd']); // prettier-ignore
  });

  it('holds no more than its lookahead: the likeliest', () => {
    expect(planOf(2, [['a', 1], ['b', 3], ['c', 2], ['d', 5]]).read()).toEqual([['d', 5], ['b', 3]]); // prettier-ignore
    expect(planOf(0, [['a', 1]]).read()).toEqual([]);
  });

  it('is as sorting would make it, whatever comes', () => {
    const pairs = Array.from({ length: 500 }, (_, i) => [i, (i * 7919) % 1009] as const);
    const sorted = pairs.filter(([, likelihood]) => likelihood > 0).sort(([, a], [, b]) => b - a);
    expect(planOf(20, pairs).read()).toEqual(sorted.slice(0, 20));
  });

  it('holds a key once, with the largest likelihood that came', () => {
    expect(planOf(3, [['a', 1], ['b', 2], ['a', 3]]).read()).toEqual([['a', 3], ['b', 2]]); // prettier-ignore
    expect(planOf(3, [['a', 3], ['b', 2], ['a', 1]]).read()).toEqual([['a', 3], ['b', 2]]); // prettier-ignore
    expect(planOf(3, [[NaN, 1], [NaN, 2]]).read()).toEqual([[NaN, 2]]); // prettier-ignore
  });

  it('knows keys by their identity', () => {
    const keys = [{ id: 1 }, { id: 1 }, { id: 2 }] as const;
    const { read } = planOf(3, keys.map((key, i) => [key, i + 1] as const), (key) => (key as { id: number }).id); // prettier-ignore
    expect(read().map(([key]) => key)).toEqual([keys[2], keys[1]]);
  });

  it('reads as it was made, also of keys that were started', () => {
    const { cursor, read } = planOf(2, [['a', 4], ['b', 3]]); // prettier-ignore
    cursor.plan[0] = ~(cursor.plan[0] ?? 0);
    expect(read()).toEqual([['a', 4], ['b', 3]]); // prettier-ignore
  });
});
