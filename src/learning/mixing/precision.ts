/**
 * How often guesses of each kind came true: measured, whether or not anything was loaded for them.
 */
export interface Precision {
  /** How likely a guess of this kind is to come true. */
  of(slot: number): number;
  /** A guess was made, of which it is not known yet whether it comes true. */
  said(slot: number): void;
  /** What came of a guess: 1 if it came true, less what it would have been by chance. */
  settle(slot: number, worth: number): void;
  /** A guess will not be judged. */
  drop(slot: number): void;
  /**
   * Of each kind that was measured its number, its worth and its trials; at most 400 kinds, those
   * that were measured most.
   */
  toJSON(): number[][];
  /**
   * Takes over what `toJSON` gave, to be taken back soon by what comes. A worth counts from 0 to
   * its trials.
   */
  restore(rows: readonly (readonly number[])[]): void;
}

/** From so many trials on they are halved, so that what changes is soon seen. */
const MOST = 256;
/** So many trials are few. */
const FEW = 24;
/** How many trials a prior is worth. */
const PRIOR = 2;

/** How many kinds are saved. */
const SAVED = 400;
/** How many trials what was saved is worth, as today may be unlike yesterday. */
const REMEMBERED = 4;

/** Nothing measured yet: each kind is as likely as its prior says. */
export function createPrecision(priors: Float64Array): Precision {
  const worths = new Float64Array(priors.length);
  const trials = new Float64Array(priors.length);
  /** Guesses that are not judged yet. */
  const open = new Float64Array(priors.length);
  return {
    of(slot) {
      const count = trials[slot] as number;
      // What comes true is known before what does not: while few were judged, those that are open
      // count against their kind.
      const doubt = count < FEW ? (open[slot] as number) * (1 - count / FEW) : 0;
      return (
        ((worths[slot] as number) + PRIOR * (priors[slot] as number)) / (count + doubt + PRIOR)
      );
    },
    said(slot) {
      open[slot] = (open[slot] as number) + 1;
    },
    drop(slot) {
      open[slot] = Math.max(0, (open[slot] as number) - 1);
    },
    settle(slot, worth) {
      open[slot] = Math.max(0, (open[slot] as number) - 1);
      worths[slot] = Math.max(0, (worths[slot] as number) + worth);
      trials[slot] = (trials[slot] as number) + 1;
      if (trials[slot] <= MOST) return;
      worths[slot] = worths[slot] / 2;
      trials[slot] = trials[slot] / 2;
    },
    toJSON() {
      const rows: number[][] = [];
      trials.forEach((count, slot) => {
        if (count > 0) rows.push([slot, rounded(worths[slot] as number), rounded(count)]);
      });
      return rows.sort(([, , a = 0], [, , b = 0]) => b - a).slice(0, SAVED);
    },
    restore(rows) {
      for (const [slot = 0, worth = 0, count = 0] of rows) {
        const share = Math.min(1, REMEMBERED / count);
        worths[slot] = Math.max(0, Math.min(worth, count)) * share;
        trials[slot] = count * share;
      }
    },
  };
}

/** To hundredths, as saved. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
