import { COUNT, EXCESS, FIRST, LESS, NEXT } from './columns.js';
import { ITSELF, type KeptRows } from './keptRows.js';
import type { NumberReader } from './numberReader.js';
import type { NumberWriter } from './numberWriter.js';

/**
 * Writes the successors of a row: each by its distance from the one before.
 *
 * @param column - where the columns of such rows begin
 * @param from - what the first one is likely near to; it stands for the context itself, too
 */
export function writeRow(
  numbers: NumberWriter,
  column: number,
  rows: KeptRows,
  place: number,
  from: number,
): void {
  const start = place * rows.columns;
  const end = start + (rows.widths[place] as number);
  for (let at = start, before = from; at < end; at++) {
    const own = rows.indices[at] as number;
    const index = own === ITSELF ? from : own;
    numbers.writeSigned(column + (at === start ? FIRST : NEXT), index - before);
    before = index;
  }
  writeCounts(numbers, column, rows, place);
}

/** Writes the counts of a row, which fall from rank to rank. */
export function writeCounts(
  numbers: NumberWriter,
  column: number,
  rows: KeptRows,
  place: number,
): void {
  const start = place * rows.columns;
  let before = rows.counts[start] as number;
  numbers.write(column + COUNT, before - 1);
  for (let at = start + 1; at < start + (rows.widths[place] as number); at++) {
    const less = Math.max(0, before - (rows.counts[at] as number));
    numbers.write(column + LESS, less);
    before -= less;
  }
  numbers.write(column + EXCESS, rows.excess[place] as number);
}

/** Rows as they are read, one behind the other. */
export interface SavedRows {
  /** By row: where its successors begin, and its total. The last start is the end. */
  readonly starts: number[];
  readonly totals: number[];
  /** The index of each successor, `ITSELF` for the context itself, and its count. */
  readonly indices: number[];
  readonly counts: number[];
}

/** Limits of what a row may contain. */
export interface RowLimits {
  readonly width: number;
  /** Symbols of the memory. */
  readonly symbols: number;
  readonly fail: () => never;
}

const MAX_COUNT = 255;
const MAX_TOTAL = 65_535;

/** Starts with no rows. */
export function createSavedRows(): SavedRows {
  return { starts: [0], totals: [], indices: [], counts: [] };
}

/** Reads a row of `writeRow`; returns its number. */
export function readRow(
  numbers: NumberReader,
  column: number,
  width: number,
  from: number,
  rows: SavedRows,
  { symbols, fail }: RowLimits,
  itself = false,
): number {
  let before = from;
  for (let rank = 0; rank < width; rank++) {
    before += numbers.readSigned(column + (rank === 0 ? FIRST : NEXT));
    const isItself = itself && before === from;
    if (!isItself && !(before >= 0 && before < symbols)) fail();
    rows.indices.push(isItself ? ITSELF : before);
  }
  return readCounts(numbers, column, width, rows);
}

/** Reads the counts of a row, whose indices are added already; returns its number. */
export function readCounts(
  numbers: NumberReader,
  column: number,
  width: number,
  rows: SavedRows,
): number {
  let count = 1 + numbers.readUpTo(MAX_COUNT - 1, column + COUNT);
  let total = count;
  rows.counts.push(count);
  for (let rank = 1; rank < width; rank++) {
    count -= numbers.readUpTo(count - 1, column + LESS);
    total += count;
    rows.counts.push(count);
  }
  return endRow(rows, total + numbers.readUpTo(MAX_TOTAL, column + EXCESS));
}

/** Ends a row, whose indices and counts are added already; returns its number. */
export function endRow({ starts, totals, indices }: SavedRows, total: number): number {
  starts.push(indices.length);
  return totals.push(Math.min(total, MAX_TOTAL)) - 1;
}
