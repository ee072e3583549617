/** Reduces blended likelihoods below 0.5 where such likelihoods seldom come true. */
export interface Trust {
  /** A likelihood after reduction: 0 where base rates alone would have done as well. */
  reduced(likelihood: number): number;
  /**
   * Counts how a likelihood turned out.
   *
   * @param gain - 1 for a key that was requested, else 0, less its base rate
   */
  learn(likelihood: number, gain: number): void;
}

/** Likelihoods are judged in two bands, below and from 0.25 on; from 0.5 on they are trusted. */
const BANDS = [
  { below: 0.25, start: 0.2 },
  { below: 0.5, start: 0.4 },
] as const;
const TRUSTED = BANDS[1].below;
/** Likelihoods below this are not judged. */
const LEAST_JUDGED = 0.1;
/** A band has means over so many likelihoods; it starts as after a few that came true as often as expected. */
const MEAN_OVER = 60;
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
  const bands = BANDS.map(({ start }): Band => ({
    count: FIRST_COUNT,
    expected: start,
    gain: start,
    trust: 1,
  }));
  const bandOf = (likelihood: number) => bands[likelihood < BANDS[0].below ? 0 : 1] as Band;
  return {
    reduced: (likelihood) =>
      likelihood < TRUSTED ? likelihood * bandOf(likelihood).trust : likelihood,
    learn(likelihood, gain) {
      if (likelihood < LEAST_JUDGED || likelihood >= TRUSTED) return;
      const band = bandOf(likelihood);
      band.count = Math.min(band.count + 1, MEAN_OVER);
      band.expected += (likelihood - band.expected) / band.count;
      band.gain += (gain - band.gain) / band.count;
      band.trust = Math.min(
        1,
        Math.max(0, (band.gain / band.expected - NO_TRUST) / (FULL_TRUST - NO_TRUST)),
      );
    },
  };
}
