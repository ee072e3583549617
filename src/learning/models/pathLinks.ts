import type { ContextsCopy } from '../counts/contexts.js';
import { hashOf } from '../counts/paths.js';
import { createFinder } from './finder.js';

/**
 * Where the contexts of sequences are: `Contexts` has their hashes alone, but each sequence is one
 * of its symbols and a successor of the shorter sequence before it.
 */
export interface PathLinks {
  /** By symbol, as in the copy of all symbols: the place of the context of this symbol; -1 if none. */
  readonly ofSymbols: Int32Array;
  /**
   * By order, and by place and rank: the place of the context that is longer by the successor; -1
   * if it is unknown.
   */
  readonly longer: readonly Int32Array[];
}

/** Finds the contexts of orders 1 to 3, in slices. */
export function* linkPaths(
  symbols: readonly number[],
  contexts: readonly ContextsCopy[],
): Generator<void, PathLinks> {
  const [, one, two, three] = contexts as [ContextsCopy, ContextsCopy, ContextsCopy, ContextsCopy];
  const findOne = createFinder(one.hashes);
  yield;
  const findTwo = createFinder(two.hashes);
  yield;
  const findThree = createFinder(three.hashes);
  yield;
  /** The symbols of a sequence, the newest first. */
  const recent = new Int32Array(3);
  const ofSymbols = new Int32Array(symbols.length);
  const afterOne = new Int32Array(one.symbols.length).fill(-1);
  const afterTwo = new Int32Array(two.symbols.length).fill(-1);
  const linkTwo = (place: number, first: number, second: number): void => {
    recent[2] = first;
    recent[1] = second;
    const from = place * two.width;
    for (let at = from; at < from + (two.widths[place] as number); at++) {
      recent[0] = two.symbols[at] as number;
      afterTwo[at] = findThree(hashOf(recent, 3));
    }
  };
  const link = (item: number): void => {
    const symbol = symbols[item] as number;
    recent[0] = symbol;
    const place = findOne(hashOf(recent, 1));
    ofSymbols[item] = place;
    if (place < 0) return;
    const from = place * one.width;
    for (let at = from; at < from + (one.widths[place] as number); at++) {
      const next = one.symbols[at] as number;
      recent[0] = next;
      recent[1] = symbol;
      const placeOfTwo = (afterOne[at] = findTwo(hashOf(recent, 2)));
      if (placeOfTwo >= 0) linkTwo(placeOfTwo, symbol, next);
    }
  };
  for (let item = 0; item < symbols.length; item++) {
    link(item);
    if (item % SLICE === SLICE - 1) yield;
  }
  return { ofSymbols, longer: [new Int32Array(0), afterOne, afterTwo, new Int32Array(0)] };
}

/** Symbols that are linked in one slice. */
const SLICE = 2048;
