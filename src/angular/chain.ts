import type { Resource } from '@angular/core';
import { messageOf } from '../errors.js';

/** What the function `key` of a resource gets. */
export interface PrefetchKeyContext {
  /**
   * The value of another resource, for a key that depends on it. While that one is idle or loads,
   * this one does, too; if it has failed, this one has as well. The same as `chain` of Angular 22.
   */
  readonly chain: <T>(resource: Resource<T>) => T;
}

/** The status that a key function leaves its resource in, instead of a key. */
export type Upstream = 'idle' | 'loading';

/** Thrown by `chain`, and caught where the key is read. */
class ChainedStatus extends Error {
  constructor(readonly status: Upstream) {
    super(`A resource that the key depends on is ${status}`);
  }
}

/** What each key function gets. */
export const keyContext: PrefetchKeyContext = {
  chain(resource) {
    switch (resource.status()) {
      case 'resolved':
      case 'local':
        return resource.value();
      case 'error': {
        const cause = resource.error();
        throw new Error(`A resource that the key depends on has failed: ${messageOf(cause)}`, {
          cause,
        });
      }
      case 'idle':
        throw new ChainedStatus('idle');
      default:
        throw new ChainedStatus('loading');
    }
  },
};

/** The status that was thrown in place of a key, by `chain` here or in Angular 22. */
export function thrownStatus(thrown: unknown): Upstream | undefined {
  if (thrown instanceof ChainedStatus) return thrown.status;
  // `ResourceParamsStatus` of Angular 22, which 20 and 21 do not have.
  const { IDLE, LOADING } =
    (thrown as { readonly constructor?: Partial<ParamsStatus> } | undefined)?.constructor ?? {};
  if (LOADING !== undefined && thrown === LOADING) return 'loading';
  return IDLE !== undefined && thrown === IDLE ? 'idle' : undefined;
}

interface ParamsStatus {
  readonly IDLE: unknown;
  readonly LOADING: unknown;
}
