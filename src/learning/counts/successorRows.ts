/**
 * Successors of contexts with their counts: a row of `width` columns for each context, by its
 * place, the most frequent successor first.
 */
export interface SuccessorRows {
  readonly width: number;
  /** By place and column: a successor, and how often it came. */
  symbols: Int32Array;
  counts: Uint8Array;
  /** By place: how many columns are used. */
  widths: Uint8Array;
  /** By place: how often any successor came, those without a column included. */
  totals: Uint16Array;
}

/** Places for which there is room at first. */
const FIRST_SIZE = 64;

/** Rows without room; `growRows` makes some. */
export function createRows(width: number): SuccessorRows {
  return { width, ...arrays(0, width) };
}

function arrays(size: number, width: number) {
  return {
    symbols: new Int32Array(size * width),
    counts: new Uint8Array(size * width),
    widths: new Uint8Array(size),
    totals: new Uint16Array(size),
  };
}

/** Doubles the room, up to a limit of places. */
export function growRows(rows: SuccessorRows, limit: number): void {
  const { symbols, counts, widths, totals, width } = rows;
  const size = Math.min(limit, Math.max(FIRST_SIZE, 2 * widths.length));
  Object.assign(rows, arrays(size, width));
  rows.symbols.set(symbols);
  rows.counts.set(counts);
  rows.widths.set(widths);
  rows.totals.set(totals);
}

/** Counts that a symbol came in a row. */
export function countSuccessor(rows: SuccessorRows, place: number, symbol: number): void {
  const { symbols, counts, widths, totals, width } = rows;
  const from = place * width;
  const end = from + (widths[place] as number);
  totals[place] = (totals[place] as number) + 1;
  let at = from;
  while (at < end && symbols[at] !== symbol) at++;
  if (at === from + width) {
    // The row is full: its rarest successor loses one count, and at 0 the symbol replaces it.
    const left = (counts[--at] as number) - 1;
    counts[at] = left;
    if (left > 0) return;
  } else if (at === end) {
    counts[at] = 0;
    widths[place] = end + 1 - from;
  }
  const count = (counts[at] as number) + 1;
  // Of equally frequent successors the newest stands first.
  while (at > from && (counts[at - 1] as number) <= count) {
    symbols[at] = symbols[at - 1] as number;
    counts[at] = counts[at - 1] as number;
    at--;
  }
  symbols[at] = symbol;
  counts[at] = count;
}

/** Halves all counts of a row; successors without a count leave it. */
export function halveRow(rows: SuccessorRows, place: number): void {
  const { symbols, counts, widths, totals, width } = rows;
  let kept = 0;
  let total = 0;
  const from = place * width;
  for (let i = 0; i < (widths[place] as number); i++) {
    const count = (counts[from + i] as number) >> 1;
    if (count === 0) continue;
    symbols[from + kept] = symbols[from + i] as number;
    counts[from + kept++] = count;
    total += count;
  }
  widths[place] = kept;
  totals[place] = Math.max(total, (totals[place] as number) >> 1);
}

/** A row as `[symbol, count, symbol, count, …]`. */
export function pairsOfRow(rows: SuccessorRows, place: number): number[] {
  const { symbols, counts, widths, width } = rows;
  const pairs: number[] = [];
  for (let i = place * width; i < place * width + (widths[place] as number); i++)
    pairs.push(symbols[i] as number, counts[i] as number);
  return pairs;
}

/** Fills a row with pairs, as many as it has columns for. */
export function fillRow(rows: SuccessorRows, place: number, pairs: readonly number[]): void {
  const { symbols, counts, widths, width } = rows;
  const fitting = pairs.slice(0, 2 * width);
  widths[place] = fitting.length >> 1;
  fitting.forEach((value, i) => {
    if (i % 2 === 0) symbols[place * width + (i >> 1)] = value;
    else counts[place * width + (i >> 1)] = value;
  });
}
