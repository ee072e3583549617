import { expected, sameKey } from '../../options.js';
import type { Access, AccessPredictor } from '../../types.js';
import { createBlend } from './blend.js';
import { FADE, type Expert } from '../expert.js';
import { createGuesses, type Guesses } from './forecasts.js';
import { createPopularity } from './popularity.js';
import { createPositions } from '../positions.js';
import { createPrecision } from './precision.js';

/** What was said of a key, and by whom. */
export interface Said {
  readonly likelihood: number;
  readonly expert: string;
}

/** Experts as one predictor. */
export interface Mixer<K> extends AccessPredictor<K> {
  observe(access: Access<K>): void;
  /**
   * A reader has ended. Its open guesses are not judged: nobody knows what it would have requested.
   */
  ended(reader: number): void;
  /** What was last said of a key to the reader that moved last; undefined if nothing. */
  said(key: K): Said | undefined;
  /** What was learned, as JSON. */
  toJSON(): MixerJson;
  /**
   * Takes over what `toJSON` gave.
   * @throws RangeError | TypeError that names what does not fit, such as what other experts learned
   */
  restore(learned: MixerJson): void;
}

/** What a mixer has learned. */
export interface MixerJson {
  /** What each expert learned, by its name; null if it has nothing to remember. */
  readonly experts: Readonly<Record<string, unknown>>;
  /** How often guesses of each kind came true: the kind, its worth, its trials. */
  readonly precision: readonly (readonly number[])[];
  /**
   * How much is made of what the experts of a set say together: the set, a weight each, and what is
   * added.
   */
  readonly weights: readonly (readonly number[])[];
}

/** What steers a mixer. */
export interface Steering {
  /** How many accesses ahead experts look. */
  readonly depth: number;
  /** From which likelihood on a key is prefetched. */
  readonly threshold: number;
  /**
   * Within how many accesses what is guessed is to be requested; a reader goes by what it is at its
   * first access.
   */
  readonly horizon: number;
  /** Milliseconds between accesses, as a moving average. */
  readonly pace: number;
}

/**
 * After so many hits in a row, without a key in sight that is worth a load, only one access in so
 * many is looked at; but only where less than so many milliseconds lie between them: else the time
 * is there.
 */
const CALM = 64;
const PAUSE = 32;
const HURRY = 1;

/** One reader, as the mixer sees it. */
interface Reader<K> {
  readonly guesses: Guesses<K>;
  /** How many accesses in a row were hits with nothing to load. */
  calm: number;
  /** Whether accesses were passed over, so that the experts do not know where it is. */
  lost: boolean;
}

/**
 * Experts whose guesses are measured, each kind of guess by itself: a key is as likely as the share
 * of such guesses that came true, beyond what would have been by chance. What is said of one key is
 * blended into one likelihood.
 */
export function createMixer<K>(experts: readonly Expert<K>[], steering: Steering): Mixer<K> {
  const priors = Float64Array.from(experts.flatMap((expert) => [...expert.priors]));
  const kinds = priors.length;
  const firsts = experts.map((_, i) =>
    experts.slice(0, i).reduce((sum, { priors: { length } }) => sum + length, 0),
  );
  // Guesses whose key was resident are measured apart: else popular keys make a useless expert look
  // good.
  const precision = createPrecision(Float64Array.from([...priors, ...priors]));
  const blend = createBlend(experts.length);
  const popularity = createPopularity<K>();
  const readers = createPositions<Reader<K>>(() => ({
    guesses: createGuesses<K>(precision, blend, experts.length, steering.horizon),
    calm: 0,
    lost: false,
  }));

  // The access that was observed last.
  let lastKey: K | undefined;
  let lastReader = 0;
  let asleep = false;
  let access: Access<K> | undefined;
  // What is being asked: an expert, and where its kinds begin.
  let expert = 0;
  let first = 0;
  let guesses: Guesses<K> | undefined;

  const hear = (key: K, kind: number, depth: number): void => {
    if (sameKey(key, lastKey)) return;
    let slot = first + kind;
    const chance = popularity.within(key, steering.horizon);
    const isResident = access?.isResident(key) ?? false;
    if (isResident) slot += kinds;
    guesses?.say(key, expert, slot, precision.of(slot) * FADE ** (depth - 1), chance, isResident);
  };
  /** Whether anything is worth loading or nearly so. */
  const sees = (reader: Reader<K>): boolean => {
    let seen = false;
    reader.guesses.each((key, likelihood) => {
      if (likelihood * 2 >= steering.threshold && !access?.isResident(key)) seen = true;
    });
    return seen;
  };
  /** Tells the experts from one on, also where one of them throws. */
  const endFrom = (one: number, reader: number): void => {
    if (one === experts.length) return;
    try {
      experts[one]?.ended(reader);
    } finally {
      endFrom(one + 1, reader);
    }
  };

  return {
    observe(now) {
      const reader = readers.of(now.reader);
      access = now;
      lastKey = now.key;
      lastReader = now.reader;
      reader.calm = now.outcome === 'hit' ? reader.calm + 1 : 0;
      asleep = steering.pace < HURRY && reader.calm > CALM && reader.calm % PAUSE !== 0;
      if (asleep) {
        if (!reader.lost) reader.guesses.clear();
        reader.lost = true;
        return;
      }
      if (reader.lost) return;
      reader.guesses.settle(now.key);
      popularity.count(now.key);
      for (const one of experts) one.observe(now);
    },
    ended(reader) {
      readers.delete(reader);
      endFrom(0, reader);
    },
    predict(current, history, add) {
      const reader = readers.last;
      if (!reader || !sameKey(lastKey, current)) {
        experts.forEach((one, i) => {
          const from = firsts[i] as number;
          one.guess(current, history, steering.depth, (key, kind, depth) =>
            add(key, precision.of(from + kind) * FADE ** (depth - 1)),
          );
        });
        return;
      }
      if (asleep) return;
      if (reader.lost) for (const one of experts) one.resume(lastReader, history);
      reader.lost = false;
      ({ guesses } = reader);
      for (expert = 0; expert < experts.length; expert++) {
        first = firsts[expert] as number;
        (experts[expert] as Expert<K>).guess(current, history, steering.depth, hear);
      }
      guesses.mix();
      guesses.each(add);
      if (reader.calm >= CALM && sees(reader)) reader.calm = 0;
    },
    said(key) {
      const found = readers.last?.guesses.find(key);
      return found && { likelihood: found.likelihood, expert: experts[found.expert]?.name ?? '' };
    },
    toJSON: () => ({
      experts: Object.fromEntries(experts.map((one) => [one.name, one.toJSON() ?? null])),
      precision: precision.toJSON(),
      weights: blend.toJSON(),
    }),
    restore(learned) {
      // A database may give the names in another order.
      const namesOf = (names: string[]): string => names.sort().join(', ');
      const own = namesOf(experts.map(({ name }) => name));
      const others = namesOf(Object.keys(learned.experts));
      if (others !== own)
        throw expected('from.learned.experts', `those of ${own}`, others, RangeError);
      for (const one of experts) {
        const memory = learned.experts[one.name];
        if (memory !== null) one.restore(memory as never);
      }
      precision.restore(learned.precision);
      blend.restore(learned.weights);
    },
  };
}
