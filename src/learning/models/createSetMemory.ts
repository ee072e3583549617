import type { Contexts, ContextsCopy } from '../counts/contexts.js';
import type { Symbols } from '../counts/symbols.js';
import { ROWS, SIZE, WIDTH } from './columns.js';
import { ITSELF, keepRows, NONE, type IndexOf, type KeptRows } from './keptRows.js';
import { SLICE, type ContextWriter, type Memory, type MemoryCopy } from './memory.js';
import { readFirstVersion } from './readFirstVersion.js';
import { readValues } from './readValues.js';
import { createSavedRows, readRow, writeRow } from './rowCode.js';

/** What a memory of sets saves. */
export interface SetMemoryParts<T> {
  readonly expert: string;
  readonly symbols: Symbols<T>;
  /** Contexts that are symbols, or numbers of their own. */
  readonly contexts: readonly Contexts[];
  readonly areSymbols: boolean;
  /** Successors of a context that are saved at most. */
  readonly successors: number;
  /** Whether the expert can use a saved symbol. @defaultValue it can use each */
  readonly isSymbol?: ((value: unknown) => boolean) | undefined;
}

/** Where the successors of a context are written from that is no symbol. */
const NO_SYMBOL = -1;
/** Contexts that are numbers, and successors of each, in a saved model at most. */
const MAX_NAMES = 65_536;
const MAX_SUCCESSORS = 255;
/** Successors that each occurrence of a symbol counts, about. */
const SUCCESSORS_EACH = 8;

/** The memory of an expert that learns which symbols come with which contexts, in any order. */
export function createSetMemory<T>(parts: SetMemoryParts<T>): Memory {
  const { expert, symbols, contexts, areSymbols, isSymbol } = parts;
  return {
    expert,
    copy: () => copyOf(parts),
    read(section, dictionary) {
      const { numbers, fail } = section;
      const own = readValues(section, dictionary, symbols.limit, isSymbol);
      const names = readValues(section, dictionary, MAX_NAMES, (name) => typeof name === 'number');
      symbols.restore(own.map((value, i) => [i, value as T]));
      const limits = {
        width: MAX_SUCCESSORS,
        symbols: own.length,
        fail: () => fail('digits'),
      };
      let from = 0;
      for (const each of contexts) {
        const count = areSymbols ? own.length : numbers.readUpTo(names.length - from, SIZE);
        for (let i = 0; i < count; i++) {
          const width = numbers.readUpTo(MAX_SUCCESSORS, ROWS + WIDTH);
          if (width === 0) continue;
          const hash = areSymbols ? i : (names[from + i] as number);
          const rows = createSavedRows();
          readRow(numbers, ROWS, width, areSymbols ? i : NO_SYMBOL, rows, limits, true);
          each.restore(hash, rows.totals[0] as number, rows.indices, rows.counts, 0, width);
        }
        from += count;
      }
    },
    readFirstVersion: (learned) => readFirstVersion(expert, learned, symbols, contexts, isSymbol),
  };
}

function copyOf<T>({ symbols, contexts, areSymbols, successors }: SetMemoryParts<T>): MemoryCopy {
  const own = symbols.copy();
  const copies = contexts.map((each) => each.copy());
  const names = areSymbols ? [] : copies.flatMap(({ hashes }) => hashes);
  return {
    symbols: own,
    names,
    worths: () =>
      areSymbols
        ? worthsOfContexts(own.symbols, copies[0] as ContextsCopy)
        : worthsOfSuccessors(own.symbols, copies),
    write: (to) =>
      areSymbols
        ? writeSymbolSets(to, own.symbols, copies[0] as ContextsCopy, successors)
        : writeNamedSets(to, copies, own.symbols.length, successors),
  };
}

/** Indexes symbols, and what counts the occurrences of a context. */
const withItself =
  (indexOf: IndexOf): IndexOf =>
  (symbol) =>
    symbol < 0 ? ITSELF : indexOf(symbol);

/** Writes the sets of contexts that are symbols. */
function* writeSymbolSets(
  to: ContextWriter,
  own: readonly number[],
  contexts: ContextsCopy,
  successors: number,
): Generator<void, void> {
  const { symbols, indexOf } = to;
  const rows = keepRows(contexts, withItself(indexOf), undefined, successors);
  yield;
  const places = new Map(contexts.hashes.map((symbol, place) => [symbol, place]));
  yield;
  for (let index = 0; index < symbols.length; index++) {
    const item = symbols[index] as number;
    writeSet(to, rows, places.get(own[item] as number) ?? NONE, index, item);
    if (index % SLICE === SLICE - 1) yield;
  }
}

/** Writes the sets of contexts that are numbers. */
function* writeNamedSets(
  to: ContextWriter,
  copies: readonly ContextsCopy[],
  firstName: number,
  successors: number,
): Generator<void, void> {
  const { numbers, names, indexOf } = to;
  let from = 0;
  for (const contexts of copies) {
    const rows = keepRows(contexts, withItself(indexOf), undefined, successors);
    const end = from + contexts.hashes.length;
    const kept = names.filter((name) => name >= from && name < end);
    numbers.write(SIZE, kept.length);
    for (const name of kept) {
      writeSet(to, rows, name - from, NO_SYMBOL, firstName + name);
    }
    from = end;
    yield;
  }
}

/** @param place - of the context; `NONE` for one without a row */
function writeSet(
  { numbers, spend }: ContextWriter,
  rows: KeptRows,
  place: number,
  from: number,
  item: number,
): void {
  const width = rows.widths[place] ?? 0;
  numbers.write(ROWS + WIDTH, width);
  if (width > 0) writeRow(numbers, ROWS, rows, place, from);
  spend(item, rows.indices, place * rows.columns, width);
}

/** How often each symbol occurred as a context. */
function worthsOfContexts(
  symbols: readonly number[],
  { hashes, totals }: ContextsCopy,
): Uint16Array {
  const places = new Map(hashes.map((symbol, place) => [symbol, place]));
  // Each occurrence counts several successors.
  return Uint16Array.from(
    symbols,
    (symbol) => (totals[places.get(symbol) ?? -1] ?? 0) / SUCCESSORS_EACH,
  );
}

/** How often each symbol came in one context at most, and then how often each context occurred. */
function worthsOfSuccessors(
  own: readonly number[],
  contexts: readonly ContextsCopy[],
): Uint16Array {
  const most = new Map<number, number>();
  const totals: number[] = [];
  for (const each of contexts) {
    for (let place = 0; place < each.hashes.length; place++) {
      totals.push(each.totals[place] as number);
      for (let rank = 0; rank < (each.widths[place] as number); rank++) {
        const at = place * each.width + rank;
        const symbol = each.symbols[at] as number;
        most.set(symbol, Math.max(most.get(symbol) ?? 0, each.counts[at] as number));
      }
    }
  }
  return Uint16Array.from([...own.map((symbol) => most.get(symbol) ?? 0), ...totals]);
}
