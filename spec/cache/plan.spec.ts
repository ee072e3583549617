import { describe, expect, it } from '@jest/globals';
import { createPlan } from '../../src/cache/plan.js';
import { createTable } from '../../src/cache/table.js';

/** A plan of so many keys, to which what these pairs name was offered in their order, where it found a place. */
function planOf(lookahead: number, pairs: readonly (readonly [unknown, number])[], keyOf?: (key: unknown) => unknown) {
  const table = createTable<unknown>(keyOf);
  table.fill(() => pairs, undefined, []);
  const plan = createPlan<unknown>(lookahead);
  for (let place = 0; place < table.size; place++) if ((table.likelihoods[place] ?? 0) > plan.threshold) plan.offer(table, place);
  return { plan, table, read: () => plan.read(table) };
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
  });

  it('is as sorting would make it, whatever comes', () => {
    const pairs = Array.from({ length: 500 }, (_, i) => [i, (i * 7919) % 1009] as const);
    const sorted = pairs.filter(([, likelihood]) => likelihood > 0).sort(([, a], [, b]) => b - a);
    expect(planOf(20, pairs).read()).toEqual(sorted.slice(0, 20));
  });

  it('says what a key must be likelier than to be let in', () => {
    const { plan } = planOf(2, [['a', 4]]);
    expect(plan.threshold).toBe(0);
    expect(planOf(2, [['a', 4], ['b', 3], ['c', 2]]).plan.threshold).toBe(3); // prettier-ignore
    expect(planOf(0, []).plan.threshold).toBe(Infinity);
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

  it('is empty when it was cleared', () => {
    const { plan, read } = planOf(2, [['a', 4], ['b', 3]]); // prettier-ignore
    plan.clear();
    expect([read(), plan.threshold]).toEqual([[], 0]);
  });
});
