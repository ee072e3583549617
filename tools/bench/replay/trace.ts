import type { Key } from '../../../src/replay/types.js';

/** What a reader asks for, and how fast. */
export interface Trace {
  readonly name: string;
  readonly keys: readonly Key[];
  /** Milliseconds of one load. */
  readonly load: number;
  /** Milliseconds that an item is looked at. */
  readonly think: number;
}
