import { expected } from '../../options.js';
import type { Contexts } from '../counts/contexts.js';
import type { Symbols } from '../counts/symbols.js';
import { areRows } from './areRows.js';
import { readKey } from '../../structures/savedKey.js';

/** A saved memory of version 1. */
interface FirstVersion {
  readonly expert: string;
  readonly symbols: readonly number[];
  readonly values: readonly unknown[];
  readonly contexts: readonly (readonly (readonly number[])[])[];
}

/**
 * Restores a saved memory of version 1.
 * @throws TypeError that names the path of a part that does not fit
 */
export function readFirstVersion<T>(
  expert: string,
  learned: unknown,
  symbols: Symbols<T>,
  contexts: readonly Contexts[],
  isSymbol: (value: unknown) => boolean = () => true,
): void {
  const what = `what \`toJSON\` of \`${expert}\` gave`;
  const json = learned as FirstVersion;
  const isFit =
    json.expert === expert &&
    areRows([json.symbols]) &&
    Array.isArray(json.values) &&
    Array.isArray(json.contexts) &&
    json.contexts.length === contexts.length &&
    json.contexts.every(areRows);
  if (!isFit) throw expected(expert, what, json);
  const pairs = json.symbols.map((symbol, i) => {
    const value = readKey(json.values[i]);
    if (value === undefined || !isSymbol(value))
      throw expected(`${expert}.values[${i}]`, what, json.values[i]);
    return [symbol, value as T] as const;
  });
  symbols.restore(pairs);
  json.contexts.forEach((rows, i) => {
    for (const [hash = 0, total = 0, ...pairs] of rows) {
      const [symbolsOf, counts] = [0, 1].map((odd) => pairs.filter((_, at) => at % 2 === odd));
      contexts[i]?.restore(hash, total, symbolsOf ?? [], counts ?? [], 0, pairs.length >> 1);
    }
  });
}
