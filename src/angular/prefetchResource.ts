import {
  DestroyRef,
  linkedSignal,
  PendingTasks,
  untracked,
  type Injector,
  type WritableSignal,
} from '@angular/core';
import { isObservable, type Observable } from 'rxjs';
import { checkOptions, expected, sameKey } from '../options.js';
import type { PrefetchCache } from '../types.js';
import { asResource, type PrefetchResource, type ResourceActions } from './asResource.js';
import { keyContext, thrownStatus, type PrefetchKeyContext } from './chain.js';
import { checkCache } from './checkCache.js';
import { errorOf } from './errorOf.js';
import { givenInjector } from './givenInjector.js';
import { latestReader } from './latestReader.js';
import { pendingTask } from './pendingTask.js';
import { residentOf } from './residentOf.js';
import {
  createStates,
  local,
  requestedAgain,
  sameState,
  type ResourceState,
  type ResourceStates,
  type Wanted,
} from './resourceState.js';
import { observableKeys, signalKeys, type WantedKeys } from './wantedKeys.js';
import { warnIfShared } from './warnIfShared.js';

/** Options of `prefetchResource`. */
export interface PrefetchResourceOptions<K, V> {
  /**
   * Key of the item: a signal, a function that reads signals, or an observable. While it is
   * undefined, the resource is idle. A function gets `chain`, for a key that depends on another
   * resource.
   */
  readonly key:
    ((context: PrefetchKeyContext) => NoInfer<K> | undefined) | Observable<NoInfer<K> | undefined>;
  /** The cache. Each resource is a reader of its own, with a history and a plan. */
  readonly cache: PrefetchCache<K, V>;
  /**
   * Value while another item loads: `'nothing'`, or `'last'` for the last value. The cache may
   * evict that value meanwhile: a listener of `evictions$` that destroys values destroys it too.
   * @defaultValue `'nothing'`
   */
  readonly whileLoading?: 'nothing' | 'last' | undefined;
  /** Value while there is none: idle, or loading. @defaultValue undefined */
  readonly defaultValue?: NoInfer<V> | undefined;
  /**
   * Whether two values are the same: signals that read `value` do not change with an equal
   * one.
   * @defaultValue `Object.is`
   */
  readonly equal?: ((one: NoInfer<V>, other: NoInfer<V>) => boolean) | undefined;
  /** Injector whose `DestroyRef` ends the resource. @defaultValue that of the injection context */
  readonly injector?: Injector | undefined;
}

const NAMES = ['key', 'cache', 'whileLoading', 'defaultValue', 'equal', 'injector'] as const;

/**
 * An item of a cache as an Angular resource, for templates.
 *
 * The latest key counts: a superseded request is abandoned, and its load continues only if a plan
 * names the key. A resident item is there as soon as the key is, without the status `'loading'`.
 * Later values of the key, from `set`, `reload` and other loads, are shown, too. A failed load
 * gives the status `'error'` with a `LoadError`, and the next key loads as usual. The application
 * is busy (`PendingTasks`) from before a request until its item is set, so that a server and
 * `whenStable()` wait for it.
 *
 * ```ts compile-only
 * import { inject, InjectionToken, signal } from '@angular/core';
 * import type { PrefetchCache } from 'rxjs-prefetch-cache';
 *
 * const PAGES = new InjectionToken<PrefetchCache<number, string[]>>('pages');
 *
 * class List {
 *   readonly number = signal(1);
 *   readonly page = prefetchResource({ key: this.number, cache: inject(PAGES), defaultValue: [] });
 * }
 * // @for (row of page.value(); track row) { … }
 * ```
 *
 * @throws RuntimeError (NG0203) of Angular outside an injection context without `injector`
 * @throws RangeError | TypeError for wrong options
 */
export function prefetchResource<K, V>(
  options: PrefetchResourceOptions<K, V> & { readonly defaultValue: NoInfer<V> },
): PrefetchResource<V>;
export function prefetchResource<K, V>(
  options: PrefetchResourceOptions<K, V>,
): PrefetchResource<V | undefined>;
export function prefetchResource<K, V>(
  options: PrefetchResourceOptions<K, V>,
): PrefetchResource<V | undefined> {
  const { key, cache, whileLoading, defaultValue, equal, injector: given } = check(options);
  const injector = givenInjector(prefetchResource, given);
  warnIfShared(cache, injector);
  const nothing: Wanted<K> = { key: undefined };
  const keys = isObservable(key)
    ? observableKeys(nothing, key, toWanted, failedWanted<K>, injector)
    : signalKeys(nothing, () => readKey(key), isSameWanted, injector);
  const states = createStates({ cache, keeps: whileLoading === 'last', defaultValue });
  const state = linkedSignal<Wanted<K>, ResourceState<V>>({
    source: keys.wanted,
    // The cache may call user parts, whose signals are not of this resource.
    computation: (next, before) => untracked(() => states.wanted(next, before)),
    equal: sameState,
  });
  const actions = connect(keys, cache, { states, state }, injector);
  return asResource<V | undefined>(
    state,
    {
      ...actions,
      set(value) {
        const { status, value: before } = state();
        const { key } = keys.wanted();
        const isEqual = equal && before !== undefined && value !== undefined ? equal : Object.is;
        // The cache may have lost it meanwhile.
        const isKept = key === undefined || Object.is(residentOf(cache, key)?.value, before);
        if (status !== 'local' || !isKept || !isEqual(before, value)) actions.set(value as V);
      },
    },
    equal as ((one: V | undefined, other: V | undefined) => boolean) | undefined,
  );
}

