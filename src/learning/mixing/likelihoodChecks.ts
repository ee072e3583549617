import type { Blend } from './blend.js';
import type { KeyTable, PredictedKey } from './keyTable.js';

/**
 * Checks one blended likelihood of each key against the requests of a reader, so that the blend
 * learns how its likelihoods turn out.
 */
export interface LikelihoodChecks {
  /**
   * Checks the newest likelihood of a key, unless a larger one is being checked.
   *
   * @param now - the number of the request
   */
  start(row: number, likelihood: number, now: number): void;
  /** Judges the likelihood of a key that was requested, or whose predictions have all failed. */
  end(row: number, isRequested: boolean, now: number): void;
}

/** @param life - requests within which a key must be requested for its likelihood to come true */
export function createLikelihoodChecks<K>(
  blend: Blend,
  table: KeyTable<K>,
  experts: number,
  life: number,
): LikelihoodChecks {
  const checks = {
    start(row: number, likelihood: number, now: number) {
      const predicted = table.rows[row] as PredictedKey<K>;
      if (now - predicted.checkedAt >= life) checks.end(row, false, now);
      if (likelihood <= predicted.checked) return;
      predicted.checked = likelihood;
      predicted.checkedAt = now;
      predicted.checkedBaseRate = predicted.baseRate;
      for (let i = row * experts; i < (row + 1) * experts; i++)
        table.checkedInputs[i] = table.inputs[i] as number;
    },
    end(row: number, isRequested: boolean, now: number) {
      const { checked, checkedAt, checkedBaseRate } = table.rows[row] as PredictedKey<K>;
      if (checked === 0) return;
      (table.rows[row] as PredictedKey<K>).checked = 0;
      const outcome = Number(isRequested && now - checkedAt <= life);
      blend.learn(table.checkedInputs, row * experts, checked, outcome - checkedBaseRate);
    },
  };
  return checks;
}
