import type { Control } from '../types.js';

/** What happens to a load that no request and no warm wants any more. */
export type Fate = 'keep' | 'abort';

/** The fields of a load that the decision uses. */
export interface ClaimedLoad {
  readonly id: unknown;
  readonly startedAt: number;
}

/** The parts of the cache that the decision uses. */
export interface ClaimOptions<K> {
  /** The largest likelihood that the prediction of any reader gives a key. */
  readonly likelihoodOf: (id: unknown) => number;
  /** Whether prefetches may continue. */
  readonly keeps: () => boolean;
  readonly control: Control<K> | undefined;
  readonly concurrency: number;
  readonly now: () => number;
}

/** Decides whether readers want a load. */
export interface LoadClaims {
  /** Whether a prefetch in flight should continue. O(1) */
  readonly isWanted: (load: ClaimedLoad) => boolean;
  /**
   * `keep` if a load that its last request or its warm left continues as a prefetch: readers want
   * it, and a slot is free.
   */
  readonly fateOf: (load: ClaimedLoad, prefetches: number) => Fate;
}

/**
 * Decides which loads continue without a request.
 *
 * While prefetches may continue, these are the loads whose keys a reader's prediction names, and that
 * control keeps.
 */
export function createLoadClaims<K>({
  likelihoodOf,
  keeps,
  control,
  concurrency,
  now,
}: ClaimOptions<K>): LoadClaims {
  const isWanted = ({ id, startedAt }: ClaimedLoad): boolean => {
    const likelihood = keeps() ? likelihoodOf(id) : 0;
    return likelihood > 0 && control?.keeps(likelihood, now() - startedAt) !== false;
  };
  return {
    isWanted,
    fateOf: (load, prefetches) => (prefetches < concurrency && isWanted(load) ? 'keep' : 'abort'),
  };
}
