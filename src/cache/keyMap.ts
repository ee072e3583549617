/** What a store needs of a Map, quick for integers. */
export interface KeyMap<V> {
  readonly size: number;
  get(id: unknown): V | undefined;
  set(id: unknown, value: V): void;
  delete(id: unknown): void;
  /**
   * Which of these keys have no value, or one that is as none.
   *
   * @param size - how many of `ids` count
   * @param found - is filled with their places in `ids`
   * @returns how many they are
   */
  findAbsent(ids: readonly unknown[], size: number, found: number[], isAsNone: ((value: V) => boolean) | undefined): number;
}

/** What stands in a free place; this one integer is kept with the keys that are none. */
const FREE = -(2 ** 31);

/** Keys in a row stand in a row, as they are looked up together; the higher bits keep those apart that are powers of two away. */
const hash = (key: number): number => key ^ (key >> 7) ^ (key >> 15);

/**
 * A Map that finds a 32-bit integer about three times as fast as Map does.
 *
 * A request looks up each key that its predictor names, and most caches have integer keys: frames, pages, rows. So these stand in a flat table with
 * open addressing, and other keys in a Map. What Map takes for equal is equal here too.
 */
export function createKeyMap<V>(): KeyMap<V> {
  const others = new Map<unknown, V>();
  // A key stands in the first free place from its hash on; at least half of the places are free.
  let keys = new Int32Array(0);
  let values: (V | undefined)[] = [];
  let last = 0;

  /** The place of a key, or the free one where it would stand. */
  const placeOf = (key: number): number => {
    let place = hash(key) & last;
    while (keys[place] !== key && keys[place] !== FREE) place = (place + 1) & last;
    return place;
  };
  const put = (key: number, value: V | undefined): void => {
    const place = placeOf(key);
    keys[place] = key;
    values[place] = value;
  };
  const resize = (size: number): void => {
    const [oldKeys, oldValues] = [keys, values];
    last = size - 1;
    keys = new Int32Array(size).fill(FREE);
    values = new Array<undefined>(size).fill(undefined);
    oldKeys.forEach((key, i) => {
      if (key !== FREE) put(key, oldValues[i]);
    });
  };
  resize(16);

  const map = {
    size: 0,
    get: (id: unknown): V | undefined => (isInt32(id) ? values[placeOf(id)] : others.get(id)),
    set(id: unknown, value: V) {
      if (map.get(id) === undefined && 2 * ++map.size > last) resize(2 * keys.length);
      if (isInt32(id)) put(id, value);
      else others.set(id, value);
    },
    delete(id: unknown) {
      if (map.get(id) === undefined) return;
      map.size--;
      if (!isInt32(id)) {
        others.delete(id);
        return;
      }
      let place = placeOf(id);
      keys[place] = FREE;
      values[place] = undefined;
      // What stands behind it, up to the next free place, may have to stand nearer to its hash now.
      for (let key; (key = keys[(place = (place + 1) & last)] as number) !== FREE;) {
        const value = values[place];
        keys[place] = FREE;
        values[place] = undefined;
        put(key, value);
      }
    },
    // Dozens of keys a request: what `get` does, written out; twice as fast.
    findAbsent(ids: readonly unknown[], size: number, found: number[], isAsNone: ((value: V) => boolean) | undefined): number {
      const theKeys = keys;
      const theLast = last;
      let count = 0;
      for (let i = 0; i < size; i++) {
        const id = ids[i];
        let value: V | undefined;
        if (isInt32(id)) {
          let place = hash(id) & theLast;
          while (theKeys[place] !== id && theKeys[place] !== FREE) place = (place + 1) & theLast;
          if (theKeys[place] === id && !isAsNone) continue;
          value = values[place];
        } else value = others.get(id);
        if (value === undefined || isAsNone?.(value)) found[count++] = i;
      }
      return count;
    },
  };
  return map;
}

function isInt32(id: unknown): id is number {
  return typeof id === 'number' && (id | 0) === id && id !== FREE;
}
