/** A queue: first in, first out. */
export interface Queue<T> {
  /** The number of items. */
  readonly size: number;
  push(item: T): void;
  /** The item that `shift` removes next; undefined if there is none. */
  first(): T | undefined;
  /** Removes and returns the first item. */
  shift(): T | undefined;
  /** Removes and returns all items, in order. */
  takeAll(): T[];
}

/** A queue moves its items once so many places at its front are empty. */
const MIN_MOVED = 64;

/**
 * A queue whose methods except `takeAll` are O(1), amortized.
 *
 * It reuses its storage, so that a queue of one item at a time makes no garbage.
 */
export function createQueue<T>(): Queue<T> {
  const items: (T | undefined)[] = [];
  let front = 0;
  let end = 0;
  const queue = {
    size: 0,
    push(item: T) {
      items[end++] = item;
      queue.size++;
    },
    first: () => items[front],
    shift(): T | undefined {
      if (queue.size === 0) return undefined;
      const item = items[front];
      items[front++] = undefined;
      if (--queue.size === 0) front = end = 0;
      else if (front >= MIN_MOVED && 2 * front >= end) {
        items.copyWithin(0, front, end);
        items.length = end = queue.size;
        front = 0;
      }
      return item;
    },
    takeAll(): T[] {
      const all = items.slice(front, end) as T[];
      items.length = front = end = queue.size = 0;
      return all;
    },
  };
  return queue;
}
