import { sameKey } from '../../options.js';
import { discount, type AddPrediction, type Expert } from '../expert.js';
import { runSlices } from '../models/runSlices.js';
import type { Memory } from '../models/memory.js';
import { restoreMemory, saveMemory } from '../models/memoryJson.js';
import { maxCharactersOf } from '../models/saveOptions.js';
import { createPositions } from '../positions.js';

/** The parts that differ between experts. `P` is the position of one reader. */
export interface ExpertParts<K, P> {
  readonly name: string;
  readonly priors: Float64Array;
  /** The position of a reader that has requested nothing yet. */
  readonly start: () => P;
  /**
   * Moves a position to a key; learns from the move if `learns`.
   *
   * @param place - for a reader of views, whether the key is the first of its view
   */
  readonly advance: (position: P, key: K, learns: boolean, place: ViewPlace | undefined) => void;
  /** Adds predictions up to `depth` requests ahead of a position. */
  readonly predict: (position: P, depth: number, add: AddPrediction<K>) => void;
  /** Saves and restores what was learned. @defaultValue none */
  readonly memory?: Memory;
}

/** The place of a key among those that entered with its view. */
export type ViewPlace = 'first' | 'further';

/** The position of one reader, and the number of its last view. */
interface Place<P> {
  readonly own: P;
  view: number | undefined;
}

/** Requests ahead of an expert that is used without a mixer. */
const DEPTH = 8;
/** Last keys of a history from which a position is rebuilt. */
const REPLAYED = 8;

/**
 * Makes an expert of its parts: all readers share its memory, and each has a position of its own.
 * For a reader that was never observed the position is rebuilt from the history.
 */
export function createExpert<K, P>(parts: ExpertParts<K, P>): Expert<K> {
  const { name, priors, start, advance, predict, memory } = parts;
  const positions = createPositions<Place<P>>(() => ({ own: start(), view: undefined }));
  let lastKey: K | undefined;

  const follow = (position: P, history: readonly K[]): P => {
    for (let i = Math.max(0, history.length - REPLAYED); i < history.length; i++)
      advance(position, history[i] as K, false, undefined);
    return position;
  };
  const positionAt = (current: K, history: readonly K[]): P =>
    positions.last && sameKey(lastKey, current) ? positions.last.own : follow(start(), history);
  const expert: Expert<K> = {
    name,
    priors,
    memory,
    toJSON: (options) => memory && runSlices(saveMemory(memory, maxCharactersOf(options))),
    restore: (learned) => memory && restoreMemory(memory, learned),
    observe({ reader, key, view }) {
      const position = positions.of(reader);
      const isFirst = view === undefined || view !== position.view;
      position.view = view;
      lastKey = key;
      advance(
        position.own,
        key,
        true,
        view === undefined ? undefined : isFirst ? 'first' : 'further',
      );
    },
    ended: (reader) => positions.delete(reader),
    resume(reader, history) {
      lastKey = history.at(-1);
      follow(positions.renew(reader).own, history);
    },
    predictByKind: (current, history, depth, add) =>
      predict(positionAt(current, history), depth, add),
    predict(current, history, add) {
      expert.predictByKind(current, history, DEPTH, (key, kind, ahead) =>
        add(key, (priors[kind] as number) * discount(ahead)),
      );
    },
  };
  return expert;
}
