/**
 * Counts successors in rows, the most frequent successor first. A row has a fixed number of columns,
 * and a total of all its counts, those of replaced successors included.
 */
export interface SuccessorRows {
  /** How often any successor came, after halvings. */
  readonly totalAt: (row: number) => number;
  /** How many columns of a row are used. */
  readonly widthAt: (row: number) => number;
  /** The successor of a rank, from 0 for the most frequent; valid below `widthAt`. */
  readonly symbolAt: (row: number, rank: number) => number;
  /** How often the successor of a rank came, after halvings. */
  readonly countAt: (row: number, rank: number) => number;
  /** Empties a row, the next one or an earlier one. */
  clear(row: number): void;
  /** Counts that a symbol came. */
  count(row: number, symbol: number): void;
  /** A copy of all rows, which later counts do not change. */
  copy(): RowsCopy;
  /** Fills a row with the successors from one index to another, as many as there are columns. */
  restore(
    row: number,
    total: number,
    saved: readonly number[],
    savedCounts: readonly number[],
    from: number,
    to: number,
  ): void;
}

/** A copy of all rows. */
export interface RowsCopy {
  /** How many columns each row has. */
  readonly width: number;
  /** By row and column: `row * width + rank`. */
  readonly symbols: Int32Array;
  readonly counts: Uint8Array;
  /** By row. */
  readonly widths: Uint8Array;
  readonly totals: Uint16Array;
}

/** Rows for which there is room at first. */
const FIRST_ROWS = 64;
/** Largest count that a byte holds. */
const MAX_COUNT = 255;

/**
 * Counts successors in typed arrays.
 *
 * @param limit - how many rows
 * @param width - how many columns; beyond it the rarest successor is replaced
 * @param halveAt - the total at which the counts of a row are halved; a single count of 255 halves
 *   them, too
 */
// Over 50 lines, as all functions work on the same four arrays.
export function createSuccessorRows(limit: number, width: number, halveAt: number): SuccessorRows {
  // By row and column.
  let symbols = new Int32Array(0);
  let counts = new Uint8Array(0);
  // By row.
  let widths = new Uint8Array(0);
  let totals = new Uint16Array(0);

  const grow = (): void => {
    const size = Math.min(limit, Math.max(FIRST_ROWS, 2 * widths.length));
    const [oldSymbols, oldCounts, oldWidths, oldTotals] = [symbols, counts, widths, totals];
    (symbols = new Int32Array(size * width)).set(oldSymbols);
    (counts = new Uint8Array(size * width)).set(oldCounts);
    (widths = new Uint8Array(size)).set(oldWidths);
    (totals = new Uint16Array(size)).set(oldTotals);
  };
  /** The column of a symbol, from which one count is still missing; -1 if the row has no room. */
  const columnFor = (row: number, symbol: number): number => {
    const from = row * width;
    const end = from + (widths[row] as number);
    let at = from;
    while (at < end && symbols[at] !== symbol) at++;
    if (at === from + width) {
      // The rarest successor loses one count, and at 0 the symbol replaces it.
      const left = (counts[--at] as number) - 1;
      counts[at] = left;
      return left > 0 ? -1 : at;
    }
    if (at === end) {
      counts[at] = 0;
      widths[row] = end + 1 - from;
    }
    return at;
  };
  /** Halves all counts of a row; successors without a count leave it. */
  const halve = (row: number): void => {
    let kept = row * width;
    let total = 0;
    const end = kept + (widths[row] as number);
    for (let i = kept; i < end; i++) {
      const count = (counts[i] as number) >> 1;
      if (count === 0) continue;
      symbols[kept] = symbols[i] as number;
      counts[kept++] = count;
      total += count;
    }
    widths[row] = kept - row * width;
    totals[row] = Math.max(total, (totals[row] as number) >> 1);
  };

  return {
    totalAt: (row) => totals[row] as number,
    widthAt: (row) => widths[row] as number,
    symbolAt: (row, rank) => symbols[row * width + rank] as number,
    countAt: (row, rank) => counts[row * width + rank] as number,
    clear(row) {
      if (row >= widths.length) grow();
      widths[row] = totals[row] = 0;
    },
    count(row, symbol) {
      const from = row * width;
      let at = columnFor(row, symbol);
      totals[row] = (totals[row] as number) + 1;
      if (at >= 0) {
        const count = (counts[at] as number) + 1;
        // Of equally frequent successors the newest stands first.
        for (; at > from && (counts[at - 1] as number) <= count; at--) {
          symbols[at] = symbols[at - 1] as number;
          counts[at] = counts[at - 1] as number;
        }
        symbols[at] = symbol;
        counts[at] = count;
      }
      if (totals[row] >= halveAt || counts[from] === MAX_COUNT) halve(row);
    },
    copy: () => ({
      width,
      symbols: symbols.slice(),
      counts: counts.slice(),
      widths: widths.slice(),
      totals: totals.slice(),
    }),
    restore(row, total, saved, savedCounts, from, to) {
      totals[row] = total;
      const used = (widths[row] = Math.min(to - from, width));
      for (let i = 0; i < used; i++) {
        symbols[row * width + i] = saved[from + i] as number;
        counts[row * width + i] = savedCounts[from + i] as number;
      }
    },
  };
}
