import type { Contexts } from '../counts/contexts.js';
import type { Symbols } from '../counts/symbols.js';
import { writeKey } from './savedKey.js';

/**
 * The parts of a memory that are saved, each with the most recently learned element last: symbols,
 * the saved forms of their values, and rows for each of the contexts.
 */
export interface Kept {
  readonly symbols: readonly number[];
  readonly values: readonly unknown[];
  readonly contexts: readonly (readonly (readonly number[])[])[];
}

/** A memory, and the limits of its saved form. */
export interface KeptFrom<T> {
  readonly symbols: Symbols<T>;
  readonly contexts: readonly Contexts[];
  /** Characters of the JSON at most. */
  readonly characters: number;
  /** Successors of a context in the JSON at most. */
  readonly successors: number;
  /**
   * Describes a context by its index in `contexts` and its hash; undefined for one that can never
   * be met again.
   * @defaultValue contexts need no symbols, and none is an echo
   */
  readonly describe?: () => (contexts: number, hash: number) => ContextDescription | undefined;
}

/** How much a context is worth in a saved model. */
export interface ContextDescription {
  /** The symbols that the context consists of. */
  readonly needs: readonly number[];
  /** Whether another context predicts nearly the same. */
  readonly isEcho: boolean;
}

/** A context that could be kept. */
interface Candidate {
  readonly row: readonly number[];
  /** Its index in `KeptFrom.contexts`. */
  readonly contexts: number;
  /** Its order: larger for one that was learned later. */
  readonly at: number;
  /** The symbols without which its row means nothing. */
  readonly needs: readonly number[];
  readonly isEcho: boolean;
}

/** Characters around rows and symbols. */
const FRAME = 128;
const NO_NEEDS: ContextDescription = { needs: [], isEcho: false };

/**
 * Keeps as much of a memory as fits, the best first: contexts by how often they came, of equals
 * those with fewer symbols, then those that came last; and the symbols that these contexts need.
 * Values without a saved form are left out, and contexts whose hash is NaN or infinite.
 */
export function keepBest<T>(parts: KeptFrom<T>): Kept {
  const { symbols, contexts } = parts;
  const named = new Set<number>();
  const kept = chooseWithin(parts, candidatesOf(parts), named);
  const pairs = symbols.toJSON().filter(([symbol]) => named.has(symbol));
  return {
    symbols: pairs.map(([symbol]) => symbol),
    values: pairs.map(([, value]) => writeKey(value)),
    contexts: contexts.map((_, i) =>
      kept
        .filter((each) => each.contexts === i)
        .sort((a, b) => a.at - b.at)
        .map(({ row }) => row),
    ),
  };
}

/** All contexts that could be kept, the best first. */
function candidatesOf<T>(parts: KeptFrom<T>): Candidate[] {
  const describe = parts.describe?.() ?? (() => NO_NEEDS);
  const candidates = parts.contexts.flatMap((each, i) =>
    each
      .toJSON()
      .flatMap((row, at) => candidateOf(row, i, at, describe(i, row[0] as number), parts) ?? []),
  );
  return candidates.sort(
    (a, b) =>
      Number(a.isEcho) - Number(b.isEcho) ||
      totalOf(b) - totalOf(a) ||
      a.contexts - b.contexts ||
      b.at - a.at,
  );
}

function candidateOf<T>(
  [hash = 0, total = 0, ...pairs]: readonly number[],
  contexts: number,
  at: number,
  description: ContextDescription | undefined,
  { symbols, successors }: KeptFrom<T>,
): Candidate | undefined {
  const survives = (symbol: number) => writeKey(symbols.valueOf(symbol)) !== undefined;
  if (!Number.isFinite(hash) || !description?.needs.every(survives)) return undefined;
  const row = [hash, total];
  const needs = [...description.needs];
  for (let i = 0; i < pairs.length && row.length < 2 + 2 * successors; i += 2) {
    const [symbol, count] = [pairs[i] as number, pairs[i + 1] as number];
    // A symbol below 0 stands for no value.
    if (symbol >= 0 && !survives(symbol)) continue;
    row.push(symbol, count);
    if (symbol >= 0) needs.push(symbol);
  }
  return row.length > 2
    ? { row, contexts, at, needs: [...new Set(needs)], isEcho: description.isEcho }
    : undefined;
}

/** The candidates that fit into the limit of characters; the symbols that they need go to `named`. */
function chooseWithin<T>(
  { symbols, characters }: KeptFrom<T>,
  candidates: readonly Candidate[],
  named: Set<number>,
): readonly Candidate[] {
  // Each value is measured once, as keys may be long.
  const lengths = new Map<number, number>();
  const symbolLength = (symbol: number): number => {
    const length =
      lengths.get(symbol) ?? lengthOf(symbol) + lengthOf(writeKey(symbols.valueOf(symbol)));
    lengths.set(symbol, length);
    return length;
  };
  const kept: Candidate[] = [];
  let left = characters - FRAME;
  for (const candidate of candidates) {
    const unnamed = candidate.needs.filter((symbol) => !named.has(symbol));
    const cost = unnamed.reduce(
      (sum, symbol) => sum + symbolLength(symbol),
      lengthOf(candidate.row),
    );
    if (cost > left) continue;
    left -= cost;
    kept.push(candidate);
    for (const symbol of unnamed) named.add(symbol);
  }
  return kept;
}

function totalOf({ row }: Candidate): number {
  return row[1] as number;
}

/** Characters of the JSON of a value, and of the comma behind it. */
function lengthOf(value: unknown): number {
  return JSON.stringify(value).length + 1;
}
