import { describe, expect, it } from '@jest/globals';
import { createShares } from '../../../src/learning/counts/shares.js';

/** Shares of a context that occurred `times` times, with how often each symbol came with it. */
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
  limit: number,
  least: number,
): (readonly [number, number])[] => {
  const added: (readonly [number, number])[] = [];
  shares.top(limit, least, (symbol, share) => added.push([symbol, share]));
  return added;
};

describe('createShares', () => {
  it('divides the count of a symbol by the occurrences of its context', () => {
    const shares = counted(7, 10, { 1: 5, 2: 10, 3: 1 });
    expect(shares.select(7)).toBe(10);
    expect([1, 2, 3, 4].map((symbol) => shares.of(symbol))).toEqual([0.5, 1, 0.1, 0]);
  });

  it('adds the most frequent symbols, up to a limit and down to a least share', () => {
    const shares = counted(7, 10, { 1: 5, 2: 10, 3: 1 });
    shares.select(7);
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

  it('has no shares for an unknown context, whatever was selected before', () => {
    const shares = counted(7, 10, { 1: 5 });
    shares.select(7);
    expect([shares.select(8), shares.of(1), topOf(shares, 8, 0)]).toEqual([0, 0, []]);
  });
});
