import { describe, expect, it } from '@jest/globals';
import { createContexts } from '../../../src/learning/counts/contexts.js';

const successors = (contexts: ReturnType<typeof createContexts>, hash: number) => {
  const place = contexts.find(hash);
  return Array.from({ length: contexts.widthAt(place) }, (_, rank) => [
    contexts.symbolAt(place, rank),
    contexts.countAt(place, rank),
  ]);
};

describe('createContexts', () => {
  it('counts the successors of each context, the most frequent first', () => {
    const contexts = createContexts({ limit: 4, width: 3, halveAt: 100 });
    for (const symbol of [7, 8, 8, 9, 8, 9]) contexts.learn(1, symbol);
    expect(successors(contexts, 1)).toEqual([[8, 3], [9, 2], [7, 1]]); // prettier-ignore
    expect(contexts.totalAt(contexts.find(1))).toBe(6);
  });

  it('replaces the rarest successor by a new one', () => {
    const contexts = createContexts({ limit: 4, width: 2, halveAt: 100 });
    for (const symbol of [7, 8, 8, 9]) contexts.learn(1, symbol);
    expect(successors(contexts, 1).map(([symbol]) => symbol)).toEqual([8, 9]);
  });

  it('halves the counts of a context whose total reaches `halveAt`', () => {
    const contexts = createContexts({ limit: 4, width: 3, halveAt: 8 });
    for (const symbol of [7, 7, 7, 7, 7, 7, 8, 9]) contexts.learn(1, symbol);
    expect(successors(contexts, 1)).toEqual([[7, 3]]);
  });

  it('forgets the least recently learned context', () => {
    const contexts = createContexts({ limit: 2, width: 2, halveAt: 100 });
    for (const hash of [1, 2, 1, 3]) contexts.learn(hash, 5);
    expect([contexts.find(1) >= 0, contexts.find(2), contexts.find(3) >= 0]).toEqual([
      true,
      -1,
      true,
    ]);
    expect(contexts.size).toBe(2);
  });

  it('copies its contexts, which later counts do not change', () => {
    const contexts = createContexts({ limit: 8, width: 3, halveAt: 100 });
    for (const [hash, symbol] of [[1, 7], [1, 8], [2, 7], [1, 8]] as const) contexts.learn(hash, symbol); // prettier-ignore
    const copy = contexts.copy();
    contexts.learn(1, 9);
    contexts.learn(3, 9);
    expect([copy.hashes, copy.width, ...copy.totals.subarray(0, 2)]).toEqual([[1, 2], 3, 3, 1]);
    expect([...copy.symbols.subarray(0, 2), ...copy.counts.subarray(0, 2)]).toEqual([8, 7, 2, 1]);
  });

  it('restores no more successors than `width`', () => {
    const contexts = createContexts({ limit: 4, width: 2, halveAt: 100 });
    contexts.restore(1, 9, [0, 5, 6, 7, 8], [0, 4, 3, 2, 1], 1, 4);
    contexts.restore(2, 1, [0, 5, 6, 7, 8], [0, 4, 3, 2, 1], 4, 5);
    expect(successors(contexts, 1)).toEqual([[5, 4], [6, 3]]); // prettier-ignore
    expect(successors(contexts, 2)).toEqual([[8, 1]]);
  });
});
