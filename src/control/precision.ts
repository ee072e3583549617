/** How often guesses of each kind came true: measured, whether or not anything was loaded for them. */
export interface Precision {
  /** How likely a guess of this kind is to come true. */
  of(slot: number): number;
  /** What came of a guess: 1 if it came true, less what it would have been by chance. */
  settle(slot: number, worth: number): void;
  toJSON(): number[][];
  restore(rows: readonly (readonly number[])[]): void;
}

/** From so many trials on they are halved, so that what changes is soon seen. */
const MOST = 48;
/** How many trials a prior is worth. */
const PRIOR = 2;

/** Nothing measured yet: each kind is as likely as its prior says. */
export function createPrecision(priors: Float64Array): Precision {
  const worths = new Float64Array(priors.length);
  const trials = new Float64Array(priors.length);
  return {
    of: (slot) => ((worths[slot] as number) + PRIOR * (priors[slot] as number)) / ((trials[slot] as number) + PRIOR),
    settle(slot, worth) {
      worths[slot] = Math.max(0, (worths[slot] as number) + worth);
      trials[slot] = (trials[slot] as number) + 1;
      if (trials[slot] <= MOST) return;
      worths[slot] = worths[slot] / 2;
      trials[slot] = trials[slot] / 2;
    },
    toJSON() {
      const rows: number[][] = [];
      trials.forEach((count, slot) => {
        if (count > 0) rows.push([slot, Math.round((worths[slot] as number) * 100) / 100, count]);
      });
      return rows;
    },
    restore(rows) {
      for (const [slot = 0, worth = 0, count = 0] of rows) {
        worths[slot] = worth;
        trials[slot] = count;
      }
    },
  };
}
