/**
 * How many hits keys promise for the time that they are kept, by the class they are in and how long
 * ago they were requested.
 */
export interface Densities {
  /** The number of requests so far: the clock. */
  readonly now: number;
  /** A request. */
  tick(): void;
  /** A key was requested again. @param keys - for how many it stands */
  hit(one: number, age: number, keys: number): void;
  /** Keys of a class were of an age. @param time - how many, times how many requests long */
  lived(one: number, age: number, time: number): void;
  /**
   * Makes densities of what was seen, if that is much more than before.
   * @param residents - how many keys are held
   */
  measure(residents: number): void;
  /** Hits a request that a key of a class promises, as measured last. */
  of(one: number, age: number): number;
}

/** Ages count from powers of two: 0, 1, 3, 7, up to 8 million requests. */
const AGES = 24;
const bucketOf = (age: number): number => Math.min(AGES - 1, 31 - Math.clz32(age + 1));
/**
 * After so many requests it is worth measuring anew, and what was seen counts half after so many.
 */
const [OFTEN, MEMORY] = [64, 8192];
/** Hits that are taken for seen before any was; the older a key, the longer until then. */
const FIRST = 0.1;
/**
 * How much denser hits are expected to be of what was requested so often, until about so many hits
 * of the class were seen.
 */
const [SHARE, HITS] = [0.7, 300];
/**
 * A class is believed as all are, times its share, until so many lives of its own were seen at an
 * age.
 */
const LIVES = 30;

/**
 * Nothing seen yet.
 *
 * What is counted is how likely a key of an age is to be requested now: hits over the time that
 * keys were of that age, resident or not. So a key that never comes back counts from the first
 * request on, and one that is no longer watched is no loss. The density of a key is the most hits
 * that can be had for the time that it is kept, however long that is: the index of J. C. Gittins,
 * Bandit processes and dynamic allocation indices, 1979. If hits are rarer the older a key is, that
 * is the likelihood of a hit now; if they come all at one age, as in a loop, it grows until then.
 *
 * @param classes - the first one is of keys that were never requested; it does not count for the
 *   others
 */
export function createDensities(classes: number): Densities {
  const hits = new Float64Array(classes * AGES);
  const lives = new Float64Array(classes * AGES);
  /** The likelihood of a hit in all classes but the first, by age. */
  const all = new Float64Array(AGES);
  const own = new Float64Array(classes * AGES);
  let measuredAt = 0;

  const measureAll = (residents: number): void => {
    for (let age = 0; age < AGES; age++) {
      const time = 2 ** age;
      let [hit, lived] = [(time * FIRST) / (residents + time), time];
      for (let at = AGES + age; at < hits.length; at += AGES) {
        hit += hits[at] as number;
        lived += lives[at] as number;
      }
      all[age] = hit / lived;
    }
  };
  /** How much likelier a hit is in a class than in all at the same age. */
  const shareOf = (one: number): number => {
    const count = one < 4 ? one : 1.5 * 2 ** (one - 2);
    let [hit, expected] = [HITS * ((count + 1) / 2) ** SHARE, HITS];
    for (let age = 0; age < AGES; age++) {
      hit += hits[one * AGES + age] as number;
      expected += (lives[one * AGES + age] as number) * (all[age] as number);
    }
    return hit / expected;
  };
  const measureOne = (one: number): void => {
    const share = shareOf(one);
    /**
     * From here on, the last first: spans of ages that are best lived through to their end; hits,
     * time and how many are left then.
     */
    const spans: [hits: number, time: number, left: number][] = [];
    for (let age = AGES - 1; age >= 0; age--) {
      const at = one * AGES + age;
      const prior = LIVES * 2 ** age;
      const likelihood =
        ((hits[at] as number) + prior * (all[age] as number) * share) /
        ((lives[at] as number) + prior);
      let left = 1 / (1 + likelihood * 2 ** age);
      let [hit, time] = [1 - left, 2 ** age * left];
      for (let next; (next = spans.at(-1)) && next[0] * time > hit * next[1]; spans.pop()) {
        hit += left * next[0];
        time += left * next[1];
        left *= next[2];
      }
      spans.push([hit, time, left]);
      own[at] = hit / time;
    }
  };
  const measure = (residents: number): void => {
    measureAll(residents);
    for (let one = 0; one < classes; one++) measureOne(one);
  };
  measure(1);

  const count = (what: Float64Array, one: number, age: number, by: number): void => {
    const at = one * AGES + bucketOf(age);
    what[at] = (what[at] as number) + by;
  };
  const densities = {
    now: 0,
    tick() {
      if (++densities.now % MEMORY === 0)
        for (const seen of [hits, lives]) seen.forEach((count, i) => (seen[i] = count / 2));
    },
    hit: (one: number, age: number, keys: number) => count(hits, one, age, keys),
    lived: (one: number, age: number, time: number) => count(lives, one, age, time),
    measure(residents: number) {
      if (densities.now - measuredAt < OFTEN) return;
      measuredAt = densities.now;
      measure(residents + 1);
    },
    of: (one: number, age: number) => own[one * AGES + bucketOf(age)] as number,
  };
  return densities;
}
