/** Says which line a byte is in, from a few known places. */
export interface LineMarks {
  /** Line `line` begins at, or goes on at, `offset`. Offsets come ascending. */
  mark(offset: number, line: number): void;
  /** The last mark at or before an offset. */
  before(offset: number): LineMark;
}

/** A place in the file whose line number is known. */
export interface LineMark {
  readonly offset: number;
  /** The first line is 1. */
  readonly line: number;
}

const spacing = 64 * 1024;

/**
 * Marks at least 64 kB apart: the index has no line numbers, which only malformed lines need. The
 * rest is counted when one is met.
 */
export function lineMarks(): LineMarks {
  const marks: LineMark[] = [{ offset: 0, line: 1 }];
  let latest = 0;
  return {
    mark(offset, line) {
      if (offset < latest + spacing) return;
      latest = offset;
      marks.push({ offset, line });
    },
    before(offset) {
      let [low, high] = [0, marks.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >>> 1;
        if ((marks[middle]?.offset ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return marks[low] ?? { offset: 0, line: 1 };
    },
  };
}
