import { computed, type Resource, type Signal } from '@angular/core';
import { messageOf } from '../errors.js';
import type { ResourceState } from './resourceState.js';

/** Snapshot of a resource, with the shape of `ResourceSnapshot` in Angular 21. */
export type PrefetchResourceSnapshot<T> =
  | { readonly status: 'idle' | 'loading' | 'reloading' | 'resolved' | 'local'; readonly value: T }
  | { readonly status: 'error'; readonly error: Error };

/** An item of a cache as an Angular resource. */
export interface PrefetchResource<T> extends Resource<T> {
  /** Status with value or error. Angular's own resources have it from version 21 on. */
  readonly snapshot: Signal<PrefetchResourceSnapshot<T>>;
  /** Whether there is a value other than undefined. */
  hasValue(
    this: T extends undefined ? this : never,
  ): this is PrefetchResource<Exclude<T, undefined>>;
  hasValue(): boolean;
  /**
   * Evicts the item from the cache and loads it again. The value stays until then.
   *
   * @returns false, and does nothing, while the resource is idle or loading
   */
  reload(): boolean;
}

/** Shapes a state as a resource. */
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
