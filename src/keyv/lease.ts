import type { MaybePromise } from './settle.js';

/** What a lease gives its holder. */
export type LeaseToken = string | number;

/**
 * Leases of keys among processes: at most one holder each, for a limited time.
 *
 * A method may answer late, never, or throw: then the source is asked without a lease.
 */
export interface Lease {
  /**
   * Takes the lease of a key, unless another holder has it.
   *
   * @param key - begins with the namespace
   * @param ms - after so many milliseconds the lease ends by itself
   * @returns a token that no other holder gets; undefined if another one has the lease
   */
  acquire(key: string, ms: number): MaybePromise<LeaseToken | undefined | null>;
  /**
   * Ends a lease, if it is still that of this token.
   * @returns false if it was not: it had expired, and another holder may have taken it
   */
  release(key: string, token: LeaseToken): MaybePromise<unknown>;
}

/** A lease that this process has. */
export interface HeldLease {
  /** Whether it was not released, and has not expired by the clock of this process. */
  isValid(): boolean;
  /** Ends it, once. Calls back with whether it was valid until then. */
  release(onReleased?: (wasValid: boolean) => void): void;
}
