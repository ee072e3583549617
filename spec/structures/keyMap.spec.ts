import { describe, expect, it } from '@jest/globals';
import { createKeyMap } from '../../src/structures/keyMap.js';

/** Pseudorandom numbers, the same each time. */
function* chance(seed: number): Generator<number, never> {
  for (let x = seed; ;) yield (x = (Math.imul(x, 1_103_515_245) + 12_345) >>> 1);
}

describe('A key map', () => {
  it('behaves as a Map for any sequence of `set` and `delete`', () => {
    const numbers = chance(42);
    const map = createKeyMap<number>();
    const model = new Map<unknown, number>();
    const differences: [step: number, id: unknown][] = [];
    const odd = [
      'a',
      '1',
      1.5,
      NaN,
      Infinity,
      undefined,
      null,
      true,
      2 ** 31,
      -(2 ** 31) - 1,
      10n,
      Symbol.iterator,
    ];
    const pick = (): unknown => {
      const { value } = numbers.next();
      return value % 7 === 0 ? odd[value % odd.length] : (value % 300) - 150;
    };
    for (let step = 0; step < 20_000; step++) {
      const id = pick();
      if (numbers.next().value % 3 === 0) {
        map.delete(id);
        model.delete(id);
      } else {
        map.set(id, step);
        model.set(id, step);
      }
      const other = pick();
      if (map.get(other) !== model.get(other) || map.size !== model.size)
        differences.push([step, other]);
    }
    for (const [id, value] of model) if (map.get(id) !== value) differences.push([NaN, id]);
    expect(differences).toEqual([]);
  });

  it('finds the whole range of 32-bit integers', () => {
    const map = createKeyMap<string>();
    const ids = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 123_456_789];
    for (const id of ids) map.set(id, String(id));
    expect(ids.map((id) => map.get(id))).toEqual(ids.map(String));
    expect(map.get(2 ** 32)).toBeUndefined();
  });

  it('treats 0 and -0 as one key, and 1 and "1" as two', () => {
    const map = createKeyMap<string>();
    map.set(-0, 'zero');
    map.set(1, 'number');
    map.set('1', 'text');
    expect([map.get(0), map.get(1), map.get('1'), map.size]).toEqual(['zero', 'number', 'text', 3]);
  });

  it('finds keys of one hash after an earlier one of them was deleted', () => {
    const map = createKeyMap<number>();
    const ids = Array.from({ length: 2000 }, (_, i) => i * 65_536);
    for (const id of ids) map.set(id, id);
    for (const [i, id] of ids.entries()) if (i % 2 === 0) map.delete(id);
    expect(ids.filter((id) => map.get(id) === id)).toEqual(ids.filter((_, i) => i % 2 === 1));
  });

  it('gives the places of keys that are missing or expired', () => {
    const map = createKeyMap<number>();
    for (const id of [1, 2, 'a', 2.5]) map.set(id, 10);
    map.set(3, -1);
    map.set('b', -1);
    const ids = [0, 1, 2, 3, 'a', 'b', 'c', 2.5, 7, 8];
    const found: number[] = [];
    expect(map.findAbsent(ids, 9, found, undefined)).toBe(3);
    expect(found.slice(0, 3)).toEqual([0, 6, 8]);
    expect(map.findAbsent(ids, 9, found, (value) => value < 0)).toBe(5);
    expect(found.slice(0, 5)).toEqual([0, 3, 5, 6, 8]);
  });
});
