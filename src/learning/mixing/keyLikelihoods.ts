import { logit, type Blend } from './blend.js';

/**
 * The blended likelihoods of the keys that a reader has open predictions of, a row for each key.
 *
 * One likelihood of each key is checked against the requests of the reader, so that the blend learns
 * how its likelihoods turn out.
 */
export interface KeyLikelihoods<K> {
  /** Moves on to the next request. */
  next(): void;
  /** The row of a key; undefined for a key without a row. */
  find(key: K): number | undefined;
  /** The row of a key, a new one if there is none. */
  rowOf(key: K): number;
  /**
   * Gives a key the likelihood of an expert, for `mix`; of several of one expert the largest counts.
   *
   * @param baseRate - the likelihood of the key without this prediction; below 0 for a resident,
   *   whose blended likelihood is not checked
   */
  give(row: number, expert: number, likelihood: number, baseRate: number): void;
  /** Blends the likelihoods of this request into one for each key. */
  readonly mix: () => void;
  /** Adds each key with its likelihood now. */
  readonly forEach: (add: (key: K, likelihood: number) => void) => void;
  /** The likelihood of a key now, and the expert whose likelihood was the largest. */
  at(row: number): { readonly likelihood: number; readonly expert: number };
  /** Frees a row: its key was requested, or not, or undefined if that is unknown. */
  release(row: number, isRequested: boolean | undefined): void;
}

/** Part of a likelihood that remains after each request. */
const KEPT = 0.95;
/** Powers of `KEPT`, as many as were needed: each key of each move needs one. */
const POWERS = [1];
/** Likelihoods below this are not added. */
const LEAST = 0.02;
/** Rows for which there is room at first. */
const FIRST_ROWS = 8;

/*
 * Rows lie in two arrays of numbers, as there are many a reader, and objects take twice the memory.
 */

/** Columns of `values`; behind them the inputs of the blend, and those that are checked. */
const LIKELIHOOD = 0;
const BASE_RATE = 1;
const CHECKED = 2;
const CHECKED_BASE_RATE = 3;
const INPUTS = 4;
/** Columns of `requests`: numbers of requests, and the expert. */
const MIXED_AT = 0;
const GIVEN_AT = 1;
const CHECKED_AT = 2;
const EXPERT = 3;
const REQUESTS = 4;

/** `KEPT` to the power of how many requests passed. */
function powerOfKept(requests: number): number {
  while (POWERS.length <= requests) POWERS.push(KEPT ** POWERS.length);
  return POWERS[requests] as number;
}

/**
 * Blends the likelihoods of each key.
 *
 * @param experts - how many experts there are
 * @param life - requests within which a key must be requested for a likelihood to come true
 */
