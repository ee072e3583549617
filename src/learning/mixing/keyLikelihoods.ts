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

interface Row<K> {
  /** Undefined in a free row. */
  key: K | undefined;
  /** The largest blended likelihood: as of which request, and by which expert most of all. */
  likelihood: number;
  mixedAt: number;
  expert: number;
  /** The request at which `give` was called last, and its base rate. */
  givenAt: number;
  baseRate: number;
  /** A blended likelihood that is checked, 0 for none: since which request, at which base rate. */
  checked: number;
  checkedAt: number;
  checkedBaseRate: number;
}

/** Part of a likelihood that remains after each request. */
const KEPT = 0.95;
/** Likelihoods below this are not added. */
const LEAST = 0.02;
/** Rows for which there is room at first. */
const FIRST_ROWS = 8;

/**
 * Blends the likelihoods of each key.
 *
 * @param experts - how many experts there are
 * @param life - requests within which a key must be requested for a likelihood to come true
 */
// Over 50 lines, as all functions share the rows and the inputs of the blend, which grow together.
export function createKeyLikelihoods<K>(
  blend: Blend,
  experts: number,
  life: number,
): KeyLikelihoods<K> {
  const rowsByKey = new Map<K, number>();
  const rows: Row<K>[] = [];
  const free: number[] = [];
  /** Rows that were given likelihoods at this request and are not blended yet. */
  const unmixed: number[] = [];
  // By row and expert: the inputs of the blend, and those of the likelihood that is checked.
  let inputs = new Float64Array(FIRST_ROWS * experts);
  let checkedInputs = new Float64Array(FIRST_ROWS * experts);
  /** Part of a likelihood that remains, by how many requests ago it was blended. */
  const remaining = Float64Array.from({ length: life + 1 }, (_, age) => KEPT ** age);
  let now = 0;

  const faded = (likelihood: number, mixedAt: number): number =>
    likelihood * (remaining[now - mixedAt] ?? 0);
  const endCheck = (each: Row<K>, row: number, isRequested: boolean): void => {
    if (each.checked > 0)
      blend.learn(
        checkedInputs,
        row * experts,
        each.checked,
        Number(isRequested && now - each.checkedAt <= life) - each.checkedBaseRate,
      );
    each.checked = 0;
  };
  /** Checks a likelihood, unless a larger one has been checked for less than `life` requests. */
  const startCheck = (each: Row<K>, row: number, likelihood: number): void => {
    if (now - each.checkedAt >= life) endCheck(each, row, false);
    if (likelihood <= each.checked) return;
    each.checked = likelihood;
    each.checkedAt = now;
    each.checkedBaseRate = each.baseRate;
    for (let i = row * experts; i < (row + 1) * experts; i++)
      checkedInputs[i] = inputs[i] as number;
  };
  const mixRow = (each: Row<K>, row: number): void => {
    const likelihood = blend.mix(inputs, row * experts);
    if (each.baseRate >= 0) startCheck(each, row, likelihood);
    if (likelihood < faded(each.likelihood, each.mixedAt)) return;
    each.likelihood = likelihood;
    each.mixedAt = now;
    each.expert = 0;
    for (let i = 0, best = -Infinity; i < experts; i++) {
      const input = inputs[row * experts + i] as number;
      if (input !== 0 && input > best) [each.expert, best] = [i, input];
    }
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
      const row = free.pop() ?? rows.push(createRow()) - 1;
      if (rows.length * experts > inputs.length)
        [inputs, checkedInputs] = [doubled(inputs), doubled(checkedInputs)];
      rowsByKey.set(key, row);
      (rows[row] as Row<K>).key = key;
      return row;
    },
    give(row, expert, likelihood, baseRate) {
      const each = rows[row] as Row<K>;
      if (each.givenAt !== now) {
        each.givenAt = now;
        each.baseRate = baseRate;
        inputs.fill(0, row * experts, (row + 1) * experts);
        unmixed.push(row);
      }
      const at = row * experts + expert;
      const input = logit(likelihood);
      if (inputs[at] === 0 || input > (inputs[at] as number)) inputs[at] = input;
    },
    mix() {
      for (const row of unmixed) mixRow(rows[row] as Row<K>, row);
      unmixed.length = 0;
    },
    forEach(add) {
      for (const { key, likelihood, mixedAt } of rows) {
        if (likelihood < LEAST) continue;
        const current = faded(blend.trust(likelihood), mixedAt);
        if (current >= LEAST) add(key as K, current);
      }
    },
    at(row) {
      const { likelihood, mixedAt, expert } = rows[row] as Row<K>;
      return { likelihood: faded(blend.trust(likelihood), mixedAt), expert };
    },
    release(row, isRequested) {
      const each = rows[row] as Row<K>;
      if (isRequested !== undefined) endCheck(each, row, isRequested);
      rowsByKey.delete(each.key as K);
      rows[row] = createRow();
      free.push(row);
    },
  };
}

function createRow<K>(): Row<K> {
  return {
    key: undefined,
    likelihood: 0,
    mixedAt: 0,
    expert: 0,
    givenAt: -1,
    baseRate: 0,
    checked: 0,
    checkedAt: 0,
    checkedBaseRate: 0,
  };
}

function doubled(array: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * array.length);
  larger.set(array);
  return larger;
}
