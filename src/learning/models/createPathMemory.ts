import type { Contexts } from '../counts/contexts.js';
import { hashOf, type Paths } from '../counts/paths.js';
import type { Symbols } from '../counts/symbols.js';
import type { ContextDescription } from './keepBest.js';
import { createMemory, type Memory } from './memory.js';

/** Successors of a context that are kept: all of them. */
const SUCCESSORS = 16;
/**
 * A context is an echo if the shorter one predicts the same symbol, with at least this part of its
 * share.
 */
const ECHO = 0.9;

/**
 * The memory of an expert that learns sequences.
 *
 * @param symbols - the elements of the sequences
 * @param characters - characters of its JSON at most
 * @param isSymbol - whether the expert can use a saved element; each if undefined
 */
export function createPathMemory<T>(
  expert: string,
  symbols: Symbols<T>,
  { contexts }: Paths,
  characters: number,
  isSymbol?: (value: unknown) => boolean,
): Memory {
  return createMemory({
    expert,
    isSymbol,
    symbols,
    contexts,
    characters,
    successors: SUCCESSORS,
    describe() {
      const known = describeContexts(
        symbols.toJSON().map(([symbol]) => symbol),
        contexts,
      );
      return (order, hash) => known[order]?.get(hash);
    },
  });
}

/**
 * Finds the symbols of each context, by order and hash. `Contexts` has hashes alone, but a context
 * is one of its symbols and a successor of the shorter context before it, so all are found from the
 * symbols; those with a forgotten symbol are not.
 */
function describeContexts(
  symbols: readonly number[],
  contexts: readonly Contexts[],
): readonly ReadonlyMap<number, ContextDescription>[] {
  const known = contexts.map(() => new Map<number, ContextDescription>());
  const add = (order: number, recent: readonly number[]): void => {
    const [own, shorter] = [contexts[order] as Contexts, contexts[order - 1]];
    const hash = hashOf(recent, order);
    const place = own.find(hash);
    if (place < 0) return;
    const isEcho =
      order > 1 &&
      shorter !== undefined &&
      predictsTheSame(own, place, shorter, shorter.find(hashOf(recent, order - 1)));
    known[order]?.set(hash, { needs: recent, isEcho });
  };
  add(0, []);
  for (const symbol of symbols) add(1, [symbol]);
  for (let order = 1; order < contexts.length - 1; order++) {
    const own = contexts[order] as Contexts;
    for (const [hash, { needs }] of known[order] ?? []) {
      const place = own.find(hash);
      for (let rank = 0; rank < own.widthAt(place); rank++)
        add(order + 1, [own.symbolAt(place, rank), ...needs]);
    }
  }
  return known;
}

/** Whether the context at `place` predicts nearly the same as the shorter one at `shorterPlace`. */
function predictsTheSame(
  own: Contexts,
  place: number,
  shorter: Contexts,
  shorterPlace: number,
): boolean {
  if (shorterPlace < 0 || own.symbolAt(place, 0) !== shorter.symbolAt(shorterPlace, 0))
    return false;
  return (
    shorter.countAt(shorterPlace, 0) * own.totalAt(place) >=
    ECHO * own.countAt(place, 0) * shorter.totalAt(shorterPlace)
  );
}
