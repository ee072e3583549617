/** A sum to which numbers are added; negative numbers are subtracted. */
export interface Sum {
  readonly value: number;
  add(number: number): void;
  /** Sets the sum to 0. */
  clear(): void;
}

/**
 * A sum that does not drift, also with fractions: rounding errors are summed separately.
 *
 * A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54,
 * 1974.
 */
export function createSum(first = 0): Sum {
  let sum = first;
  let lost = 0;
  return {
    get value() {
      return sum + lost;
    },
    add(number) {
      const next = sum + number;
      lost += Math.abs(sum) < Math.abs(number) ? number - next + sum : sum - next + number;
      sum = next;
    },
    clear() {
      sum = lost = 0;
    },
  };
}
