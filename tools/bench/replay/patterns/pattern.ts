import type { Random } from '../random.js';
import type { Key } from '../../../../src/replay/types.js';

/** A way of asking for keys, with its pace. */
export interface Pattern {
  readonly name: string;
  /** Milliseconds of one load. */
  readonly load: number;
  /** Milliseconds that an item is looked at. */
  readonly think: number;
  /** The keys, without end. */
  readonly keys: (random: Random) => Generator<Key, never>;
}
