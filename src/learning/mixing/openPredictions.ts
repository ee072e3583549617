import type { Blend } from './blend.js';
import { createKeyLikelihoods } from './keyLikelihoods.js';
import type { Precision } from './precision.js';
import { baseRateAt, createPredictionRing, nextPrediction, setBaseRate } from './predictionRing.js';

/**
 * The open predictions of one reader. Each is judged against the requests of the reader, whether or
 * not its key is prefetched: it comes true with a request for its key, and fails once it is too old.
 */
export interface OpenPredictions<K> {
  /**
   * Judges by the next request: predictions of its key come true, those that are too old fail.
   *
   * @param isFurther - whether it belongs to the view of the request before: both are one moment
   */
  judge(key: K, isFurther?: boolean): void;
  /** Ends a view: as many requests have passed as it had keys. */
  endView(): void;
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
  /** Fails all predictions, as their reader has ended; further ones are ignored. */
  fail(): void;
  /** Withdraws all predictions without judging them, as requests are passed over. */
  clear(): void;
}

/** The part of `Precision` that counts open and judged predictions. */
export type PredictionCounts = Pick<Precision, 'open' | 'judge' | 'withdraw'>;

/** Predictions of one request at most, and of one view; further ones are ignored. */
const MAX_ADDED = 64;
const MAX_OF_VIEW = 256;
const JUDGED = -1;

/**
 * Holds, judges and blends the predictions of one reader.
 *
 * @param experts - how many experts there are
 * @param life - requests for which a prediction stays open
 */
// Over 50 lines, as all functions follow the same predictions: in the ring, and by key.
export function createOpenPredictions<K>(
  counts: PredictionCounts,
  blend: Blend,
  experts: number,
  life: number,
): OpenPredictions<K> {
  const keys = createKeyLikelihoods<K>(blend, experts, life);
  const ring = createPredictionRing();
  // By the row of a key: the number of its newest open prediction, and how many it has.
  const newest: number[] = [];
  const open: number[] = [];
  /** By the number of a request modulo `life`: how many predictions it added. */
  const added = new Uint16Array(life);
  /** The number of the last request modulo `life`. */
  let slice = 0;
  /** Further keys of the last view, as so many requests will have passed at its end. */
  let further = 0;
  /** Predictions of this request at most. */
  let most = MAX_ADDED;

  const confirm = (row: number): void => {
    let number = newest[row] as number;
    for (let left = open[row] as number; left > 0; left--) {
      const at = number & ring.mask;
      counts.judge(ring.kinds[at] as number, 1 - baseRateAt(ring, at));
      ring.rows[at] = JUDGED;
      number = ring.older[at] as number;
    }
    open[row] = 0;
    keys.release(row, true);
  };
  /** Fails the predictions that were added `life` requests ago. */
  const expire = (): void => {
    for (let left = added[slice] as number; left > 0; left--) {
      const at = ring.first++ & ring.mask;
      const row = ring.rows[at] as number;
      if (row === JUDGED) continue;
      counts.judge(ring.kinds[at] as number, -baseRateAt(ring, at));
      open[row] = (open[row] as number) - 1;
      if (open[row] === 0) keys.release(row, false);
    }
    added[slice] = 0;
  };
  const advance = (): void => {
    slice = (slice + 1) % life;
  };
  const pass = (): void => {
    advance();
    keys.next();
  };
  const endView = (): void => {
    for (; further > 0; further--) {
      pass();
      expire();
    }
  };
  return {
    judge(key, isFurther = false) {
      if (isFurther) {
        further++;
        most = MAX_OF_VIEW;
      } else {
        endView();
        pass();
        most = MAX_ADDED;
      }
      const row = keys.find(key);
      if (row !== undefined) confirm(row);
      if (!isFurther) expire();
    },
    endView,
    add(key, expert, kind, likelihood, baseRate, isResident) {
      const size = added[slice] as number;
      if (size === most) return;
      added[slice] = size + 1;
      const row = keys.rowOf(key);
      const number = nextPrediction(ring);
      const at = number & ring.mask;
      ring.rows[at] = row;
      ring.kinds[at] = kind;
      setBaseRate(ring, at, baseRate);
      ring.older[at] = newest[row] ?? 0;
      newest[row] = number;
      open[row] = (open[row] ?? 0) + 1;
      counts.open(kind);
      keys.give(row, expert, likelihood, isResident ? -1 : baseRate);
    },
    mix: keys.mix,
    forEach: keys.forEach,
    find(key) {
      const row = keys.find(key);
      return row === undefined ? undefined : keys.at(row);
    },
    fail() {
      for (let left = life; left > 0; left--) {
        advance();
        expire();
      }
      // Its end may come while experts are asked.
      most = 0;
    },
    clear() {
      open.forEach((count, row) => {
        if (count > 0) keys.release(row, undefined);
      });
      open.fill(0);
      for (; ring.first < ring.end; ring.first++) {
        const at = ring.first & ring.mask;
        if (ring.rows[at] !== JUDGED) counts.withdraw(ring.kinds[at] as number);
      }
      added.fill(0);
    },
  };
}
