/** A key with open predictions. */
export interface PredictedKey<K> {
  /** Undefined in a free row. */
  key: K | undefined;
  /** Its largest blended likelihood: as of which request, and by which expert most of all. */
  likelihood: number;
  mixedAt: number;
  expert: number;
  /** The number of its newest open prediction, and how many it has. */
  newest: number;
  open: number;
  /** The request at which it was predicted last, and its base rate then; below 0 for a resident. */
  predictedAt: number;
  baseRate: number;
  /** A blended likelihood that is checked, 0 for none: since which request, at which base rate. */
  checked: number;
  checkedAt: number;
  checkedBaseRate: number;
}

/** The keys with open predictions of one reader, a row each. */
export interface KeyTable<K> {
  readonly rows: readonly PredictedKey<K>[];
  /** By row and expert, as of the last request that predicted the key: the inputs of `Blend`. */
  readonly inputs: Float64Array;
  /** By row and expert: the inputs of the likelihood that is checked. */
  readonly checkedInputs: Float64Array;
  /** The row of a key; undefined for a key without a row. */
  find(key: K): number | undefined;
  /** The row of a key, a new one if there is none. */
  rowOf(key: K): number;
  /** Frees a row. */
  release(row: number): void;
}

/** Rows for which there is room at first. */
const FIRST_ROWS = 8;
const NONE = -1;

/** Gives each key a row, and reuses free rows. */
export function createKeyTable<K>(experts: number): KeyTable<K> {
  const rowsByKey = new Map<K, number>();
  const rows: PredictedKey<K>[] = [];
  const free: number[] = [];
  const table = {
    rows,
    inputs: new Float64Array(FIRST_ROWS * experts),
    checkedInputs: new Float64Array(FIRST_ROWS * experts),
    find: (key: K) => rowsByKey.get(key),
    rowOf(key: K) {
      const known = rowsByKey.get(key);
      if (known !== undefined) return known;
      const row = free.pop() ?? rows.push(createRow()) - 1;
      if (rows.length * experts > table.inputs.length) {
        table.inputs = doubled(table.inputs);
        table.checkedInputs = doubled(table.checkedInputs);
      }
      rowsByKey.set(key, row);
      (rows[row] as PredictedKey<K>).key = key;
      return row;
    },
    release(row: number) {
      const predicted = rows[row] as PredictedKey<K>;
      rowsByKey.delete(predicted.key as K);
      predicted.key = undefined;
      predicted.likelihood = predicted.open = predicted.checked = 0;
      predicted.predictedAt = NONE;
      free.push(row);
    },
  };
  return table;
}

function createRow<K>(): PredictedKey<K> {
  return {
    key: undefined,
    likelihood: 0,
    mixedAt: 0,
    expert: 0,
    newest: NONE,
    open: 0,
    predictedAt: NONE,
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
