import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addToHeap, type HeapOrder, removeFromHeap } from '../../src/structures/heap.js';

interface Item {
  readonly value: number;
  index: number;
}

const byValue: HeapOrder<Item> = {
  isBefore: (a, b) => a.value < b.value,
  moved: (item, index) => (item.index = index),
};

/** Values to add, and indices to remove, which may be empty. */
const someSteps = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 9 }), fc.record({ at: fc.nat(30) })),
  { maxLength: 60, size: 'max' },
);

describe('A heap', () => {
  it('keeps its order, and reports the index of each item, for any additions and removals', () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const items: Item[] = [];
        const model: Item[] = [];
        for (const step of steps) {
          if (typeof step === 'number') {
            const item = { value: step, index: -1 };
            model.push(item);
            addToHeap(items, item, byValue);
          } else {
            const expected = items[step.at];
            expect(removeFromHeap(items, step.at, byValue)).toBe(expected);
            if (expected) model.splice(model.indexOf(expected), 1);
          }
          expect(items).toHaveLength(model.length);
          expect(new Set(items)).toEqual(new Set(model));
          items.forEach((item, i) => {
            expect(item.index).toBe(i);
            if (i > 0) expect(item.value).toBeGreaterThanOrEqual(items[(i - 1) >> 1]?.value ?? NaN);
          });
        }
      }),
    );
  });

  it('compares O(log n) times', () => {
    let compared = 0;
    const order: HeapOrder<number> = {
      isBefore: (a, b) => (compared++, a < b),
      moved: () => undefined,
    };
    const items: number[] = [];
    const values = Array.from({ length: 4096 }, (_, i) => (i * 2731) % 4096);
    for (const value of values) addToHeap(items, value, order);
    const sorted: (number | undefined)[] = [];
    while (items.length > 0) sorted.push(removeFromHeap(items, 0, order));
    expect(sorted).toEqual(values.map((_, i) => i));
    expect(compared).toBeLessThanOrEqual(4096 * (12 + 2 * 12 + 1));
  });
});
