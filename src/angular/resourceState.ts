import type { ResourceStatus } from '@angular/core';
import { sameKey } from '../options.js';

/** The wanted key of a resource, undefined for none, or the error of reading the key. */
export interface Wanted<K> {
  readonly key: K | undefined;
  readonly error?: Error;
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
export type Answer<V> =
  | { readonly status: 'fulfilled'; readonly value: V }
  | { readonly status: 'rejected'; readonly reason: Error };

/** State of a resource without a key. */
export const idle: ResourceState<never> = { status: 'idle', value: undefined, error: undefined };

/**
 * State after a change of the wanted key.
 *
 * @param before - the key and state before
 * @param keeps - whether the last value stays while the next one loads
 */
export function wantedState<K, V>(
  { key, error }: Wanted<K>,
  before: { readonly source: Wanted<K>; readonly value: ResourceState<V> } | undefined,
  keeps: boolean,
): ResourceState<V> {
  const last = keeps ? before?.value.value : undefined;
  if (error) return { status: 'error', value: last, error };
  if (key === undefined) return idle;
  if (before && sameKey(before.source.key, key)) return askedAnew(before.value);
  return { status: 'loading', value: last, error: undefined };
}

/** State after another request for the same key. */
export function askedAnew<V>({ status, value }: ResourceState<V>): ResourceState<V> {
  return { status: status === 'loading' ? 'loading' : 'reloading', value, error: undefined };
}

/** State after the outcome of a request. */
export function answeredState<V>(
  answer: Answer<V>,
  before: ResourceState<V>,
  keeps: boolean,
): ResourceState<V> {
  return answer.status === 'fulfilled'
    ? { status: 'resolved', value: answer.value, error: undefined }
    : { status: 'error', value: keeps ? before.value : undefined, error: answer.reason };
}
