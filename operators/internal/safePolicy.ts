import type { EvictionPolicy } from '../../src/types.js';
import { report } from './report.js';

/** A policy whose errors are reported and not thrown: the cache goes on, and where it names no victim nothing is evicted. */
export function safePolicy<K>(policy: EvictionPolicy<K>): EvictionPolicy<K> {
  const safely = <R>(call: () => R): R | undefined => {
    try {
      return call();
    } catch (error) {
      report(error);
      return undefined;
    }
  };
  return {
    added: (key, entry) => safely(() => policy.added(key, entry)),
    used(key) {
      // Once a hit, which may allocate nothing: no closure.
      try {
        policy.used(key);
      } catch (error) {
        report(error);
      }
    },
    removed: (key) => safely(() => policy.removed(key)),
    victim: (isShielded) => safely(() => policy.victim(isShielded)),
  };
}
