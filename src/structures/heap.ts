/**
 * Order of a binary heap: item i is the parent of items 2i + 1 and 2i + 2, and neither comes before
 * it.
 */
export interface HeapOrder<T> {
  /** Whether one item comes before another. */
  readonly isBefore: (a: T, b: T) => boolean;
  /** Called with an item and its new index when it has moved. */
  readonly moved: (item: T, index: number) => void;
}

/** Adds an item to a heap. O(log n) */
export function addToHeap<T>(items: T[], item: T, order: HeapOrder<T>): void {
  rise(items, item, items.length, order);
}

/** Removes and returns the item at an index of a heap, if there is one. O(log n) */
export function removeFromHeap<T>(items: T[], index: number, order: HeapOrder<T>): T | undefined {
  const item = items[index];
  if (item === undefined) return undefined;
  const last = items.pop();
  // The last item takes the free place, unless it was removed itself.
  if (last !== undefined && index < items.length && rise(items, last, index, order) === index)
    sink(items, last, index, order);
  return item;
}

/** Moves an item of a heap to its place after its rank has changed. O(log n) */
export function moveInHeap<T>(items: T[], index: number, order: HeapOrder<T>): void {
  const item = items[index];
  if (item !== undefined && rise(items, item, index, order) === index)
    sink(items, item, index, order);
}

function rise<T>(items: T[], item: T, from: number, { isBefore, moved }: HeapOrder<T>): number {
  let index = from;
  while (index > 0) {
    const above = (index - 1) >> 1;
    const other = items[above];
    if (other === undefined || !isBefore(item, other)) break;
    items[index] = other;
    moved(other, index);
    index = above;
  }
  items[index] = item;
  moved(item, index);
  return index;
}

function sink<T>(items: T[], item: T, from: number, { isBefore, moved }: HeapOrder<T>): void {
  let index = from;
  for (;;) {
    const left = 2 * index + 1;
    const leftChild = items[left];
    if (leftChild === undefined) break;
    const rightChild = left + 1 < items.length ? items[left + 1] : undefined;
    const isLeft = rightChild === undefined || isBefore(leftChild, rightChild);
    const child = isLeft ? leftChild : rightChild;
    if (!isBefore(child, item)) break;
    items[index] = child;
    moved(child, index);
    index = isLeft ? left : left + 1;
  }
  items[index] = item;
  moved(item, index);
}
