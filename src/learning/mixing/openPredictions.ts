import { logit, type Blend } from './blend.js';
import { createKeyTable, type KeyTable, type PredictedKey } from './keyTable.js';
import { createLikelihoodChecks, type LikelihoodChecks } from './likelihoodChecks.js';
import type { Precision } from './precision.js';
import {
  baseRateAt,
  createPredictionRing,
  nextPrediction,
  setBaseRate,
  type PredictionRing,
} from './predictionRing.js';

/**
 * The open predictions of one reader. Each is judged against the requests of the reader, whether or
 * not its key is prefetched: it comes true with a request for its key, and fails once it is too old.
 */
export interface OpenPredictions<K> {
  /** Judges by the next request: predictions of its key come true, those that are too old fail. */
  judge(key: K): void;
  /**
   * Adds a prediction of an expert; all predictions of a request come before `mix`.
   *
   * @param kind - the kind of prediction, of which it is measured how often it comes true
   * @param likelihood - the likelihood of predictions of this kind
   * @param baseRate - the likelihood of the key without this prediction
   * @param isResident - the blended likelihood of a resident is not checked
   */
  add(
    key: K,
    expert: number,
    kind: number,
    likelihood: number,
    baseRate: number,
    isResident: boolean,
  ): void;
  /** Blends the predictions of this request into one likelihood for each key. */
  mix(): void;
  /** Adds each predicted key with its likelihood now. */
  forEach(add: (key: K, likelihood: number) => void): void;
  /**
   * The likelihood of a key now, and the expert whose likelihood was the largest; undefined without
   * an open prediction.
   */
  find(key: K): { readonly likelihood: number; readonly expert: number } | undefined;
  /** Withdraws all predictions without judging them. */
  clear(): void;
}

/** The part of `Precision` that counts open and judged predictions. */
export type PredictionCounts = Pick<Precision, 'open' | 'judge' | 'withdraw'>;

/** Predictions of one request at most; further ones are ignored. */
const MAX_ADDED = 64;
/** Part of a likelihood that remains after each request. */
const KEPT = 0.95;
/** Likelihoods below this are not added. */
const LEAST = 0.02;
const JUDGED = -1;

interface State<K> {
  readonly counts: PredictionCounts;
  readonly blend: Blend;
  readonly experts: number;
  readonly life: number;
  readonly table: KeyTable<K>;
  readonly checks: LikelihoodChecks;
  readonly ring: PredictionRing;
  /** Part of a likelihood that remains, by how many requests ago it was blended. */
  readonly remaining: Float64Array;
  /** By the number of the request modulo `life`: how many predictions it added. */
  readonly added: Uint8Array;
  /** Rows of the keys that were predicted at this request and are not blended yet. */
  readonly unmixed: number[];
  /** Number of the last request. */
  now: number;
}

/**
 * Holds, judges and blends the predictions of one reader.
 *
 * @param experts - how many experts there are
 * @param life - requests for which a prediction stays open
 */
export function createOpenPredictions<K>(
  counts: PredictionCounts,
  blend: Blend,
  experts: number,
  life: number,
): OpenPredictions<K> {
  const table = createKeyTable<K>(experts);
  const state: State<K> = {
    counts,
    blend,
    experts,
    life,
    table,
    checks: createLikelihoodChecks(blend, table, experts, life),
    ring: createPredictionRing(),
    remaining: Float64Array.from({ length: life + 1 }, (_, age) => KEPT ** age),
    added: new Uint8Array(life),
    unmixed: [],
    now: 0,
  };
  const { unmixed } = state;
  return {
    judge(key) {
      state.now++;
      // An expert that threw leaves rows here, which may be released below.
      unmixed.length = 0;
      confirm(state, key);
      expire(state);
    },
    add: (key, expert, kind, likelihood, baseRate, isResident) =>
      addPrediction(state, key, expert, kind, likelihood, baseRate, isResident),
    mix() {
      for (const row of unmixed) mixRow(state, row);
      unmixed.length = 0;
    },
    forEach(add) {
      for (const predicted of table.rows) {
        if (predicted.likelihood < LEAST) continue;
        const likelihood = likelihoodNow(state, predicted);
        if (likelihood >= LEAST) add(predicted.key as K, likelihood);
      }
    },
    find(key) {
      const row = table.find(key);
      const predicted = row === undefined ? undefined : table.rows[row];
      return predicted && { likelihood: likelihoodNow(state, predicted), expert: predicted.expert };
    },
    clear: () => clear(state),
  };
}

