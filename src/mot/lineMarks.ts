/** Line numbers at some offsets of a file. */
export interface LineMarks {
  /** Marks that `offset` is in line `line`. Offsets ascend. */
  mark(offset: number, line: number): void;
  /** The last mark at or before an offset. */
  before(offset: number): LineMark;
}

/** An offset with its line number. */
export interface LineMark {
  readonly offset: number;
  /** Line number, from 1. */
  readonly line: number;
}

const spacing = 64 * 1024;

/** Marks at least 64 kB apart. Lines between are counted when a malformed line needs its number. */
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
