/**
 * Open predictions of one reader, numbered in the order in which they were added, which is the order
 * in which they end. Each array has one element a prediction, at `number & mask`.
 */
export interface PredictionRing {
  /** Number of the oldest prediction, and the number of the next one. */
  first: number;
  end: number;
  /** Length of the arrays, a power of 2, less 1. */
  mask: number;
  /** The row of its key in `KeyLikelihoods`; below 0 once it is judged. */
  rows: Int16Array;
  kinds: Uint16Array;
  /**
   * The base rate of its key; undefined until a key has one, as only keys have that were requested
   * before.
   */
  baseRates: Float64Array | undefined;
  /** The prediction of the same key before it, as the last 16 bits of its number. */
  older: Uint16Array;
}

/** Predictions for which there is room at first. */
const FIRST_LENGTH = 32;

/** Holds the predictions of one reader; it starts small, as there is one for each reader. */
export function createPredictionRing(): PredictionRing {
  return { first: 0, end: 0, baseRates: undefined, ...arrays(FIRST_LENGTH) };
}

/** Makes room for one more prediction; returns its number. */
export function nextPrediction(ring: PredictionRing): number {
  if (ring.end - ring.first > ring.mask) grow(ring);
  return ring.end++;
}

/** @param at - the number of the prediction, masked */
export function baseRateAt({ baseRates }: PredictionRing, at: number): number {
  return baseRates === undefined ? 0 : (baseRates[at] as number);
}

/** @param at - the number of the prediction, masked */
export function setBaseRate(ring: PredictionRing, at: number, baseRate: number): void {
  if (baseRate !== 0) ring.baseRates ??= new Float64Array(ring.mask + 1);
  if (ring.baseRates) ring.baseRates[at] = baseRate;
}

function arrays(length: number) {
  return {
    mask: length - 1,
    rows: new Int16Array(length),
    kinds: new Uint16Array(length),
    older: new Uint16Array(length),
  };
}

function grow(ring: PredictionRing): void {
  const { first, end, mask, rows, kinds, baseRates, older } = ring;
  Object.assign(ring, arrays(2 * (mask + 1)));
  ring.baseRates = baseRates && new Float64Array(ring.mask + 1);
  for (let number = first; number < end; number++) {
    const [from, to] = [number & mask, number & ring.mask];
    ring.rows[to] = rows[from] as number;
    ring.kinds[to] = kinds[from] as number;
    if (baseRates && ring.baseRates) ring.baseRates[to] = baseRates[from] as number;
    ring.older[to] = older[from] as number;
  }
}
