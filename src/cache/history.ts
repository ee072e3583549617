/** The last keys that a reader requested. */
export interface History<K> {
  /** Oldest first. One array for ever: copy what is to last. */
  readonly keys: readonly K[];
  /** Adds a key, lets the oldest go beyond the size, and gives `keys`. */
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
