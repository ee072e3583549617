import type { ResourceStatus } from '@angular/core';
import { sameKey } from '../options.js';
import type { PrefetchCache } from '../types.js';
import { residentOf } from './residentOf.js';

/** The wanted key of a resource, undefined for none, or the error of reading the key. */
export interface Wanted<K> {
  readonly key: K | undefined;
  readonly error?: Error;
  /** Whether a resource that the key depends on loads. */
  readonly isLoading?: boolean;
}

/** State of a resource. */
export interface ResourceState<V> {
  readonly status: ResourceStatus;
  /** With the status `'error'`: the last value, if it is kept. */
  readonly value: V | undefined;
  /** Set while the status is `'error'`. */
  readonly error: Error | undefined;
}

/** Outcome of a request. */
export type Outcome<V> =
  | { readonly status: 'fulfilled'; readonly value: V }
  | { readonly status: 'rejected'; readonly reason: Error };

/** What decides the states of a resource. */
export interface StateOptions<K, V> {
  readonly cache: PrefetchCache<K, V>;
  /** Whether the last value stays while the next one loads. */
  readonly keeps: boolean;
  /** The value while there is none. */
  readonly defaultValue: V | undefined;
}

/** The states of one resource. */
export interface ResourceStates<K, V> {
  /** Without a key. */
  readonly idle: ResourceState<V>;
  /** After a change of the wanted key. An item that the cache has is there at once. */
  wanted(
    next: Wanted<K>,
    before?: { readonly source: Wanted<K>; readonly value: ResourceState<V> },
  ): ResourceState<V>;
  /** After a request of the wanted key that has to wait. */
  requested(key: K, before: ResourceState<V>): ResourceState<V>;
  /** After the outcome of a request, or with a later value of the key. */
  settled(key: K | undefined, outcome: Outcome<V>, before: ResourceState<V>): ResourceState<V>;
}

/** The rules for the states of one resource. */
export function createStates<K, V>({
  cache,
  keeps,
  defaultValue,
}: StateOptions<K, V>): ResourceStates<K, V> {
  const idle: ResourceState<V> = { status: 'idle', value: defaultValue, error: undefined };
  const keptOf = (before: ResourceState<V> | undefined): V | undefined =>
    keeps && before ? before.value : defaultValue;
  return {
    idle,
    wanted({ key, error, isLoading }, before) {
      const kept = keptOf(before?.value);
      if (error) return { status: 'error', value: kept, error };
      if (isLoading) return { status: 'loading', value: kept, error: undefined };
      if (key === undefined) return idle;
      const resident = residentOf(cache, key);
      if (resident) return resolved(resident.value);
      if (before && sameKey(before.source.key, key)) return requestedAgain(before.value);
      return { status: 'loading', value: kept, error: undefined };
    },
    requested(key, before) {
      // The item that was there at once was evicted before the request.
      return before.status === 'resolved' && !residentOf(cache, key)
        ? { status: 'loading', value: keptOf(before), error: undefined }
        : before;
    },
    settled(key, outcome, before) {
      if (outcome.status === 'rejected')
        return { status: 'error', value: keptOf(before), error: outcome.reason };
      if (before.status !== 'local') return resolved(outcome.value);
      // What this resource has set itself, or an older value that is delivered late.
      const isOwn = Object.is(before.value, outcome.value);
      const isOld = key !== undefined && Object.is(residentOf(cache, key)?.value, before.value);
      return isOwn || isOld ? before : resolved(outcome.value);
    },
  };
}

/** State after another request for the same key. */
export function requestedAgain<V>({ status, value }: ResourceState<V>): ResourceState<V> {
  return { status: status === 'loading' ? 'loading' : 'reloading', value, error: undefined };
}

/** State with a value that the user has set. */
export function local<V>(value: V): ResourceState<V> {
  return { status: 'local', value, error: undefined };
}

/** Whether two states look the same. */
export function sameState<V>(one: ResourceState<V>, other: ResourceState<V>): boolean {
  return (
    one.status === other.status && Object.is(one.value, other.value) && one.error === other.error
  );
}

function resolved<V>(value: V): ResourceState<V> {
  return { status: 'resolved', value, error: undefined };
}