// Over 50 lines, as all functions share the rows, which grow together.
export function createKeyLikelihoods<K>(
  blend: Blend,
  experts: number,
  life: number,
): KeyLikelihoods<K> {
  const width = INPUTS + 2 * experts;
  const checkedInputs = INPUTS + experts;
  const rowsByKey = new Map<K, number>();
  /** By row: its key; undefined in a free row. */
  const keys: (K | undefined)[] = [];
  const free: number[] = [];
  /** Rows that were given likelihoods at this request and are not blended yet. */
  const unmixed: number[] = [];
  /**
   * By row: the largest blended likelihood; the base rate of this request; a blended likelihood that
   * is checked, 0 for none, and its base rate.
   */
  let values = new Float32Array(FIRST_ROWS * width);
  /**
   * By row: the request as of which the likelihood was blended; the one at which `give` was called
   * last; the one since which a likelihood is checked; the expert that gave most.
   */
  let requests = new Int32Array(FIRST_ROWS * REQUESTS);
  let now = 0;

  const faded = (likelihood: number, mixedAt: number): number =>
    now - mixedAt > life ? 0 : likelihood * powerOfKept(now - mixedAt);
  const endCheck = (row: number, isRequested: boolean): void => {
    const at = row * width;
    const checked = values[at + CHECKED] as number;
    const isInTime = now - (requests[row * REQUESTS + CHECKED_AT] as number) <= life;
    const gain = Number(isRequested && isInTime) - (values[at + CHECKED_BASE_RATE] as number);
    if (checked > 0) blend.learn(values, at + checkedInputs, checked, gain);
    values[at + CHECKED] = 0;
  };
  /** Checks a likelihood, unless a larger one has been checked for less than `life` requests. */
  const startCheck = (row: number, likelihood: number): void => {
    const at = row * width;
    if (now - (requests[row * REQUESTS + CHECKED_AT] as number) >= life) endCheck(row, false);
    if (likelihood <= (values[at + CHECKED] as number)) return;
    values[at + CHECKED] = likelihood;
    values[at + CHECKED_BASE_RATE] = values[at + BASE_RATE] as number;
    requests[row * REQUESTS + CHECKED_AT] = now;
    for (let i = at; i < at + experts; i++)
      values[i + checkedInputs] = values[i + INPUTS] as number;
  };
  const mixRow = (row: number): void => {
    const at = row * width;
    const places = row * REQUESTS;
    const likelihood = blend.mix(values, at + INPUTS);
    if ((values[at + BASE_RATE] as number) >= 0) startCheck(row, likelihood);
    const before = faded(values[at + LIKELIHOOD] as number, requests[places + MIXED_AT] as number);
    if (likelihood < before) return;
    values[at + LIKELIHOOD] = likelihood;
    requests[places + MIXED_AT] = now;
    requests[places + EXPERT] = 0;
    for (let i = 0, best = -Infinity; i < experts; i++) {
      const input = values[at + INPUTS + i] as number;
      if (input !== 0 && input > best) [requests[places + EXPERT], best] = [i, input];
    }
  };
  const clear = (row: number): void => {
    keys[row] = undefined;
    values.fill(0, row * width, (row + 1) * width);
    requests.fill(0, row * REQUESTS, (row + 1) * REQUESTS);
    requests[row * REQUESTS + GIVEN_AT] = -1;
  };

  return {
    next() {
      now++;
      // An expert that threw leaves rows here, which may be released before the next `mix`.
      unmixed.length = 0;
    },
    find: (key) => rowsByKey.get(key),
    rowOf(key) {
      const known = rowsByKey.get(key);
      if (known !== undefined) return known;
      const row = free.pop() ?? keys.length;
      if ((row + 1) * width > values.length) {
        const [oldValues, oldRequests] = [values, requests];
        (values = new Float32Array(2 * values.length)).set(oldValues);
        (requests = new Int32Array(2 * requests.length)).set(oldRequests);
      }
      clear(row);
      keys[row] = key;
      rowsByKey.set(key, row);
      return row;
    },
    give(row, expert, likelihood, baseRate) {
      const at = row * width;
      if (requests[row * REQUESTS + GIVEN_AT] !== now) {
        requests[row * REQUESTS + GIVEN_AT] = now;
        values[at + BASE_RATE] = baseRate;
        values.fill(0, at + INPUTS, at + checkedInputs);
        unmixed.push(row);
      }
      const to = at + INPUTS + expert;
      const input = logit(likelihood);
      if (values[to] === 0 || input > (values[to] as number)) values[to] = input;
    },
    mix() {
      // A reader that ended while experts were asked has freed its rows.
      for (const row of unmixed) if (requests[row * REQUESTS + GIVEN_AT] === now) mixRow(row);
      unmixed.length = 0;
    },
    forEach(add) {
      for (let row = 0; row < keys.length; row++) {
        const likelihood = values[row * width + LIKELIHOOD] as number;
        if (likelihood < LEAST) continue;
        const mixedAt = requests[row * REQUESTS + MIXED_AT] as number;
        const current = faded(blend.trust(likelihood), mixedAt);
        if (current >= LEAST) add(keys[row] as K, current);
      }
    },
    at(row) {
      const likelihood = blend.trust(values[row * width + LIKELIHOOD] as number);
      const places = row * REQUESTS;
      return {
        likelihood: faded(likelihood, requests[places + MIXED_AT] as number),
        expert: requests[places + EXPERT] as number,
      };
    },
    release(row, isRequested) {
      if (isRequested !== undefined) endCheck(row, isRequested);
      rowsByKey.delete(keys[row] as K);
      clear(row);
      free.push(row);
    },
  };
}
