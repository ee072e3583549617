import {
  computed,
  untracked,
  type Resource,
  type ResourceRef,
  type Signal,
  type WritableSignal,
} from '@angular/core';
import { messageOf } from '../errors.js';
import type { ResourceState } from './resourceState.js';

/** Snapshot of a resource, with the shape of `ResourceSnapshot` in Angular 21. */
export type PrefetchResourceSnapshot<T> =
  | { readonly status: 'idle' | 'loading' | 'reloading' | 'resolved' | 'local'; readonly value: T }
  | { readonly status: 'error'; readonly error: Error };

/** An item of a cache as an Angular resource. */
export interface PrefetchResource<T> extends ResourceRef<T> {
  /** Status with value or error. Angular's own resources have it from version 21 on. */
  readonly snapshot: Signal<PrefetchResourceSnapshot<T>>;
  /** Whether there is a value other than undefined. */
  hasValue(
    this: T extends undefined ? this : never,
  ): this is PrefetchResource<Exclude<T, undefined>>;
  /** Whether there is a value other than undefined. */
  hasValue(): boolean;
  /**
   * Stores a value in the cache, from where all resources of the key get it. The status is `'local'`
   * until another value comes. Only this resource has the value if it is undefined, if there is no
   * key, and after the cache was closed.
   *
   * @throws RangeError | TypeError if `sizeOf` or `ttl` of the cache returns no valid number
   */
  set(value: T): void;
  /** The same as `set`, with a function of the present value. */
  update(updater: (value: T) => T): void;
  /**
   * Loads the item again, for all resources of the key. The value stays until then. If the load
   * fails, this resource has the error; the others and the cache keep the item.
   *
   * @returns false, and does nothing, while the resource is idle, loading or reloading, or
   *   has no key
   */
  reload(): boolean;
  /** Ends the resource, and aborts what only it loads. It is idle from then on. */
  destroy(): void;
}

/** What a resource does. */
export interface ResourceActions<V> {
  readonly set: (value: V) => void;
  readonly reload: () => boolean;
  readonly destroy: () => void;
}

/**
 * Shapes a state as a resource.
 *
 * @param equal - whether two values are the same: signals that read `value` do not change then
 */
export function asResource<V>(
  state: Signal<ResourceState<V>>,
  actions: ResourceActions<V>,
  equal: ((one: V, other: V) => boolean) | undefined,
): PrefetchResource<V> {
  const isLoading = computed(() => state().status === 'loading' || state().status === 'reloading');
  const read = (): V => {
    const { status, value, error } = state();
    if (status === 'error')
      throw new Error(`A resource in its error state has no value: ${messageOf(error)}`, {
        cause: error,
      });
    return value as V;
  };
  const value = computed(read, equal && { equal: definedEqual(equal) });
  const readonly = computed(() => value());
  // An effect that calls them must not depend on signals that the cache's user parts read.
  const set = (next: V): void => untracked(() => actions.set(next));
  const reload = (): boolean => untracked(actions.reload);
  const destroy = (): void => untracked(actions.destroy);
  const update = (updater: (value: V) => V): void => set(updater(untracked(value)));
  const resource = {
    value: Object.assign(value, { set, update, asReadonly: () => readonly }),
    status: computed(() => state().status),
    error: computed(() => state().error),
    isLoading,
    snapshot: computed((): PrefetchResourceSnapshot<V> => {
      const { status, error } = state();
      return status === 'error' ? { status, error: error as Error } : { status, value: value() };
    }),
    hasValue: hasValueOf(state),
    set,
    update,
    reload,
    destroy,
    asReadonly: (): Resource<V> => resource as unknown as Resource<V>,
  } satisfies { readonly value: Pick<WritableSignal<V>, 'set' | 'update' | 'asReadonly'> } & Record<
    keyof PrefetchResource<V>,
    unknown
  >;
  return resource as unknown as PrefetchResource<V>;
}

function hasValueOf<V>(state: Signal<ResourceState<V>>): () => boolean {
  const hasValue = computed(() => state().status !== 'error' && state().value !== undefined);
  return () => hasValue();
}

/** As Angular's resources do: `equal` is not called with undefined. */
function definedEqual<V>(equal: (one: V, other: V) => boolean): (one: V, other: V) => boolean {
  return (one, other) =>
    one === undefined || other === undefined ? one === other : equal(one, other);
}
