import { chooseItems } from './chooseItems.js';
import { createDictionaryWriter, type DictionaryWriter, type Section } from './dictionaryWriter.js';
import { SLICE, type MemoryCopy } from './memory.js';
import { createNumberWriter } from './numberWriter.js';
import { SIZE } from './columns.js';
import type { SymbolsCopy } from '../counts/symbols.js';
import { UNSAVED, type IndexOf } from './keptRows.js';
import { writeKey } from '../../structures/savedKey.js';

/** A saved memory. */
export interface MemoryJson {
  /** Values that are neither integers nor strings. */
  readonly values: readonly unknown[];
  /** The strings, each without what it shares with the one before it. */
  readonly text: string;
  /** All numbers. */
  readonly digits: string;
}

/** Puts saved memories into a model; gets the values of all, in the order of the dictionary. */
export type Assemble<M> = (memories: readonly MemoryJson[], values: readonly unknown[]) => M;

/** What may be saved of some memories. */
interface Contents {
  readonly copies: readonly MemoryCopy[];
  /** All values of all memories, each once. */
  readonly values: readonly unknown[];
  /** By memory and item: the number of its value; `UNSAVED` for one that is not saved. */
  readonly ids: readonly Int32Array[];
  /** By value: what it is worth. */
  readonly worths: Uint16Array;
}

/** Models that are written after the first one at most, while they fill less of it than this part. */
const MAX_ATTEMPTS = 5;
const ENOUGH = 0.8;
/** Part of the characters that is aimed at, as costs are estimated. */
const AIM = 0.97;
const BITS_PER_CHARACTER = 6;

/**
 * Saves memories within a number of characters, in slices.
 *
 * What fits is saved. Otherwise the values that came most often are kept, of equals the latest, with
 * all contexts of these values: what a value costs is measured while all are written.
 */
export function* saveModel<M>(
  copies: readonly MemoryCopy[],
  maxCharacters: number,
  assemble: Assemble<M>,
): Generator<void, M> {
  const contents = yield* numberValues(copies);
  const costs = new Float64Array(contents.values.length);
  const all = yield* writeModel(contents, costs.slice().fill(1), maxCharacters, assemble, costs);
  if (all.model) return all.model;
  const nothing = yield* writeModel(contents, costs.slice(), Infinity, assemble);
  // Costs of the values that are kept, and the characters of their model: too few, and too many.
  let [low, lowSize] = [0, nothing.characters];
  let [high, highSize] = [costs.reduce((sum, cost) => sum + cost, 0), all.characters];
  let best = nothing.model as M;
  let room = AIM * maxCharacters * BITS_PER_CHARACTER;
  for (let left = MAX_ATTEMPTS; left > 0 && lowSize < ENOUGH * maxCharacters; left--) {
    const isKept = chooseItems(contents.worths, costs, room);
    const { model, characters } = yield* writeModel(contents, isKept, maxCharacters, assemble);
    if (model) [best, low, lowSize] = [model, room, characters];
    else [high, highSize] = [room, characters];
    room = low + ((high - low) * (AIM * maxCharacters - lowSize)) / (highSize - lowSize);
  }
  return best;
}

/** Writes a model of some values; without the model if it has too many characters. */
function* writeModel<M>(
  contents: Contents,
  isKept: ArrayLike<number>,
  maxCharacters: number,
  assemble: Assemble<M>,
  costs?: Float64Array,
): Generator<void, { readonly model?: M; readonly characters: number }> {
  const { characters, memories, values } = yield* writeMemories(contents, isKept, costs);
  yield;
  if (characters > maxCharacters) return { characters };
  const model = assemble(memories(), values());
  const { length } = JSON.stringify(model);
  return length > maxCharacters ? { characters: length } : { model, characters: length };
}

/** Numbers all values that have a saved form. */
function* numberValues(copies: readonly MemoryCopy[]): Generator<void, Contents> {
  const numbers = new Map<unknown, number>();
  const values: unknown[] = [];
  const worths: number[] = [];
  const idOf = (value: unknown): number => {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    if (writeKey(value) === undefined) return UNSAVED;
    worths.push(0);
    numbers.set(value, values.length);
    return values.push(value) - 1;
  };
  const ids: Int32Array[] = [];
  for (const copy of copies) {
    const own = copy.worths();
    yield;
    const items = copy.symbols.values.concat(copy.names);
    const idsOfItems = new Int32Array(items.length);
    ids.push(idsOfItems);
    for (let item = 0; item < items.length; item++) {
      const id = (idsOfItems[item] = idOf(items[item]));
      if (id !== UNSAVED) worths[id] = Math.max(worths[id] as number, own[item] as number);
      if (item % SLICE === SLICE - 1) yield;
    }
  }
  return { copies, values, ids, worths: Uint16Array.from(worths) };
}

