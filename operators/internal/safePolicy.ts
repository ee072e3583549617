import type { EvictionPolicy } from '../../src/types.js';
import { report, reportErrors } from './reportErrors.js';

/**
 * A policy whose errors are reported and not thrown. A `victim` that throws names no victim, so
 * nothing is evicted.
 */
export function safePolicy<K>(policy: EvictionPolicy<K>): EvictionPolicy<K> {
  return {
    added: (key, entry) => reportErrors(() => policy.added(key, entry)),
    used(key) {
      // Called at each hit, which must not allocate: no closure.
      try {
        policy.used(key);
      } catch (error) {
        report(error);
      }
    },
    removed: (key) => reportErrors(() => policy.removed(key)),
    victim: (isShielded) => reportErrors(() => policy.victim(isShielded)),
  };
}

/** The identity of a key that a policy names. If `keyOf` throws, the key cannot be evicted. */
export function safeIdentity<K>(identify: (key: K) => unknown): (key: K) => unknown {
  const unknown = Symbol();
  return (key) => {
    try {
      return identify(key);
    } catch (error) {
      report(error);
      return unknown;
    }
  };
}
