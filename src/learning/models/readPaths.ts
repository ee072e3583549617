import type { Contexts } from '../counts/contexts.js';
import { hashOf } from '../counts/paths.js';
import { ESCAPE, FIRST, NEXT, PER_ROW, ROWS, WIDTH } from './columns.js';
import { NONE } from './keptRows.js';
import type { NumberReader } from './numberReader.js';
import {
  createSavedRows,
  endRow,
  readCounts,
  readRow,
  type RowLimits,
  type SavedRows,
} from './rowCode.js';

/** Reads what `writePaths` wrote, into contexts without any row. */
// Over 50 lines, as all functions read the same rows.
export function readPaths(
  numbers: NumberReader,
  contexts: readonly Contexts[],
  limits: RowLimits,
): void {
  const { symbols, fail } = limits;
  const [nothing, one, two, three] = [0, 1, 2, 3].map(createSavedRows) as [
    SavedRows,
    SavedRows,
    SavedRows,
    SavedRows,
  ];
  /** By successor: the row of the sequence that is longer by it; `NONE` if there is none. */
  const afterOne: number[] = [];
  /** By symbol: its row. */
  const ofSymbols: number[] = [];
  const recent = new Int32Array(3);

  /** The width of a row, and -1 for one that is as expected: `EXPECTED` less 1. */
  const readWidth = (column: number): number =>
    numbers.readUpTo(limits.width + 1, column + WIDTH) - 1;
  const single = (rows: SavedRows, index: number, count: number): number => {
    if (!(index >= 0 && index < symbols)) fail();
    rows.indices.push(index);
    rows.counts.push(count);
    return endRow(rows, count);
  };
  const startOf = (rows: SavedRows, row: number): number =>
    row < 0 ? 0 : (rows.starts[row] as number);
  const endOf = (rows: SavedRows, row: number): number =>
    row < 0 ? 0 : (rows.starts[row + 1] as number);
  const readOne = (index: number): number => {
    const column = ROWS + PER_ROW;
    const width = readWidth(column);
    if (width < 0) return single(one, index + 1, 1);
    return width === 0 ? NONE : readRow(numbers, column, width, index, one, limits);
  };
  const readLonger = (
    order: number,
    shorter: SavedRows,
    shorterRow: number,
    newest: number,
    count: number,
  ): number => {
    const rows = order === 2 ? two : three;
    const column = ROWS + order * PER_ROW;
    const from = startOf(shorter, shorterRow);
    const known = endOf(shorter, shorterRow) - from;
    const width = readWidth(column);
    if (width < 0) return single(rows, known > 0 ? (shorter.indices[from] as number) : NONE, count);
    if (width === 0) return NONE;
    for (let rank = 0, before = 0; rank < width; rank++) {
      const at = before + numbers.readSigned(column + (rank === 0 ? FIRST : NEXT));
      if (!(at >= 0 && at <= known)) fail();
      const index =
        at === known
          ? newest + numbers.readSigned(column + ESCAPE)
          : (shorter.indices[from + at] as number);
      if (!(index >= 0 && index < symbols)) fail();
      rows.indices.push(index);
      before = at + 1;
    }
    return readCounts(numbers, column, width, rows);
  };
  const restore = (order: number, rows: SavedRows, row: number): void =>
    contexts[order]?.restore(
      hashOf(recent, order),
      rows.totals[row] as number,
      rows.indices,
      rows.counts,
      rows.starts[row] as number,
      rows.starts[row + 1] as number,
    );

  const width = numbers.readUpTo(limits.width, ROWS + WIDTH);
  if (width > 0) restore(0, nothing, readRow(numbers, ROWS, width, -1, nothing, limits));
  for (let index = 0; index < symbols; index++) {
    const row = readOne(index);
    ofSymbols.push(row);
    recent[0] = index;
    if (row >= 0) restore(1, one, row);
  }
  for (let index = 0; index < symbols; index++) {
    const row = ofSymbols[index] as number;
    for (let at = startOf(one, row); at < endOf(one, row); at++) {
      const next = one.indices[at] as number;
      const longer = readLonger(2, one, ofSymbols[next] as number, next, one.counts[at] as number);
      afterOne.push(longer);
      recent[0] = next;
      recent[1] = index;
      if (longer >= 0) restore(2, two, longer);
    }
  }
  for (let index = 0; index < symbols; index++) {
    const row = ofSymbols[index] as number;
    recent[2] = index;
    for (let at = startOf(one, row); at < endOf(one, row); at++) {
      const next = one.indices[at] as number;
      const nextRow = ofSymbols[next] as number;
      const rowOfTwo = afterOne[at] as number;
      recent[1] = next;
      for (let atTwo = startOf(two, rowOfTwo); atTwo < endOf(two, rowOfTwo); atTwo++) {
        const last = two.indices[atTwo] as number;
        const end = endOf(one, nextRow);
        let shorterAt = startOf(one, nextRow);
        while (shorterAt < end && one.indices[shorterAt] !== last) shorterAt++;
        const shorter = shorterAt < end ? (afterOne[shorterAt] as number) : NONE;
        const longer = readLonger(3, two, shorter, last, two.counts[atTwo] as number);
        recent[0] = last;
        if (longer >= 0) restore(3, three, longer);
      }
    }
  }
}
