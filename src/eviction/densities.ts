/**
 * Measures the hits to expect from a key for the time that it stays, by its class and age.
 *
 * The age of a key is the number of requests since its own last request.
 */
export interface Densities {
  /** Requests so far: the clock. */
  readonly now: number;
  /** Counts a request. */
  tick(): void;
  /** Counts a repeated request. @param keys - how many keys it stands for */
  hit(one: number, age: number, keys: number): void;
  /** Counts time that keys of a class spent at an age. @param time - keys times requests */
  lived(one: number, age: number, time: number): void;
  /**
   * Computes the densities again, if enough requests came since the last time.
   *
   * @param residents - how many keys are resident
   */
  measure(residents: number): void;
  /** Density of a key of a class: hits to expect per request, as last computed. */
  of(one: number, age: number): number;
}

/** Ages in buckets that begin at 0, 1, 3, 7, up to 8 million requests. */
const AGES = 24;
const bucketOf = (age: number): number => Math.min(AGES - 1, 31 - Math.clz32(age + 1));
/** Requests between two computations, at least; requests after which a count is halved. */
const OFTEN = 64;
const MEMORY = 8192;
/** Hits assumed at an age before any was counted; fewer at ages below the number of residents. */
const FIRST = 0.1;
/** Exponent for the assumed share of a class; number of hits that outweighs the assumption. */
const SHARE = 0.7;
const HITS = 300;
/** Keys of a class at an age that outweigh what all classes times its share give. */
const LIVES = 30;

/**
 * Counts hits by class and age, and turns them into densities.
 *
 * The likelihood of a hit at an age is the number of hits over the time that keys spent at that
 * age, resident or not. So a key that never returns counts from its first request, and a key that
 * is no longer watched distorts nothing. The density of a key is the largest ratio of hits to time
 * over all durations for which it could stay: the index of J. C. Gittins, Bandit processes and
 * dynamic allocation indices, 1979. If hits become rarer with age, that is the likelihood of a hit
 * now. If all hits come at one age, as in a loop, the density grows until that age.
 *
 * @param classes - number of classes; the first one, of keys that were never requested, does not
 *   count for the others
 */
export function createDensities(classes: number): Densities {
  const hits = new Float64Array(classes * AGES);
  const lives = new Float64Array(classes * AGES);
  /** Likelihood of a hit in all classes but the first, by age. */
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
  /** Likelihood of a hit in a class, relative to all classes at the same age. */
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
     * Spans of ages from here on, the last span first. A key that stays into a span should stay to
     * its end. For each span: hits, time, and the share of keys that is left at its end.
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
