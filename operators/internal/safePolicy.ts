import type { EvictionPolicy } from '../../src/types.js';
import { report, reportErrors } from './reportErrors.js';

/**
 * A policy whose errors are reported and not thrown: the cache goes on, and where it names no
 * victim nothing is evicted.
 */
export function safePolicy<K>(policy: EvictionPolicy<K>): EvictionPolicy<K> {
  return {
    added: (key, entry) => reportErrors(() => policy.added(key, entry)),
    used(key) {
      // Once a hit, which may allocate nothing: no closure.
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

/** The identity of a key for a policy: a key for which `keyOf` throws is none that may leave. */
export function safeIdentity<K>(identify: (key: K) => unknown): (key: K) => unknown {
  const nobody = Symbol();
  return (key) => {
    try {
      return identify(key);
    } catch (error) {
      report(error);
      return nobody;
    }
  };
}
