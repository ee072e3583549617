import type { ResourceStatus } from '@angular/core';
import { sameKey } from '../options.js';

/**
 * What a resource is to show: the item of a key, nothing where that is undefined, or why there is
 * no key.
 */
export interface Wanted<K> {
  readonly key: K | undefined;
  readonly error?: Error;
}

/** What a resource shows. */
export interface ResourceState<V> {
  readonly status: ResourceStatus;
  /** Beside an error: the last value, where it is kept. */
  readonly value: V | undefined;
  /** While the status is `'error'`. */
  readonly error: Error | undefined;
}

/** What came of a request. */
export type Answer<V> =
  | { readonly status: 'fulfilled'; readonly value: V }
  | { readonly status: 'rejected'; readonly reason: Error };

/** Nothing is wanted. */
export const idle: ResourceState<never> = { status: 'idle', value: undefined, error: undefined };

/**
 * Something else is wanted, or the same once more.
 *
 * @param before - what was wanted and shown until now
 * @param keeps - whether the last value is shown while the next one loads
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

/** What is shown is requested once more. */
export function askedAnew<V>({ status, value }: ResourceState<V>): ResourceState<V> {
  return { status: status === 'loading' ? 'loading' : 'reloading', value, error: undefined };
}

/** The answer has come. */
export function answeredState<V>(
  answer: Answer<V>,
  before: ResourceState<V>,
  keeps: boolean,
): ResourceState<V> {
  return answer.status === 'fulfilled'
    ? { status: 'resolved', value: answer.value, error: undefined }
    : { status: 'error', value: keeps ? before.value : undefined, error: answer.reason };
}
