/** Index of the frame that is requested at step i, of `length` frames. */
export type Pattern = (i: number, length: number) => number;

/** The access patterns of the reference system's profiler. */
export const patterns = {
  /** Each frame after the other. */
  sequential: (i, length) => i % length,
  /** Every 17th frame: looks random, and is the same each time. */
  random: (i, length) => (17 * i) % length,
  /** Each fifth request leaps to 15·i; the others go on after the frame i − 1. */
  jumps: (i, length) => (i % 5 === 0 ? 15 * i : i) % length,
  /** Each third request leaps to 7·i. */
  mixed: (i, length) => (i % 3 === 0 ? 7 * i : i) % length,
} as const satisfies Record<string, Pattern>;

/** The name of a pattern. */
export type PatternName = keyof typeof patterns;

/** The names of all patterns. */
export const patternNames = Object.keys(patterns) as readonly PatternName[];
