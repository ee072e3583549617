import type { ContextsCopy } from '../counts/contexts.js';
import { ESCAPE, FIRST, NEXT, PER_ROW, ROWS, WIDTH } from './columns.js';
import { keepRows, NONE, type KeptRows } from './keptRows.js';
import { SLICE, type ContextWriter } from './memory.js';
import type { PathLinks } from './pathLinks.js';
import { writeCounts, writeRow } from './rowCode.js';

/** What stands for a row that is as expected; further rows have their width, plus 1. */
const EXPECTED = 0;

/**
 * Writes which symbols came after sequences of one, two and three symbols, in slices.
 *
 * A sequence of two or three is known from the successors of a shorter one, so it needs no name. Its
 * own successors are mostly those of the sequence without its oldest symbol, so they are written as
 * ranks among these.
 */
export function* writePaths(
  to: ContextWriter,
  contexts: readonly ContextsCopy[],
  links: PathLinks,
): Generator<void, void> {
  const rows: KeptRows[] = [];
  for (const [order, copy] of contexts.entries()) {
    rows.push(keepRows(copy, to.indexOf, links.longer[order]));
    yield;
  }
  const orders = createOrders(to, rows, links);
  orders.writeNothing();
  for (const write of orders.writers) {
    for (let index = 0; index < to.symbols.length; index++) {
      write(index);
      if (index % SLICE === SLICE - 1) yield;
    }
  }
}

/** Writes the rows of the sequences that begin with a symbol, order by order. */
// Over 50 lines, as all functions read the same rows.
function createOrders(
  { numbers, symbols, spend }: ContextWriter,
  rows: readonly KeptRows[],
  { ofSymbols }: PathLinks,
) {
  const [nothing, one, two, three] = rows as [KeptRows, KeptRows, KeptRows, KeptRows];
  /** By index: the place of the context of the symbol. */
  const places = Int32Array.from(symbols, (item) => ofSymbols[item] as number);

  const widthAt = ({ widths }: KeptRows, place: number): number =>
    place < 0 ? 0 : (widths[place] as number);
  const isSingle = (own: KeptRows, place: number, index: number, count: number): boolean =>
    own.widths[place] === 1 &&
    own.indices[place * own.columns] === index &&
    own.counts[place * own.columns] === count &&
    own.excess[place] === 0;
  /** The place of a symbol in a row; its width for a symbol that is not there. */
  const rankOf = (own: KeptRows, place: number, index: number): number => {
    const width = widthAt(own, place);
    const from = place * own.columns;
    let rank = 0;
    while (rank < width && own.indices[from + rank] !== index) rank++;
    return rank;
  };
  /** Writes a row by its ranks in the row of the shorter sequence. */
  const writeLonger = (
    order: number,
    place: number,
    shorter: KeptRows,
    shorterPlace: number,
    newest: number,
    count: number,
  ): void => {
    const own = order === 2 ? two : three;
    const column = ROWS + order * PER_ROW;
    const width = widthAt(own, place);
    const known = widthAt(shorter, shorterPlace);
    if (
      width === 1 &&
      known > 0 &&
      isSingle(own, place, shorter.indices[shorterPlace * shorter.columns] as number, count)
    ) {
      numbers.write(column + WIDTH, EXPECTED);
      return;
    }
    numbers.write(column + WIDTH, width + 1);
    if (width === 0) return;
    const from = place * own.columns;
    for (let rank = 0, before = 0; rank < width; rank++) {
      const index = own.indices[from + rank] as number;
      const at = rankOf(shorter, shorterPlace, index);
      numbers.writeSigned(column + (rank === 0 ? FIRST : NEXT), at - before);
      if (at === known) numbers.writeSigned(column + ESCAPE, index - newest);
      before = at + 1;
    }
    writeCounts(numbers, column, own, place);
  };

  return {
    writeNothing() {
      const width = nothing.widths[0] ?? 0;
      numbers.write(ROWS + WIDTH, width);
      if (width > 0) writeRow(numbers, ROWS, nothing, 0, -1);
    },
    writers: [
      (index: number) => {
        const place = places[index] as number;
        const width = widthAt(one, place);
        const column = ROWS + PER_ROW;
        const isExpected = width === 1 && isSingle(one, place, index + 1, 1);
        numbers.write(column + WIDTH, isExpected ? EXPECTED : width + 1);
        if (width > 0 && !isExpected) writeRow(numbers, column, one, place, index);
        spend(symbols[index] as number, one.indices, place * one.columns, width);
      },
      (index: number) => {
        const place = places[index] as number;
        const from = place * one.columns;
        for (let at = from; at < from + widthAt(one, place); at++) {
          const next = one.indices[at] as number;
          const count = one.counts[at] as number;
          writeLonger(2, one.longer[at] as number, one, places[next] as number, next, count);
          spend(symbols[index] as number, one.indices, at, 1);
        }
      },
      (index: number) => {
        const place = places[index] as number;
        const from = place * one.columns;
        for (let at = from; at < from + widthAt(one, place); at++) {
          const nextPlace = places[one.indices[at] as number] as number;
          const placeOfTwo = one.longer[at] as number;
          const fromTwo = placeOfTwo * two.columns;
          for (let atTwo = fromTwo; atTwo < fromTwo + widthAt(two, placeOfTwo); atTwo++) {
            const last = two.indices[atTwo] as number;
            const rank = rankOf(one, nextPlace, last);
            const isKnown = rank < widthAt(one, nextPlace);
            const shorter = isKnown ? (one.longer[nextPlace * one.columns + rank] as number) : NONE;
            const count = two.counts[atTwo] as number;
            writeLonger(3, two.longer[atTwo] as number, two, shorter, last, count);
            spend(symbols[index] as number, two.indices, atTwo, 1);
          }
        }
      },
    ],
  };
}
