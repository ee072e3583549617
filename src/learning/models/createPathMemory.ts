import type { Contexts } from '../counts/contexts.js';
import type { Known } from './keepBest.js';
import { createMemory, type Memory } from './memory.js';
import { hashOf, type Paths } from '../counts/paths.js';
import type { Symbols } from '../counts/symbols.js';

/** How many successors of a context are kept: all that are remembered. */
const SUCCESSORS = 16;
/** A context is an echo where the shorter one says the same, with so much of its share. */
const ECHO = 0.9;

/**
 * The memory of an expert that learns sequences.
 *
 * @param symbols - what the sequences are made of
 * @param characters - of how many its JSON is at most
 */
export function createPathMemory<T>(
  expert: string,
  symbols: Symbols<T>,
  { contexts }: Paths,
  characters: number,
): Memory {
  return createMemory({
    expert,
    symbols,
    contexts,
    characters,
    successors: SUCCESSORS,
    describe() {
      const known = knownContexts(
        symbols.toJSON().map(([symbol]) => symbol),
        contexts,
      );
      return (order, hash) => known[order]?.get(hash);
    },
  });
}

/**
 * What each context comes after. A context is remembered by its hash alone, but what it comes after
 * are a symbol and what came after that, so from the symbols all are found, except those of which a
 * symbol is forgotten.
 */
function knownContexts(
  symbols: readonly number[],
  contexts: readonly Contexts[],
): readonly ReadonlyMap<number, Known>[] {
  const known = contexts.map(() => new Map<number, Known>());
  const note = (order: number, recent: readonly number[]): void => {
    const [own, shorter] = [contexts[order] as Contexts, contexts[order - 1]];
    const hash = hashOf(recent, order);
    const place = own.find(hash);
    if (place < 0) return;
    const isEcho =
      order > 1 &&
      shorter !== undefined &&
      echoes(own, place, shorter, shorter.find(hashOf(recent, order - 1)));
    known[order]?.set(hash, { needs: recent, isEcho });
  };
  note(0, []);
  for (const symbol of symbols) note(1, [symbol]);
  for (let order = 1; order < contexts.length - 1; order++) {
    const own = contexts[order] as Contexts;
    for (const [hash, { needs }] of known[order] ?? []) {
      const place = own.find(hash);
      for (let rank = 0; rank < own.widthAt(place); rank++)
        note(order + 1, [own.symbolAt(place, rank), ...needs]);
    }
  }
  return known;
}

/** Whether a context says little that the shorter one does not. */
function echoes(own: Contexts, place: number, shorter: Contexts, at: number): boolean {
  if (at < 0 || own.symbolAt(place, 0) !== shorter.symbolAt(at, 0)) return false;
  return (
    shorter.countAt(at, 0) * own.totalAt(place) >=
    ECHO * own.countAt(place, 0) * shorter.totalAt(at)
  );
}
