import { expected } from '../../options.js';
import { areRows } from './areRows.js';
import { keepBest, type KeptFrom, type Kept } from './keepBest.js';
import { readKey } from './savedKey.js';

/** What an expert remembers, as JSON of a bounded size. */
export interface Memory {
  toJSON(): MemoryJson;
  /**
   * Takes over what `toJSON` gave, before anything is learned.
   * @throws RangeError | TypeError that names the path of what does not fit
   */
  restore(learned: unknown): void;
}

/** What is kept of a memory. */
export interface MemoryJson extends Kept {
  readonly version: 1;
  readonly expert: string;
}

/** What a memory is made of. */
export interface MemoryParts<T> extends KeptFrom<T> {
  /** The name of the expert, so that no other one takes it over. */
  readonly expert: string;
}

const VERSION = 1;

/** Nothing of its own: it writes and reads its parts. */
export function createMemory<T>(parts: MemoryParts<T>): Memory {
  const { expert, symbols, contexts } = parts;
  const isFit = (json: Partial<Record<keyof MemoryJson, unknown>>): boolean =>
    json.expert === expert &&
    areRows([json.symbols]) &&
    Array.isArray(json.values) &&
    Array.isArray(json.contexts) &&
    json.contexts.length === contexts.length &&
    json.contexts.every(areRows);
  return {
    toJSON: () => ({ version: VERSION, expert, ...keepBest(parts) }),
    restore(learned) {
      const what = `what \`toJSON\` of \`${expert}\` gave`;
      if (typeof learned !== 'object' || learned === null) throw expected(expert, what, learned);
      const json = learned as MemoryJson;
      if ((json.version as unknown) !== VERSION)
        throw expected(`${expert}.version`, `${VERSION}`, json.version, RangeError);
      if (!isFit(json)) throw expected(expert, what, json);
      const pairs = json.symbols.map((symbol, i) => {
        const value = readKey(json.values[i]);
        if (value === undefined) throw expected(`${expert}.values[${i}]`, what, json.values[i]);
        return [symbol, value as T] as const;
      });
      symbols.restore(pairs);
      json.contexts.forEach((rows, i) => contexts[i]?.restore(rows));
    },
  };
}
