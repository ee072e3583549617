import type { Key } from '../../../src/replay/types.js';

/** The keys that are visible at once, the most important first, and for how long. */
export interface Shown {
  readonly keys: readonly Key[];
  /** Milliseconds until the next view. */
  readonly stay: number;
}

/** What somebody looks at. */
export interface ViewTrace {
  readonly name: string;
  /** Milliseconds of one load. */
  readonly load: number;
  readonly views: readonly Shown[];
}
