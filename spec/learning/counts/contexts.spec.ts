import { describe, expect, it } from '@jest/globals';
import { createContexts } from '../../../src/learning/counts/contexts.js';

const successors = (contexts: ReturnType<typeof createContexts>, hash: number) => {
  const place = contexts.find(hash);
  return Array.from({ length: contexts.widthAt(place) }, (_, rank) => [
    contexts.symbolAt(place, rank),
    contexts.countAt(place, rank),
  ]);
};

describe('contexts', () => {
  it('count what came after each, the most frequent first', () => {
    const contexts = createContexts({ limit: 4, width: 3, halveAt: 100 });
    for (const symbol of [7, 8, 8, 9, 8, 9]) contexts.learn(1, symbol);
    expect(successors(contexts, 1)).toEqual([[8, 3], [9, 2], [7, 1]]); // prettier-ignore
    expect(contexts.totalAt(contexts.find(1))).toBe(6);
  });

  it('let the rarest successor go for a new one', () => {
    const contexts = createContexts({ limit: 4, width: 2, halveAt: 100 });
    for (const symbol of [7, 8, 8, 9]) contexts.learn(1, symbol);
    expect(successors(contexts, 1).map(([symbol]) => symbol)).toEqual([8, 9]);
  });

  it('halve their counts, so that what is new soon counts', () => {
    const contexts = createContexts({ limit: 4, width: 3, halveAt: 8 });
    for (const symbol of [7, 7, 7, 7, 7, 7, 8, 9]) contexts.learn(1, symbol);
    expect(successors(contexts, 1)).toEqual([[7, 3]]);
  });

  it('forget the context that was not met for longest', () => {
    const contexts = createContexts({ limit: 2, width: 2, halveAt: 100 });
    for (const hash of [1, 2, 1, 3]) contexts.learn(hash, 5);
    expect([contexts.find(1) >= 0, contexts.find(2), contexts.find(3) >= 0]).toEqual([
      true,
      -1,
      true,
    ]);
    expect(contexts.size).toBe(2);
  });

  it('are the same after a round trip', () => {
    const contexts = createContexts({ limit: 8, width: 3, halveAt: 100 });
    for (const [hash, symbol] of [[1, 7], [1, 8], [2, 7], [1, 8]] as const) contexts.learn(hash, symbol); // prettier-ignore
    const other = createContexts({ limit: 8, width: 3, halveAt: 100 });
    other.restore(contexts.toJSON());
    expect(other.toJSON()).toEqual(contexts.toJSON());
    expect(successors(other, 1)).toEqual(successors(contexts, 1));
  });

  it('are saved with the one that was not met for longest first', () => {
    const contexts = createContexts({ limit: 4, width: 2, halveAt: 100 });
    for (const hash of [1, 2, 3, 1]) contexts.learn(hash, 5);
    expect(contexts.toJSON()).toEqual([
      [2, 1, 5, 1],
      [3, 1, 5, 1],
      [1, 2, 5, 2],
    ]);
  });

  it('take over no more successors than they have places for', () => {
    const contexts = createContexts({ limit: 4, width: 2, halveAt: 100 });
    contexts.restore([
      [1, 9, 5, 4, 6, 3, 7, 2],
      [2, 1, 8, 1],
    ]);
    expect(successors(contexts, 1)).toEqual([[5, 4], [6, 3]]); // prettier-ignore
    expect(successors(contexts, 2)).toEqual([[8, 1]]);
  });
});
