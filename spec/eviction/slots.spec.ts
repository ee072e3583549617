import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createSlots, NONE, type Slots } from '../../src/eviction/slots.js';

const LISTS = 3;
const step = fc.record({
  key: fc.integer({ min: 0, max: 120 }),
  list: fc.integer({ min: 0, max: LISTS - 1 }),
  deletes: fc.boolean(),
});

/** Keys of a list from oldest to newest, which must equal the reverse order. */
function keysOf(slots: Slots<number>, list: number): number[] {
  const [there, back]: number[][] = [[], []];
  for (let slot = slots.oldest(list); slot !== NONE; slot = slots.newer(slot))
    there?.push(slots.keyOf(slot));
  for (let slot = slots.newest(list); slot !== NONE; slot = slots.older(slot))
    back?.push(slots.keyOf(slot));
  expect(back?.reverse()).toEqual(there);
  return there ?? [];
}

describe('Slots', () => {
  it('equal plain arrays for any additions, moves and deletions, and have no gaps', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400, size: 'max' }), (steps) => {
        const slots = createSlots<number>(LISTS);
        const lists: number[][] = Array.from({ length: LISTS }, () => []);
        for (const { key, list, deletes } of steps) {
          const slot = slots.slotOf(key);
          for (const one of lists) if (one.includes(key)) one.splice(one.indexOf(key), 1);
          if (slot !== undefined && deletes) slots.delete(slot);
          else {
            lists[list]?.push(key);
            const place = slot ?? slots.add(key, list);
            slots.move(place, list);
            slots.marks[place] = key;
          }
        }
        expect(lists.map((_, list) => keysOf(slots, list))).toEqual(lists);
        expect(lists.map((_, list) => slots.sizeOf(list))).toEqual(
          lists.map(({ length }) => length),
        );
        expect(slots.length).toBe(lists.flat().length);
        for (const key of lists.flat()) expect(slots.marks[slots.slotOf(key) ?? NONE]).toBe(key);
      }),
    );
  });

  it('release memory when most keys were deleted', () => {
    const slots = createSlots<number>(1);
    for (let key = 0; key < 1000; key++) slots.add(key, 0);
    for (let key = 0; key < 990; key++) slots.delete(slots.slotOf(key) ?? NONE);
    expect(slots.marks.length).toBeLessThan(64);
    expect(keysOf(slots, 0)).toEqual([990, 991, 992, 993, 994, 995, 996, 997, 998, 999]);
  });
});
