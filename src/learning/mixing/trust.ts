/** Reduces blended likelihoods below 0.5 where such likelihoods seldom come true. */
export interface Trust {
  /** A likelihood after reduction: 0 where base rates alone would have done as well. */
  readonly reduced: (likelihood: number) => number;
  /**
   * Counts how a likelihood turned out.
   *
   * @param gain - 1 for a key that was requested, else 0, less its base rate
   */
  learn(likelihood: number, gain: number): void;
}

/** Likelihoods are judged in two bands, below 0.25 and from there on; from 0.5 on they are trusted. */
const BORDER = 0.25;
const TRUSTED = 0.5;
/** The mean likelihood and the mean gain that each band begins with. */
const FIRST_MEANS = [0.2, 0.4];
/** Likelihoods below this are not judged. */
const LEAST_JUDGED = 0.1;
/** How many likelihoods the means are over, and how many they begin with. */
const MAX_COUNT = 60;
const FIRST_COUNT = 8;
/** Share of the expected gain up to which a band has no trust, and from which on all trust. */
const NO_TRUST = 0.2;
const FULL_TRUST = 0.6;

interface Band {
  count: number;
  /** The mean likelihood, and the mean gain. */
  expected: number;
  gain: number;
  /** From 0 to 1. */
  trust: number;
}

/** Measures how often likelihoods come true, in two bands. */
export function createTrust(): Trust {
  const bands = FIRST_MEANS.map((mean): Band => ({
    count: FIRST_COUNT,
    expected: mean,
    gain: mean,
    trust: 1,
  }));
  const bandOf = (likelihood: number) => bands[likelihood < BORDER ? 0 : 1] as Band;
  return {
    reduced: (likelihood) =>
      likelihood < TRUSTED ? likelihood * bandOf(likelihood).trust : likelihood,
    learn(likelihood, gain) {
      if (likelihood < LEAST_JUDGED || likelihood >= TRUSTED) return;
      const band = bandOf(likelihood);
      band.count = Math.min(band.count + 1, MAX_COUNT);
      band.expected += (likelihood - band.expected) / band.count;
      band.gain += (gain - band.gain) / band.count;
      band.trust = Math.min(
        1,
        Math.max(0, (band.gain / band.expected - NO_TRUST) / (FULL_TRUST - NO_TRUST)),
      );
    },
  };
}
