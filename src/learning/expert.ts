import type { Access, AccessPredictor } from '../types.js';

/**
 * A predictor that learns, and says of each guess of what kind it is, so that it can be measured
 * how often guesses of a kind come true.
 */
export interface Expert<K> extends AccessPredictor<K> {
  readonly name: string;
  /** How likely guesses of each kind are taken to be before any was measured. */
  readonly priors: Float64Array;
  observe(access: Access<K>): void;
  ended(reader: number): void;
  /** Names what may be requested next, up to `depth` accesses ahead. */
  guess(
    current: K,
    history: readonly K[],
    depth: number,
    say: (key: K, kind: number, depth: number) => void,
  ): void;
  /** Goes where a history leads without learning from it, after accesses that were not observed. */
  resume(reader: number, history: readonly K[]): void;
  /**
   * What was learned, as JSON of a bounded size, with its version; undefined if there is nothing to
   * remember. Keys that are undefined, bigints, symbols, functions or objects are left out, as JSON
   * does not give back the same key.
   */
  toJSON(): unknown;
  /**
   * Takes over what `toJSON` gave, before anything is observed.
   * @throws RangeError | TypeError that names the path of what does not fit
   */
  restore(learned: never): void;
}

/** Says a guess: a key, the kind of guess, and how many accesses ahead it is meant, from 1. */
export type Guess<K> = Parameters<Expert<K>['guess']>[3];

/** What a guess meant for one access later has of the likelihood of one meant for now. */
export const FADE = 0.98;
