import type { Key } from '../../../src/replay/types.js';

/** What a reader asks for, and how fast. */
export interface Trace {
  readonly name: string;
  readonly keys: readonly Key[];
  /** The index of the first key of each session; undefined if sessions are not known. */
  readonly starts?: readonly number[];
  /** Milliseconds of one load. */
  readonly load: number;
  /** Milliseconds that an item is looked at. */
  readonly think: number;
}
