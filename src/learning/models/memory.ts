import type { SymbolsCopy } from '../counts/symbols.js';
import type { DictionaryReader, SavedSection } from './dictionaryReader.js';
import type { IndexOf } from './keptRows.js';
import type { NumberWriter } from './numberWriter.js';

/** The memory of an expert, which can be saved and restored. */
export interface Memory {
  /** The name of the expert: a memory of another one is refused. */
  readonly expert: string;
  /** A copy, which later requests do not change. */
  copy(): MemoryCopy;
  /** Takes over a section of a saved model, before anything is learned. */
  read(section: SavedSection, dictionary: DictionaryReader): void;
  /** Takes over a saved memory of version 1, before anything is learned. */
  readFirstVersion(learned: unknown): void;
}

/** A copy of a memory. */
export interface MemoryCopy {
  readonly symbols: SymbolsCopy<unknown>;
  /** Numbers of contexts that are no symbols. */
  readonly names: readonly number[];
  /** How often each symbol came, and then each name: a measure of what it is worth. */
  worths(): ArrayLike<number>;
  /** Writes the contexts, in slices. */
  readonly write: (to: ContextWriter) => Generator<void, void>;
}

/** What a memory writes its contexts with. */
export interface ContextWriter {
  readonly numbers: NumberWriter;
  /** The symbols that are saved, each as its index in `MemoryCopy.symbols`. */
  readonly symbols: readonly number[];
  /** The names that are saved, each as its index in `MemoryCopy.names`. */
  readonly names: readonly number[];
  readonly indexOf: IndexOf;
  /**
   * Charges the bits since the last call to a context and some of its successors, in equal parts.
   *
   * @param item - the context: the index of a symbol, or behind all symbols that of a name
   * @param successors - their indices, from `from` on
   */
  readonly spend: (item: number, successors: Int32Array, from: number, width: number) => void;
}

/** Contexts that are written in one slice. */
export const SLICE = 1024;
