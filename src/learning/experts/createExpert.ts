import { FADE, type Expert, type Guess } from '../expert.js';
import { createPositions } from '../positions.js';
import { sameKey } from '../../options.js';
import type { Memory } from '../models/memory.js';

/** What makes an expert. `P` is the position of one reader. */
export interface ExpertParts<K, P> {
  readonly name: string;
  readonly priors: Float64Array;
  /** The position of a reader who has requested nothing yet. */
  readonly start: () => P;
  /** Moves a position to a key, and learns from it or only goes there. */
  readonly advance: (position: P, key: K, learns: boolean) => void;
  readonly guess: (position: P, depth: number, say: Guess<K>) => void;
  /** What was learned; without it there is nothing to remember. */
  readonly memory?: Memory;
}

/** How far ahead an expert looks that is used alone. */
const DEPTH = 8;
/** How many keys of a history say where a reader is. */
const LAST = 8;

/**
 * An expert: what is learned is common to all readers, a position is each reader's own. Whoever was
 * never observed is where their history leads.
 */
export function createExpert<K, P>(parts: ExpertParts<K, P>): Expert<K> {
  const { name, priors, start, advance, guess, memory } = parts;
  const positions = createPositions(start);
  let lastKey: K | undefined;

  const lead = (position: P, history: readonly K[]): P => {
    for (let i = Math.max(0, history.length - LAST); i < history.length; i++)
      advance(position, history[i] as K, false);
    return position;
  };
  const positionAt = (current: K, history: readonly K[]): P =>
    positions.last && sameKey(lastKey, current) ? positions.last : lead(start(), history);
  const expert: Expert<K> = {
    name,
    priors,
    toJSON: () => memory?.toJSON(),
    restore: (learned) => memory?.restore(learned),
    observe({ reader, key }) {
      lastKey = key;
      advance(positions.of(reader), key, true);
    },
    ended: (reader) => positions.delete(reader),
    resume(reader, history) {
      lastKey = history.at(-1);
      lead(positions.renew(reader), history);
    },
    guess: (current, history, depth, say) => guess(positionAt(current, history), depth, say),
    predict(current, history, add) {
      expert.guess(current, history, DEPTH, (key, kind, depth) =>
        add(key, (priors[kind] as number) * FADE ** (depth - 1)),
      );
    },
  };
  return expert;
}
