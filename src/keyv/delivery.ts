/** Hands lifetimes to a cache together with values. */
export interface Delivery<K, V> {
  /** Runs a call that gives a value to a cache. */
  run(key: K, value: V, lifetime: number | undefined, call: () => void): void;
  /** The option `ttl` of a cache. */
  readonly ttl: (value: V, key: K) => number;
}

/**
 * A cache asks for the lifetime of a value in the call that delivers it: so the lifetime that is
 * left needs no memory.
 *
 * @param lifetimeOf - the lifetime of a value that was not delivered, as by `cache.set`
 */
export function createDelivery<K, V>(lifetimeOf: (value: V, key: K) => number): Delivery<K, V> {
  interface Present {
    readonly key: K;
    readonly value: V;
    readonly lifetime: number | undefined;
  }
  let present: Present | undefined;
  return {
    run(key, value, lifetime, call) {
      const outer = present;
      present = { key, value, lifetime };
      try {
        call();
      } finally {
        present = outer;
      }
    },
    ttl(value, key) {
      if (present && Object.is(present.value, value) && Object.is(present.key, key))
        return present.lifetime ?? lifetimeOf(value, key);
      return lifetimeOf(value, key);
    },
  };
}
