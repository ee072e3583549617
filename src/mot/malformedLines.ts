import type { MalformedLine } from './types.js';

/** Malformed lines: all are counted, the first 100 kept. */
export interface MalformedLines {
  readonly count: number;
  readonly kept: readonly MalformedLine[];
  /** How many more lines will be kept. */
  readonly room: number;
  /** Counts a line, and keeps it if there is room. */
  add(line: MalformedLine): void;
  /** Counts lines without keeping them. */
  addUnseen(count: number): void;
}

const most = 100;

/** Makes an empty list. */
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
