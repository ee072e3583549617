import type { ContextsCopy } from '../counts/contexts.js';

/** The index of a symbol in a saved model; `UNSAVED` for one that is not saved. */
export type IndexOf = (symbol: number) => number;

/** The place of a context that is unknown. */
export const NONE = -1;
/** The symbol that counts the occurrences of a context itself, and its index. */
export const ITSELF = -1;
/** The index of a symbol that is not saved. */
export const UNSAVED = -2;

/** The rows of contexts, with those of their successors that are saved, by place. */
export interface KeptRows {
  /** How many columns each row has. */
  readonly columns: number;
  readonly widths: Uint8Array;
  /** Counts of other successors. */
  readonly excess: Uint16Array;
  /** By `place * columns + rank`: the index of the symbol in the saved model, and its count. */
  readonly indices: Int32Array;
  readonly counts: Uint8Array;
  /** By `place * columns + rank`: the place of the context that is longer by the successor. */
  readonly longer: Int32Array;
}

/**
 * Keeps the successors that are saved.
 *
 * @param longer - by place and rank in the copy: the place of the longer context
 * @param most - successors of a context at most
 */
export function keepRows(
  { width: columns, symbols, counts, widths, totals, hashes }: ContextsCopy,
  indexOf: IndexOf,
  longer?: Int32Array,
  most = columns,
): KeptRows {
  const size = hashes.length;
  const kept = {
    columns,
    widths: new Uint8Array(size),
    excess: new Uint16Array(size),
    indices: new Int32Array(size * columns),
    counts: new Uint8Array(size * columns),
    longer: new Int32Array(longer ? size * columns : 0),
  };
  for (let place = 0; place < size; place++) {
    const from = place * columns;
    let to = from;
    let excess = totals[place] as number;
    for (let at = from; at < from + (widths[place] as number) && to < from + most; at++) {
      const count = counts[at] as number;
      const index = indexOf(symbols[at] as number);
      if (index === UNSAVED || count === 0) continue;
      kept.indices[to] = index;
      kept.counts[to] = count;
      if (longer) kept.longer[to] = longer[at] as number;
      to++;
      excess -= count;
    }
    kept.widths[place] = to - from;
    kept.excess[place] = Math.max(0, excess);
  }
  return kept;
}
