import type { Control } from '../types.js';

/** What becomes of a load that no request and no warm wants any more. */
export type Fate = 'keep' | 'abort';

/** What the decision needs to know of a load. */
export interface ClaimedLoad {
  readonly id: unknown;
  readonly startedAt: number;
}

/** What the decision needs of the cache. */
export interface ClaimOptions<K> {
  /** The likelihood that all readers together give a key. */
  readonly likelihoodOf: (id: unknown) => number;
  readonly isEnabled: () => boolean;
  readonly control: Control<K> | undefined;
  readonly concurrency: number;
  readonly now: () => number;
}

/** Whether readers want a load. */
export interface LoadClaims {
  /** Whether a prefetch in flight is worth going on with. O(1) */
  readonly isWanted: (load: ClaimedLoad) => boolean;
  /**
   * A load that its last request or its warm left goes on as a prefetch if readers want it and a
   * slot is free.
   */
  readonly fateOf: (load: ClaimedLoad, prefetches: number) => Fate;
}

/**
 * Decides which loads go on without a request: those whose keys a reader's prediction names, and
 * that control keeps, while prefetching is on.
 */
export function createLoadClaims<K>({
  likelihoodOf,
  isEnabled,
  control,
  concurrency,
  now,
}: ClaimOptions<K>): LoadClaims {
  const isWanted = ({ id, startedAt }: ClaimedLoad): boolean => {
    const likelihood = isEnabled() ? likelihoodOf(id) : 0;
    return likelihood > 0 && control?.keeps(likelihood, now() - startedAt) !== false;
  };
  return {
    isWanted,
    fateOf: (load, prefetches) => (prefetches < concurrency && isWanted(load) ? 'keep' : 'abort'),
  };
}