/** Writes all memories, of their values those that are kept; adds up what each value costs. */
function* writeMemories(
  { copies, values, ids, worths }: Contents,
  isKept: ArrayLike<number>,
  costs: Float64Array | undefined,
) {
  const dictionary = createDictionaryWriter(values);
  const sections: Section[] = [];
  let characters = 0;
  for (let i = 0; i < copies.length; i++) {
    const section = { numbers: createNumberWriter(), texts: [], others: [] };
    sections.push(section);
    characters += yield* writeMemory(
      section,
      dictionary,
      copies[i] as MemoryCopy,
      ids[i] as Int32Array,
      isKept,
      worths,
      costs,
    );
    characters += section.numbers.bits / BITS_PER_CHARACTER;
  }
  return {
    characters,
    values: () => dictionary.written.map((id) => values[id]),
    memories: () =>
      sections.map(({ numbers, texts, others }): MemoryJson => ({
        values: others,
        text: texts.join(''),
        digits: numbers.toString(),
      })),
  };
}

function* writeMemory(
  section: Section,
  dictionary: DictionaryWriter,
  { symbols, names, write }: MemoryCopy,
  ids: Int32Array,
  isKept: ArrayLike<number>,
  worths: Uint16Array,
  costs: Float64Array | undefined,
): Generator<void, number> {
  const { numbers } = section;
  let characters = 0;
  let spentBits = 0;
  const note = (id: number, cost: number): void => {
    if (costs) costs[id] = (costs[id] as number) + cost;
  };
  // A successor is saved with its context only if both are kept, so it belongs to what is worth less.
  const spend = (item: number, successors: Int32Array, from: number, width: number): void => {
    const each = (numbers.bits - spentBits) / Math.max(1, width);
    spentBits = numbers.bits;
    const id = ids[item] as number;
    if (width === 0) note(id, each);
    for (let at = from; at < from + width; at++) {
      const index = successors[at] as number;
      const other = index < 0 ? id : (ids[own[index] as number] as number);
      note((worths[other] as number) < (worths[id] as number) ? other : id, each);
    }
  };
  const kept = (from: number, count: number): number[] => {
    const items: number[] = [];
    for (let item = from; item < from + count; item++) {
      const id = ids[item] as number;
      if (id !== UNSAVED && isKept[id] === 1) items.push(item);
    }
    return items;
  };
  const writeItems = (items: readonly number[]): void => {
    numbers.write(SIZE, items.length);
    for (const item of items) {
      const text = dictionary.write(section, ids[item] as number);
      characters += text;
      note(ids[item] as number, numbers.bits - spentBits + BITS_PER_CHARACTER * text);
      spentBits = numbers.bits;
    }
  };
  const own = kept(0, symbols.symbols.length);
  const ownNames = kept(symbols.symbols.length, names.length);
  writeItems(own);
  yield;
  writeItems(ownNames);
  yield;
  yield* write({
    numbers,
    symbols: own,
    names: ownNames.map((item) => item - symbols.symbols.length),
    indexOf: indexOf(symbols, own),
    spend: costs ? spend : () => undefined,
  });
  return characters;
}

/** The index of each symbol among those that are kept. */
function indexOf({ symbols, limit }: SymbolsCopy<unknown>, kept: readonly number[]): IndexOf {
  // By the lower bits of a symbol, which no two symbols share.
  const indices = new Int32Array(limit).fill(UNSAVED);
  const known = new Int32Array(limit).fill(UNSAVED);
  kept.forEach((item, index) => {
    const symbol = symbols[item] as number;
    indices[symbol & (limit - 1)] = index;
    known[symbol & (limit - 1)] = symbol;
  });
  return (symbol) => {
    const place = symbol & (limit - 1);
    return known[place] === symbol ? (indices[place] as number) : UNSAVED;
  };
}
