import { computed, type Resource, type Signal } from '@angular/core';
import { messageOf } from '../errors.js';
import type { ResourceState } from './resourceState.js';

/** What a resource shows at a moment, as Angular's `ResourceSnapshot` from version 21 on. */
export type PrefetchResourceSnapshot<T> =
  | { readonly status: 'idle' | 'loading' | 'reloading' | 'resolved' | 'local'; readonly value: T }
  | { readonly status: 'error'; readonly error: Error };

/** An item of a cache as a resource of Angular, which can also be loaded anew. */
export interface PrefetchResource<T> extends Resource<T> {
  /** All of it in one, also with an Angular whose own resources have none. */
  readonly snapshot: Signal<PrefetchResourceSnapshot<T>>;
  hasValue(
    this: T extends undefined ? this : never,
  ): this is PrefetchResource<Exclude<T, undefined>>;
  hasValue(): boolean;
  /**
   * Lets the item go from the cache and loads it anew; what is shown stays meanwhile.
   *
   * @returns whether it did: not while nothing is wanted, nor while it loads
   */
  reload(): boolean;
}

/** What a state says, in the shape of a resource. */
export function asResource<V>(
  state: Signal<ResourceState<V>>,
  reload: () => boolean,
): PrefetchResource<V | undefined> {
  const isLoading = computed(() => state().status === 'loading' || state().status === 'reloading');
  const hasValue = computed(() => state().status !== 'error' && state().value !== undefined);
  const value = computed(() => {
    const { status, value, error } = state();
    if (status === 'error')
      throw new Error(`A resource in its error state has no value: ${messageOf(error)}`, {
        cause: error,
      });
    return value;
  });
  return {
    value,
    status: computed(() => state().status),
    error: computed(() => state().error),
    isLoading,
    snapshot: computed(() => snapshotOf(state())),
    hasValue: () => hasValue(),
    reload,
  } as PrefetchResource<V | undefined>;
}

function snapshotOf<V>({
  status,
  value,
  error,
}: ResourceState<V>): PrefetchResourceSnapshot<V | undefined> {
  return status === 'error' ? { status, error: error as Error } : { status, value };
}
