import type { ContextsCopy } from '../counts/contexts.js';
import { hashOf, type Paths } from '../counts/paths.js';
import type { Symbols } from '../counts/symbols.js';
import { createFinder } from './finder.js';
import type { Memory } from './memory.js';
import { linkPaths, type PathLinks } from './pathLinks.js';
import { readFirstVersion } from './readFirstVersion.js';
import { readPaths } from './readPaths.js';
import { readValues } from './readValues.js';
import { writePaths } from './writePaths.js';

/** The widest row. */
const WIDTH = 16;

/**
 * The memory of an expert that learns sequences.
 *
 * @param symbols - the elements of the sequences
 * @param isSymbol - whether the expert can use a saved element; each if undefined
 */
export function createPathMemory<T>(
  expert: string,
  symbols: Symbols<T>,
  { contexts }: Paths,
  isSymbol?: (value: unknown) => boolean,
): Memory {
  return {
    expert,
    copy() {
      const own = symbols.copy();
      const copies = contexts.map((each) => each.copy());
      let links: PathLinks | undefined;
      return {
        symbols: own,
        names: [],
        worths: () => worthsOf(own.symbols, copies[1] as ContextsCopy),
        *write(to) {
          links ??= yield* linkPaths(own.symbols, copies);
          yield* writePaths(to, copies, links);
        },
      };
    },
    read(section, dictionary) {
      const { numbers, fail } = section;
      const own = readValues(section, dictionary, symbols.limit, isSymbol);
      readValues(section, dictionary, 0);
      symbols.restore(own.map((value, i) => [i, value as T]));
      const limits = { width: WIDTH, symbols: own.length, fail: () => fail('digits') };
      readPaths(numbers, contexts, limits);
    },
    readFirstVersion: (learned) => readFirstVersion(expert, learned, symbols, contexts, isSymbol),
  };
}

/** How often each symbol came before another one. */
function worthsOf(symbols: readonly number[], { hashes, totals }: ContextsCopy): Uint16Array {
  const find = createFinder(hashes);
  const recent = new Int32Array(1);
  const worths = new Uint16Array(symbols.length);
  for (let item = 0; item < symbols.length; item++) {
    recent[0] = symbols[item] as number;
    worths[item] = totals[find(hashOf(recent, 1))] ?? 0;
  }
  return worths;
}
