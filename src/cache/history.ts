/** The last keys that a reader requested. */
export interface History<K> {
  /** The keys, oldest first. The array is changed in place: copy it to keep it. */
  readonly keys: readonly K[];
  /** Adds a key, removes the oldest one beyond the size, and returns `keys`. */
  push(key: K): readonly K[];
}

/** A history of at most `size` keys. */
export function createHistory<K>(size: number): History<K> {
  const keys: K[] = [];
  return {
    keys,
    push(key) {
      if (keys.length === size) keys.shift();
      keys.push(key);
      return keys;
    },
  };
}
