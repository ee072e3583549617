/** What a store needs of a Map, quick for integers. */
export interface KeyMap<V> {
  readonly size: number;
  get(id: unknown): V | undefined;
  has(id: unknown): boolean;
  set(id: unknown, value: V): void;
  delete(id: unknown): void;
  values(): Iterable<V>;
  /**
   * Which of these keys have no value, or one that is as none.
   *
   * @param size - how many of `ids` count
   * @param found - is filled with their places in `ids`
   * @returns how many they are
   */
  findAbsent(ids: readonly unknown[], size: number, found: number[], isAsNone?: (value: V) => boolean): number;
}

/** Multiplicative hashing, after Knuth: 2^32 over the golden ratio. */
const SPREAD = 0x9e3779b1;

/**
 * A Map that finds a 32-bit integer about three times as fast as Map does.
 *
 * A request looks up each key that its predictor names, and most caches have integer keys: frames, pages, rows, tiles. So integers also stand in a
 * flat table with open addressing; other keys stand in the Map alone. What Map takes for equal is equal here too.
 */
export function createKeyMap<V>(): KeyMap<V> {
  const all = new Map<unknown, V>();
  // A key stands in the first free place from its hash on; at least half of the places are free.
  let keys = new Int32Array(16);
  let values: (V | undefined)[] = new Array<undefined>(16).fill(undefined);
  let shift = 28;
  let integers = 0;

  /** The place of a key, or the free one where it would stand. */
  const placeOf = (key: number): number => {
    const last = keys.length - 1;
    let place = Math.imul(key, SPREAD) >>> shift;
    while (values[place] !== undefined && keys[place] !== key) place = (place + 1) & last;
    return place;
  };
  const put = (key: number, value: V): void => {
    const place = placeOf(key);
    keys[place] = key;
    values[place] = value;
  };
  const grow = (): void => {
    const [oldKeys, oldValues] = [keys, values];
    keys = new Int32Array(2 * oldKeys.length);
    values = new Array<undefined>(keys.length).fill(undefined);
    shift--;
    oldValues.forEach((value, i) => {
      if (value !== undefined) put(oldKeys[i] as number, value);
    });
  };
  /** Frees a place; what stands behind it, up to the next free place, may have to stand nearer to its hash now. */
  const free = (place: number): void => {
    const last = keys.length - 1;
    values[place] = undefined;
    for (let next = (place + 1) & last; values[next] !== undefined; next = (next + 1) & last) {
      const value = values[next] as V;
      values[next] = undefined;
      put(keys[next] as number, value);
    }
  };

  const map = {
    size: 0,
    get: (id: unknown): V | undefined => (isInt32(id) ? values[placeOf(id)] : all.get(id)),
    has: (id: unknown): boolean => map.get(id) !== undefined,
    set(id: unknown, value: V) {
      if (isInt32(id)) {
        if (!all.has(id) && 2 * ++integers > keys.length) grow();
        put(id, value);
      }
      all.set(id, value);
      map.size = all.size;
    },
    delete(id: unknown) {
      if (!all.delete(id)) return;
      map.size = all.size;
      if (!isInt32(id)) return;
      integers--;
      free(placeOf(id));
    },
    values: () => all.values(),
    // Dozens of keys a request: what `get` does, written out.
    findAbsent(ids: readonly unknown[], size: number, found: number[], isAsNone?: (value: V) => boolean): number {
      const theKeys = keys;
      const theValues = values;
      const last = keys.length - 1;
      const by = shift;
      let count = 0;
      for (let i = 0; i < size; i++) {
        const id = ids[i];
        let value: V | undefined;
        if (isInt32(id)) {
          let place = Math.imul(id, SPREAD) >>> by;
          while (theValues[place] !== undefined && theKeys[place] !== id) place = (place + 1) & last;
          value = theValues[place];
        } else value = all.get(id);
        if (value === undefined || isAsNone?.(value)) found[count++] = i;
      }
      return count;
    },
  };
  return map;
}

function isInt32(id: unknown): id is number {
  return typeof id === 'number' && (id | 0) === id;
}
