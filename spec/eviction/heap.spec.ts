import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createHeap } from '../../src/eviction/heap.js';

interface Item {
  readonly value: number;
  index: number;
}

describe('A heap', () => {
  it('keeps no item before the one above it, and tells each where it stands, whatever is added and removed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.record({ at: fc.nat(30) })), { maxLength: 60, size: 'max' }),
        (steps) => {
          const heap = createHeap<Item>(
            (a, b) => a.value < b.value,
            (item, index) => (item.index = index),
          );
          const model: Item[] = [];
          for (const step of steps) {
            if (typeof step === 'number') {
              const item = { value: step, index: -1 };
              model.push(item);
              heap.add(item);
            } else {
              const expected = heap.items[step.at];
              expect(heap.removeAt(step.at)).toBe(expected);
              if (expected) model.splice(model.indexOf(expected), 1);
            }
            expect(new Set(heap.items)).toEqual(new Set(model));
            expect(heap.items).toHaveLength(model.length);
            heap.items.forEach((item, i) => {
              expect(item.index).toBe(i);
              if (i > 0) expect(item.value).toBeGreaterThanOrEqual(heap.items[(i - 1) >> 1]?.value ?? NaN);
            });
          }
        },
      ),
    );
  });

  it('compares no more than the logarithm of its size asks for', () => {
    let compared = 0;
    const heap = createHeap<number>(
      (a, b) => (compared++, a < b),
      () => undefined,
    );
    const values = Array.from({ length: 4096 }, (_, i) => (i * 2731) % 4096);
    for (const value of values) heap.add(value);
    const sorted: (number | undefined)[] = [];
    while (heap.items.length > 0) sorted.push(heap.removeAt(0));
    expect(sorted).toEqual(values.map((_, i) => i));
    expect(compared).toBeLessThanOrEqual(4096 * (12 + 2 * 12 + 1));
  });
});