/** The state of one resource. */
interface Shown<K, V> {
  readonly states: ResourceStates<K, V>;
  readonly state: WritableSignal<ResourceState<V>>;
}

/** Requests the wanted keys of a cache, and keeps the state of the resource. */
function connect<K, V>(
  { wanted, follow }: WantedKeys<Wanted<K>>,
  cache: PrefetchCache<K, V>,
  { states, state }: Shown<K, V>,
  injector: Injector,
): ResourceActions<V> {
  const task = pendingTask(injector.get(PendingTasks));
  /** The last request. */
  let requested: Wanted<K> | undefined;
  let isDestroyed = false;
  const isOver = (): boolean => isDestroyed;

  const reader = latestReader(cache, (outcome) => {
    const now = untracked(wanted);
    // The key has changed, and the effect that requests it has not run yet.
    if (now !== requested) return;
    state.set(states.settled(now.key, outcome, untracked(state)));
    task.end();
  });
  const leave = (): void => {
    reader.end();
    task.end();
  };
  const request = (next: Wanted<K>): void => {
    requested = next;
    // `linkedSignal` computes only when it is read, and must not skip this key.
    untracked(state);
    if (next.key === undefined) return leave();
    task.begin();
    reader.request(next.key);
    if (reader.isWaiting) state.set(states.requested(next.key, untracked(state)));
  };
  const unfollow = follow((next) => {
    // `reload` may have requested it before the effect ran.
    if (next !== requested) request(next);
  });
  const destroy = (): void => {
    if (isOver()) return;
    isDestroyed = true;
    unregister();
    unfollow();
    leave();
    state.set(states.idle);
  };
  const unregister = injector.get(DestroyRef).onDestroy(destroy);
  return {
    set(value) {
      if (isOver()) return;
      const { key } = untracked(wanted);
      // As in Angular, undefined is no value: the cache keeps its item.
      if (key !== undefined && value !== undefined) cache.set(key, value);
      state.set(local(value));
      if (requested === untracked(wanted)) task.end();
    },
    reload() {
      const { status } = untracked(state);
      const next = untracked(wanted);
      if (next.key === undefined) return false;
      if (!['resolved', 'local', 'error'].includes(status)) return false;
      const isResident = residentOf(cache, next.key) !== undefined;
      if (!isResident) state.update(requestedAgain);
      if (!isResident || requested !== next) request(next);
      // User parts may have destroyed the resource.
      if (!isResident || isOver()) return true;
      state.update(requestedAgain);
      task.begin();
      reader.reload();
      return true;
    },
    destroy,
  };
}

function isSameWanted<K>(one: Wanted<K>, other: Wanted<K>): boolean {
  return (
    sameKey(one.key, other.key) && one.error === other.error && one.isLoading === other.isLoading
  );
}

const toWanted = <K>(key: K | undefined): Wanted<K> => ({ key });
const failedWanted = <K>(error: Error): Wanted<K> => ({ key: undefined, error });

function readKey<K>(read: (context: PrefetchKeyContext) => K | undefined): Wanted<K> {
  try {
    return { key: read(keyContext) };
  } catch (error) {
    const status = thrownStatus(error);
    if (status) return { key: undefined, isLoading: status === 'loading' };
    return failedWanted(errorOf(error));
  }
}

function check<K, V>(options: PrefetchResourceOptions<K, V>): PrefetchResourceOptions<K, V> {
  // A cache is a function with members, which `checkOptions` would take for options.
  if (typeof options === 'function')
    throw expected('options', 'an object with `key` and `cache`', options);
  const { key, cache, whileLoading = 'nothing', equal } = checkOptions(options, NAMES);
  if (typeof key !== 'function' && !isObservable(key))
    throw expected('key', 'a signal, a function or an observable', key);
  checkCache(cache);
  if (!['nothing', 'last'].includes(whileLoading))
    throw expected('whileLoading', "'nothing' or 'last'", whileLoading, RangeError);
  if (equal !== undefined && typeof equal !== 'function')
    throw expected('equal', 'a function', equal);
  return options;
}
