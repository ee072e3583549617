/** A binary heap: items of which none comes before the one above it. */
export interface Heap<T> {
  /** Item i stands above items 2i + 1 and 2i + 2. */
  readonly items: readonly T[];
  add(item: T): void;
  /** Takes out what stands there, if anything does. */
  removeAt(index: number): T | undefined;
}

/**
 * An empty heap; adding and removing takes O(log n).
 *
 * @param isBefore - whether one item comes before another
 * @param moved - is told where each item stands whenever that changes
 */
export function createHeap<T>(isBefore: (a: T, b: T) => boolean, moved: (item: T, index: number) => void): Heap<T> {
  const items: T[] = [];

  const put = (item: T, index: number) => {
    items[index] = item;
    moved(item, index);
  };
  const rise = (item: T, from: number) => {
    let index = from;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const other = items[above];
      if (other === undefined || !isBefore(item, other)) break;
      put(other, index);
      index = above;
    }
    put(item, index);
    return index;
  };
  const sink = (item: T, from: number) => {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      const [a, b] = [items[left], items[left + 1]];
      if (a === undefined) break;
      const isLeft = b === undefined || isBefore(a, b);
      const child = isLeft ? a : b;
      if (!isBefore(child, item)) break;
      put(child, index);
      index = isLeft ? left : left + 1;
    }
    put(item, index);
  };

  return {
    items,
    add: (item) => void rise(item, items.length),
    removeAt(index) {
      const item = items[index];
      if (item === undefined) return undefined;
      const last = items.pop();
      // The last takes the place, unless it was the one.
      if (last !== undefined && index < items.length && rise(last, index) === index) sink(last, index);
      return item;
    },
  };
}
