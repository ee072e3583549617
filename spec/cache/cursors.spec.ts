import { describe, expect, it } from '@jest/globals';
import { isCurrent } from '../../src/cache/cursor.js';
import { createCursors } from '../../src/cache/cursors.js';

const cursors = (count: number) => {
  const all = createCursors<number>({ historySize: 5, keyOf: undefined });
  return { all, list: Array.from({ length: count }, () => all.add()) };
};

describe('The cursors of a cache', () => {
  it('have a number each, which is never given again', () => {
    const { all, list } = cursors(2);
    const [, second] = list;
    if (second) all.list.delete(second);
    const third = all.add();
    expect([...list, third].map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it('take turns', () => {
    const { all } = cursors(3);
    expect(Array.from({ length: 5 }, () => all.takeTurn(({ id }) => id))).toEqual([1, 2, 3, 1, 2]);
  });

  it('pass the turn on where one has nothing to choose', () => {
    const { all } = cursors(3);
    const choose = ({ id }: { id: number }): number | undefined => (id === 2 ? undefined : id);
    expect(Array.from({ length: 4 }, () => all.takeTurn(choose))).toEqual([1, 3, 1, 3]);
  });

  it('choose nothing where none has anything to choose, and the turn stays', () => {
    const { all } = cursors(2);
    all.takeTurn(({ id }) => id);
    const nothing = (): number | undefined => undefined;
    expect(all.takeTurn(nothing)).toBeUndefined();
    expect(all.takeTurn(({ id }) => id)).toBe(2);
    expect(cursors(0).all.takeTurn(({ id }) => id)).toBeUndefined();
  });

  it('keep the turn right when one leaves', () => {
    for (const [leaver, next] of [
      [0, 3],
      [1, 3],
      [2, 1],
    ] as const) {
      // prettier-ignore
      const { all, list } = cursors(3);
      all.takeTurn(() => true);
      all.takeTurn(() => true);
      const cursor = list[leaver];
      if (cursor) all.list.delete(cursor);
      expect(all.takeTurn(({ id }) => id)).toBe(next);
    }
  });

  it('say of a key what the likeliest of them says', () => {
    const { all, list } = cursors(2);
    list[0]?.table.fill(() => [[5, 1], [6, 2]], 0, [0]); // prettier-ignore
    list[1]?.table.fill(() => [[5, 3]], 0, [0]);
    expect([5, 6, 7].map((id) => all.likelihoodOf(id))).toEqual([3, 2, 0]);
  });

  it('are at no key before they have moved, not even at undefined', () => {
    const [cursor] = cursors(1).list;
    if (!cursor) throw new Error('no cursor');
    expect(isCurrent(cursor, undefined)).toBe(false);
    cursor.position = 1;
    expect(isCurrent(cursor, undefined)).toBe(true);
    cursor.currentId = NaN;
    expect([isCurrent(cursor, NaN), isCurrent(cursor, undefined)]).toEqual([true, false]);
  });
});
