import { expected } from '../../options.js';
import { areRows } from './areRows.js';
import { keepBest, type Kept, type KeptFrom } from './keepBest.js';
import { readKey } from './savedKey.js';

/** The memory of an expert, saved as JSON of a bounded size. */
export interface Memory {
  /** @param characters - of the JSON at most; its usual limit if undefined */
  toJSON(characters?: number): MemoryJson;
  /**
   * Takes over the result of `toJSON`, before anything is learned.
   * @throws RangeError | TypeError that names the path of a part that does not fit
   */
  restore(learned: unknown): void;
}

/** A saved memory. */
export interface MemoryJson extends Kept {
  readonly version: 1;
  readonly expert: string;
}

/** What a memory saves and restores. */
export interface MemoryParts<T> extends KeptFrom<T> {
  /** The name of the expert: a memory of another one is refused. */
  readonly expert: string;
  /** Whether the expert can use a saved symbol. @defaultValue it can use each */
  readonly isSymbol?: ((value: unknown) => boolean) | undefined;
}

const VERSION = 1;

/** Saves and restores the symbols and contexts of an expert. */
export function createMemory<T>(parts: MemoryParts<T>): Memory {
  const { expert, symbols, contexts, isSymbol = () => true } = parts;
  const isFit = (json: Partial<Record<keyof MemoryJson, unknown>>): boolean =>
    json.expert === expert &&
    areRows([json.symbols]) &&
    Array.isArray(json.values) &&
    Array.isArray(json.contexts) &&
    json.contexts.length === contexts.length &&
    json.contexts.every(areRows);
  return {
    toJSON: (characters = parts.characters) => ({
      version: VERSION,
      expert,
      ...keepBest({ ...parts, characters }),
    }),
    restore(learned) {
      const what = `what \`toJSON\` of \`${expert}\` gave`;
      if (typeof learned !== 'object' || learned === null) throw expected(expert, what, learned);
      const json = learned as MemoryJson;
      if ((json.version as unknown) !== VERSION)
        throw expected(`${expert}.version`, `${VERSION}`, json.version, RangeError);
      if (!isFit(json)) throw expected(expert, what, json);
      const pairs = json.symbols.map((symbol, i) => {
        const value = readKey(json.values[i]);
        if (value === undefined || !isSymbol(value))
          throw expected(`${expert}.values[${i}]`, what, json.values[i]);
        return [symbol, value as T] as const;
      });
      symbols.restore(pairs);
      json.contexts.forEach((rows, i) => contexts[i]?.restore(rows));
    },
  };
}
