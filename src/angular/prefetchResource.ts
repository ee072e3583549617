import { DestroyRef, linkedSignal, PendingTasks, untracked, type Injector } from '@angular/core';
import { isObservable, type Observable } from 'rxjs';
import { checkOptions, expected } from '../options.js';
import type { PrefetchCache } from '../types.js';
import { asResource, type PrefetchResource } from './asResource.js';
import { checkCache } from './checkCache.js';
import { givenInjector } from './givenInjector.js';
import { latestReader } from './latestReader.js';
import { pendingTask } from './pendingTask.js';
import {
  answeredState,
  askedAnew,
  idle,
  wantedState,
  type ResourceState,
  type Wanted,
} from './resourceState.js';
import { observableKeys, signalKeys } from './wantedKeys.js';

/** Options of `prefetchResource`. */
export interface PrefetchResourceOptions<K, V> {
  /**
   * Key of the item: a signal, a function that reads signals, or an observable. While it is
   * undefined, the resource is idle.
   */
  readonly key: (() => NoInfer<K> | undefined) | Observable<NoInfer<K> | undefined>;
  /** The cache. Each resource is a reader of its own, with a history and a plan. */
  readonly cache: PrefetchCache<K, V>;
  /**
   * Value while another item loads: `'nothing'`, or `'last'` for the last value. The cache may
   * evict that value meanwhile: a listener of `evictions$` that destroys values destroys it too.
   * @defaultValue `'nothing'`
   */
  readonly whileLoading?: 'nothing' | 'last' | undefined;
  /** Injector whose `DestroyRef` ends the resource. @defaultValue that of the injection context */
  readonly injector?: Injector | undefined;
}

/**
 * An item of a cache as an Angular resource, for templates.
 *
 * The latest key counts: a superseded request is abandoned, and its load continues only if a plan
 * names the key. A resident item is available at once, without the status `'loading'`. A failed
 * load gives the status `'error'` with a `LoadError`, and the next key loads as usual. The
 * application is busy (`PendingTasks`) from before a request until its item is set, so that a
 * server and `whenStable()` wait for it.
 *
 * ```ts compile-only
 * import { inject, InjectionToken, signal } from '@angular/core';
 * import type { PrefetchCache } from 'rxjs-prefetch-cache';
 *
 * const PAGES = new InjectionToken<PrefetchCache<number, string[]>>('pages');
 *
 * class List {
 *   readonly number = signal(1);
 *   readonly page = prefetchResource({ key: this.number, cache: inject(PAGES), whileLoading: 'last' });
 * }
 * // @if (page.hasValue()) { @for (row of page.value(); track row) { … } } @else if (page.error()) { … }
 * ```
 *
 * @throws RuntimeError (NG0203) of Angular outside an injection context without `injector`
 * @throws RangeError | TypeError for wrong options
 */
export function prefetchResource<K, V>(
  options: PrefetchResourceOptions<K, V>,
): PrefetchResource<V | undefined> {
  const { key, cache, whileLoading, injector: given } = resolve(options);
  const injector = givenInjector(prefetchResource, given);
  const task = pendingTask(injector.get(PendingTasks));
  const keeps = whileLoading === 'last';

  const { wanted, follow } = isObservable(key)
    ? observableKeys(key, injector)
    : signalKeys(key, injector);
  const state = linkedSignal<Wanted<K>, ResourceState<V>>({
    source: wanted,
    computation: (next, before) => wantedState(next, before, keeps),
  });
  /** The last request. */
  let asked: Wanted<K> | undefined;

  const reader = latestReader(cache, (answer) => {
    // The key has changed, and the effect that requests it has not run yet.
    if (untracked(wanted) !== asked) return;
    state.set(answeredState(answer, untracked(state), keeps));
    task.end();
  });
  const leave = (): void => {
    reader.leave();
    task.end();
  };
  const ask = (next: Wanted<K>): void => {
    asked = next;
    // `linkedSignal` computes only when it is read, and must not skip this key.
    untracked(state);
    if (next.key === undefined) return leave();
    task.begin();
    reader.ask(next.key);
  };
  const reload = (): boolean => {
    const { status } = untracked(state);
    const next = untracked(wanted);
    if (next.key === undefined || (status !== 'resolved' && status !== 'error')) return false;
    cache.invalidate(next.key);
    state.update(askedAnew);
    ask(next);
    return true;
  };

  injector.get(DestroyRef).onDestroy(() => {
    leave();
    state.set(idle);
  });
  follow(ask);
  return asResource(state, reload);
}

function resolve<K, V>(options: PrefetchResourceOptions<K, V>): PrefetchResourceOptions<K, V> {
  // A cache is a function with members, which `checkOptions` would take for options.
  if (typeof options === 'function')
    throw expected('options', 'an object with `key` and `cache`', options);
  const {
    key,
    cache,
    whileLoading = 'nothing',
  } = checkOptions(options, ['key', 'cache', 'whileLoading', 'injector']);
  if (typeof key !== 'function' && !isObservable(key))
    throw expected('key', 'a signal, a function or an observable', key);
  checkCache(cache);
  if (!['nothing', 'last'].includes(whileLoading))
    throw expected('whileLoading', "'nothing' or 'last'", whileLoading, RangeError);
  return options;
}
