import type { Contexts } from '../counts/contexts.js';
import { writeKey } from './savedKey.js';
import type { Symbols } from '../counts/symbols.js';

/**
 * Symbols, the saved forms of their values, and a list of rows for each of the contexts; in all of
 * them what was met last stands at the end.
 */
export interface Kept {
  readonly symbols: readonly number[];
  readonly values: readonly unknown[];
  readonly contexts: readonly (readonly (readonly number[])[])[];
}

/** What is chosen from, and how much. */
export interface KeptFrom<T> {
  readonly symbols: Symbols<T>;
  readonly contexts: readonly Contexts[];
  /** Of how many characters the JSON is at most, and how many successors of a context are in it. */
  readonly characters: number;
  readonly successors: number;
  /**
   * Describes a context by its hash; undefined if it cannot be met again.
   * @defaultValue nothing is known of any
   */
  readonly describe?: () => (contexts: number, hash: number) => Known | undefined;
}

/** What is known of a context. */
export interface Known {
  /** The symbols that it comes after. */
  readonly needs: readonly number[];
  /** Whether another one says nearly the same. */
  readonly isEcho: boolean;
}

/** A context that could be kept. */
interface Candidate {
  readonly row: readonly number[];
  readonly contexts: number;
  /** Larger for what was met later. */
  readonly at: number;
  /** The symbols without which it means nothing. */
  readonly needs: readonly number[];
  readonly isEcho: boolean;
}

/**
 * As much of a memory as fits, the best first: contexts by how often they came, of equals those
 * with fewer symbols, then those that came last; and the symbols that they speak of. Values that
 * have no saved form are left out, and contexts whose hash is NaN or infinite.
 */
export function keepBest<T>(parts: KeptFrom<T>): Kept {
  const { symbols, contexts, characters } = parts;
  const describe = parts.describe?.() ?? (() => NOTHING);
  const candidates = contexts.flatMap((each, i) =>
    each
      .toJSON()
      .flatMap((row, at) => candidateOf(row, i, at, describe(i, row[0] as number), parts) ?? []),
  );
  candidates.sort(
    (a, b) =>
      Number(a.isEcho) - Number(b.isEcho) ||
      totalOf(b) - totalOf(a) ||
      a.contexts - b.contexts ||
      b.at - a.at,
  );
  // Each value is measured once, as keys may be long.
  const lengths = new Map<number, number>();
  const symbolLength = (symbol: number): number => {
    const length =
      lengths.get(symbol) ?? lengthOf(symbol) + lengthOf(writeKey(symbols.valueOf(symbol)));
    lengths.set(symbol, length);
    return length;
  };
  const kept = new Set<Candidate>();
  const named = new Set<number>();
  let left = characters - FRAME;
  for (const candidate of candidates) {
    const news = candidate.needs.filter((symbol) => !named.has(symbol));
    const cost = news.reduce((sum, symbol) => sum + symbolLength(symbol), lengthOf(candidate.row));
    if (cost > left) continue;
    left -= cost;
    kept.add(candidate);
    for (const symbol of news) named.add(symbol);
  }
  const pairs = symbols.toJSON().filter(([symbol]) => named.has(symbol));
  return {
    symbols: pairs.map(([symbol]) => symbol),
    values: pairs.map(([, value]) => writeKey(value)),
    contexts: contexts.map((_, i) => [...kept].filter((each) => each.contexts === i).sort((a, b) => a.at - b.at).map(({ row }) => row)), // prettier-ignore
  };
}

/** Characters of what stands around rows and symbols. */
const FRAME = 128;
const NOTHING: Known = { needs: [], isEcho: false };

function candidateOf<T>(
  [hash = 0, total = 0, ...pairs]: readonly number[],
  contexts: number,
  at: number,
  known: Known | undefined,
  { symbols, successors }: KeptFrom<T>,
): Candidate | undefined {
  const survives = (symbol: number) => writeKey(symbols.valueOf(symbol)) !== undefined;
  if (!Number.isFinite(hash) || !known?.needs.every(survives)) return undefined;
  const row = [hash, total];
  const needs = [...known.needs];
  for (let i = 0; i < pairs.length && row.length < 2 + 2 * successors; i += 2) {
    const [symbol, count] = [pairs[i] as number, pairs[i + 1] as number];
    // Below 0 it stands for no value.
    if (symbol >= 0 && !survives(symbol)) continue;
    row.push(symbol, count);
    if (symbol >= 0) needs.push(symbol);
  }
  return row.length > 2
    ? { row, contexts, at, needs: [...new Set(needs)], isEcho: known.isEcho }
    : undefined;
}

function totalOf({ row }: Candidate): number {
  return row[1] as number;
}

/** Of how many characters, with the comma behind it. */
function lengthOf(value: unknown): number {
  return JSON.stringify(value).length + 1;
}