function addPrediction<K>(
  state: State<K>,
  key: K,
  expert: number,
  kind: number,
  likelihood: number,
  baseRate: number,
  isResident: boolean,
): void {
  const { counts, experts, table, ring, added, now } = state;
  const slice = now % state.life;
  const size = added[slice] as number;
  if (size === MAX_ADDED) return;
  added[slice] = size + 1;
  const row = table.rowOf(key);
  const predicted = table.rows[row] as PredictedKey<K>;
  const number = nextPrediction(ring);
  const at = number & ring.mask;
  ring.rows[at] = row;
  ring.kinds[at] = kind;
  setBaseRate(ring, at, baseRate);
  ring.older[at] = predicted.newest;
  predicted.newest = number;
  predicted.open++;
  counts.open(kind);
  if (predicted.predictedAt !== now) {
    predicted.predictedAt = now;
    predicted.baseRate = isResident ? -1 : baseRate;
    table.inputs.fill(0, row * experts, (row + 1) * experts);
    state.unmixed.push(row);
  }
  const input = logit(likelihood);
  const { inputs } = table;
  const inputAt = row * experts + expert;
  if (inputs[inputAt] === 0 || input > (inputs[inputAt] as number)) inputs[inputAt] = input;
}

/** Judges the predictions of a key that was requested. */
function confirm<K>(state: State<K>, key: K): void {
  const { counts, table, checks, ring } = state;
  const row = table.find(key);
  if (row === undefined) return;
  const predicted = table.rows[row] as PredictedKey<K>;
  let number = predicted.newest;
  for (let left = predicted.open; left > 0; left--) {
    const at = number & ring.mask;
    counts.judge(ring.kinds[at] as number, 1 - baseRateAt(ring, at));
    ring.rows[at] = JUDGED;
    number = ring.older[at] as number;
  }
  checks.end(row, true, state.now);
  table.release(row);
}

/** Judges the predictions that were added `life` requests ago. */
function expire<K>(state: State<K>): void {
  const { counts, table, checks, ring, added } = state;
  const slice = state.now % state.life;
  for (let left = added[slice] as number; left > 0; left--) {
    const at = ring.first++ & ring.mask;
    const row = ring.rows[at] as number;
    if (row === JUDGED) continue;
    const predicted = table.rows[row] as PredictedKey<K>;
    counts.judge(ring.kinds[at] as number, -baseRateAt(ring, at));
    if (--predicted.open > 0) continue;
    checks.end(row, false, state.now);
    table.release(row);
  }
  added[slice] = 0;
}

/** Blends the likelihoods of a key; its largest likelihood stays, also if it is an older one. */
function mixRow<K>(state: State<K>, row: number): void {
  const { blend, experts, table, now } = state;
  const predicted = table.rows[row] as PredictedKey<K>;
  const likelihood = blend.mix(table.inputs, row * experts);
  if (predicted.baseRate >= 0) state.checks.start(row, likelihood, now);
  if (likelihood < predicted.likelihood * (state.remaining[now - predicted.mixedAt] ?? 0)) return;
  predicted.likelihood = likelihood;
  predicted.mixedAt = now;
  predicted.expert = 0;
  for (let i = 0, best = -Infinity; i < experts; i++) {
    const input = table.inputs[row * experts + i] as number;
    if (input !== 0 && input > best) [predicted.expert, best] = [i, input];
  }
}

function likelihoodNow<K>(
  { blend, remaining, now }: State<K>,
  { likelihood, mixedAt }: PredictedKey<K>,
): number {
  return blend.trust(likelihood) * (remaining[now - mixedAt] ?? 0);
}

function clear<K>({ counts, table, ring, added }: State<K>): void {
  table.rows.forEach(({ open }, row) => {
    if (open > 0) table.release(row);
  });
  for (; ring.first < ring.end; ring.first++) {
    const at = ring.first & ring.mask;
    if (ring.rows[at] !== JUDGED) counts.withdraw(ring.kinds[at] as number);
  }
  added.fill(0);
}
