/**
 * Measures how often the predictions of each kind come true, whether or not their keys are
 * prefetched.
 *
 * A prediction is open until it is judged by its gain: 1 if its key was requested, else 0, less the
 * base rate of the key.
 */
export interface Precision {
  /** The likelihood of a prediction of this kind. */
  of(kind: number): number;
  /** Counts an open prediction. */
  open(kind: number): void;
  /** Counts the gain of a prediction that was open. */
  judge(kind: number, gain: number): void;
  /** Takes back an open prediction that cannot be judged. */
  withdraw(kind: number): void;
  /**
   * A row for each kind with judged predictions: the kind, their gain, and how many they are.
   *
   * @param most - how many rows at most: of the kinds with most judged predictions
   */
  rows(most: number): number[][];
  /**
   * Takes over `rows`, each as 4 judged predictions at most, so that new ones soon outweigh them. A
   * gain is limited to the range from 0 to its number of predictions.
   */
  restore(rows: readonly (readonly number[])[]): void;
}

/** Judged predictions of a kind beyond which both sums are halved, so that recent ones count more. */
const MAX_JUDGED = 256;
/** Judged predictions below which open ones count as failed in part. */
const FEW = 24;
/** How many judged predictions a prior is worth. */
const PRIOR_WEIGHT = 2;

/** How many judged predictions a saved kind is worth at most, as readers may differ by now. */
const RESTORED_WEIGHT = 4;

/** @param priors - the likelihood of each kind until some of its predictions were judged */
export function createPrecision(priors: Float64Array): Precision {
  // By kind: the sum of gains, judged predictions, open predictions.
  const gains = new Float64Array(priors.length);
  const judged = new Float64Array(priors.length);
  const opened = new Float64Array(priors.length);
  const close = (kind: number): void => {
    opened[kind] = Math.max(0, (opened[kind] as number) - 1);
  };
  return {
    of(kind) {
      const count = judged[kind] as number;
      // Predictions that come true are judged earlier than those that fail: while few are judged,
      // the open ones count against their kind.
      const doubt = count < FEW ? (opened[kind] as number) * (1 - count / FEW) : 0;
      return (
        ((gains[kind] as number) + PRIOR_WEIGHT * (priors[kind] as number)) /
        (count + doubt + PRIOR_WEIGHT)
      );
    },
    open(kind) {
      opened[kind] = (opened[kind] as number) + 1;
    },
    withdraw: close,
    judge(kind, gain) {
      close(kind);
      gains[kind] = Math.max(0, (gains[kind] as number) + gain);
      judged[kind] = (judged[kind] as number) + 1;
      if (judged[kind] <= MAX_JUDGED) return;
      gains[kind] = gains[kind] / 2;
      judged[kind] = judged[kind] / 2;
    },
    rows(most) {
      const rows: number[][] = [];
      judged.forEach((count, kind) => {
        if (count > 0) rows.push([kind, gains[kind] as number, count]);
      });
      return rows.sort(([, , a = 0], [, , b = 0]) => b - a).slice(0, most);
    },
    restore(rows) {
      for (const [kind = 0, gain = 0, count = 0] of rows) {
        if (count === 0) continue;
        const share = Math.min(1, RESTORED_WEIGHT / count);
        gains[kind] = Math.max(0, Math.min(gain, count)) * share;
        judged[kind] = count * share;
      }
    },
  };
}
