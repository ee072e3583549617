import { describe, expect, it } from '@jest/globals';
import { createShares } from '../../../src/learning/counts/shares.js';

/** A context that came so many times, with symbols that came along. */
function counted(context: number, times: number, symbols: Readonly<Record<number, number>>) {
  const shares = createShares(4, 8);
  for (let i = 0; i < times; i++) {
    shares.meet(context);
    for (const [symbol, each] of Object.entries(symbols))
      if (i < each) shares.learn(context, Number(symbol));
  }
  return shares;
}
const topOf = (
  shares: ReturnType<typeof createShares>,
  most: number,
  least: number,
): (readonly [number, number])[] => {
  const said: (readonly [number, number])[] = [];
  shares.top(most, least, (symbol, share) => said.push([symbol, share]));
  return said;
};

describe('shares', () => {
  it('are counts by how often their context came', () => {
    const shares = counted(7, 10, { 1: 5, 2: 10, 3: 1 });
    expect(shares.look(7)).toBe(10);
    expect([1, 2, 3, 4].map((symbol) => shares.of(symbol))).toEqual([0.5, 1, 0.1, 0]);
  });

  it('are said from the most frequent on, so many, down to the least', () => {
    const shares = counted(7, 10, { 1: 5, 2: 10, 3: 1 });
    shares.look(7);
    expect(topOf(shares, 8, 0)).toEqual([
      [2, 1],
      [1, 0.5],
      [3, 0.1],
    ]);
    expect(topOf(shares, 8, 0.2)).toEqual([
      [2, 1],
      [1, 0.5],
    ]);
    expect(topOf(shares, 1, 0)).toEqual([[2, 1]]);
  });

  it('are none of a context that never came, whatever was looked at before', () => {
    const shares = counted(7, 10, { 1: 5 });
    shares.look(7);
    expect([shares.look(8), shares.of(1), topOf(shares, 8, 0)]).toEqual([0, 0, []]);
  });
});
