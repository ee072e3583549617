/** How many hits keys promise for the time that they are kept, by how often and how long ago they were asked for. */
export interface Densities {
  /** The number of requests so far: the clock. */
  readonly now: number;
  /**
   * A request.
   *
   * @param one - the class that its key was in; undefined if the key is not known
   * @param at - when that was asked for, or loaded ahead, before
   */
  request(one: number | undefined, at: number): void;
  /** A key of a class is given up: it was not asked for again. */
  forget(one: number, at: number): void;
  /** Makes densities of what was seen, if that is much more than before. @param residents - how many keys are held */
  measure(residents: number): void;
  /** Hits a request that a key of a class promises, as measured last. */
  of(one: number, at: number): number;
}

/** Ages count from powers of two: 0, 1, 3, 7, up to a million requests. */
const AGES = 21;
const ageOf = (requests: number): number => Math.min(AGES - 1, 31 - Math.clz32(requests + 1));
/** After so many requests it is worth measuring anew, and what was seen counts half after so many. */
const [OFTEN, MEMORY] = [64, 8192];
/** A class is believed as all are, times its share, until so many lives of its own were seen for each resident. */
const BELIEF = 100;
/** Hits that are taken for seen before any was; the older a key, the longer until then. */
const FIRST = 0.1;
/** How much denser hits are expected to be of what was asked for so often. */
const SHARE = 0.7;

/**
 * Nothing seen yet.
 *
 * The density of a key of some age is how likely it is to be asked for again, over the time that it is still kept until then or until it is given up.
 *
 * @param classes - the first one is of keys that were never asked for; it does not count for the others
 */
export function createDensities(classes: number): Densities {
  const hits = new Float64Array(classes * AGES);
  const ends = new Float64Array(classes * AGES);
  const all = new Float64Array(AGES);
  const own = new Float64Array(classes * AGES);

  /** From the oldest age down: what is expected counts for so much time. */
  const measureClasses = (first: number, last: number, expected: (age: number) => number, time: number, into: Float64Array): void => {
    let [hit, ended, lived] = [0, 0, 0];
    for (let age = AGES - 1; age >= 0; age--) {
      for (let at = first * AGES + age; at <= last * AGES + age; at += AGES) {
        hit += hits[at] as number;
        ended += (hits[at] as number) + (ends[at] as number);
      }
      lived += ended * 2 ** age;
      into[age] = (hit + time * expected(age)) / (lived + time);
    }
  };
  const measureAll = (residents: number): void => {
    measureClasses(1, classes - 1, (age) => FIRST / (residents + 2 ** age), residents, all);
    for (let one = 0; one < classes; one++) {
      const count = one < 4 ? one : 1.5 * 2 ** (one - 2);
      const share = ((count + 1) / 2) ** SHARE;
      measureClasses(one, one, (age) => (all[age] as number) * share, BELIEF * residents, own.subarray(one * AGES, (one + 1) * AGES));
    }
  };
  measureAll(1);
  let measuredAt = 0;

  const densities = {
    now: 0,
    request(one: number | undefined, at: number) {
      densities.now++;
      if (densities.now % MEMORY === 0) for (const seen of [hits, ends]) seen.forEach((count, i) => (seen[i] = count / 2));
      if (one !== undefined) count(hits, one, at);
    },
    forget: (one: number, at: number) => count(ends, one, at),
    measure(residents: number) {
      if (densities.now - measuredAt < OFTEN) return;
      measuredAt = densities.now;
      measureAll(residents + 1);
    },
    of: (one: number, at: number) => own[one * AGES + ageOf(densities.now - at)] as number,
  };
  const count = (what: Float64Array, one: number, at: number): void => {
    const i = one * AGES + ageOf(densities.now - at);
    what[i] = (what[i] as number) + 1;
  };
  return densities;
}
