import type { MalformedLine } from './types.js';

/** Malformed lines: all are counted, the first 100 kept. */
export interface MalformedLines {
  readonly count: number;
  readonly kept: readonly MalformedLine[];
  /** How many more will be kept. */
  readonly room: number;
  /** Counts one, and keeps it if there is room. */
  add(line: MalformedLine): void;
  /** Counts some that are not kept, as there is no room. */
  addUnseen(count: number): void;
}

const most = 100;

/** An empty list. */
export function malformedLines(): MalformedLines {
  const kept: MalformedLine[] = [];
  let count = 0;
  return {
    get count() {
      return count;
    },
    get kept() {
      return [...kept];
    },
    get room() {
      return most - kept.length;
    },
    add(line) {
      count++;
      if (kept.length < most) kept.push(line);
    },
    addUnseen(more) {
      count += more;
    },
  };
}
