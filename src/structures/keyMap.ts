/** The methods of a Map that a cache needs, fast for integers. */
export interface KeyMap<V> {
  readonly size: number;
  get(id: unknown): V | undefined;
  set(id: unknown, value: V): void;
  delete(id: unknown): void;
  /** All values, in no order. */
  values(): V[];
  /**
   * Finds the keys that have no value, or a value for which `isAsNone` is true.
   *
   * @param size - how many of `ids` count
   * @param found - filled with their indexes in `ids`
   * @returns the number of keys found
   */
  findAbsent(
    ids: readonly unknown[],
    size: number,
    found: number[],
    isAsNone: ((value: V) => boolean) | undefined,
  ): number;
}

/**
 * Adjacent keys get adjacent places, because they are looked up together. The higher bits separate
 * keys that are powers of two apart.
 */
const hash = (key: number): number => key ^ (key >> 7) ^ (key >> 15);

/**
 * A map that finds a 32-bit integer about three times as fast as a Map.
 *
 * A request looks up each key that its predictor names, and most caches have integer keys: frames,
 * pages, rows. So each integer has one place in a flat table. If that place is taken, and for all
 * other keys, a Map is used. Keys are equal if a Map treats them as equal.
 */
export function createKeyMap<V>(): KeyMap<V> {
  const others = new Map<unknown, V>();
  // At most three quarters of the places are taken. A free place has the value undefined.
  let last = 7;
  let keys = new Int32Array();
  let values: (V | undefined)[] = [];

  const placeOf = (id: unknown): number => (typeof id === 'number' ? hash(id) & last : 0);
  const put = (id: unknown, value: V): void => {
    const place = placeOf(id);
    if (isInt32(id) && values[place] === undefined) {
      keys[place] = id;
      values[place] = value;
    } else others.set(id, value);
  };
  const grow = (): void => {
    const known = [...others, ...values.map((value, place) => [keys[place], value] as const)];
    last = 2 * last + 1;
    keys = new Int32Array(last + 1);
    values = new Array<undefined>(last + 1).fill(undefined);
    others.clear();
    for (const [id, value] of known) if (value !== undefined) put(id, value);
  };
  grow();

  const map = {
    size: 0,
    get(id: unknown): V | undefined {
      const place = placeOf(id);
      return keys[place] === id ? values[place] : others.get(id);
    },
    set(id: unknown, value: V) {
      map.delete(id);
      if (++map.size > 0.75 * last) grow();
      put(id, value);
    },
    delete(id: unknown) {
      if (map.get(id) === undefined) return;
      map.size--;
      if (!others.delete(id)) values[placeOf(id)] = undefined;
    },
    values: () => [...others.values(), ...values.filter((value) => value !== undefined)],
    // `get` is written out here for the dozens of keys of a request: it takes a fifth less time.
    findAbsent(
      ids: readonly unknown[],
      size: number,
      found: number[],
      isAsNone: ((value: V) => boolean) | undefined,
    ): number {
      const [theKeys, theValues, theLast] = [keys, values, last];
      let count = 0;
      for (let i = 0; i < size; i++) {
        const id = ids[i];
        const place = isInt32(id) ? hash(id) & theLast : 0;
        const value = theKeys[place] === id ? theValues[place] : others.get(id);
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
