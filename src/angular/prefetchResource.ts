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

/** What a resource shows, and how. */
export interface PrefetchResourceOptions<K, V> {
  /**
   * Which item is wanted: a signal, a function that reads signals, or an observable. While it says
   * undefined, nothing is, and the resource is idle.
   */
  readonly key: (() => NoInfer<K> | undefined) | Observable<NoInfer<K> | undefined>;
  /** Where items come from. Each resource is a reader of its own, with a history and a plan. */
  readonly cache: PrefetchCache<K, V>;
  /**
   * What is shown while another item loads: `'nothing'`, or `'last'`, the last value. The cache
   * does not hold a value for being shown so: one that a listener of `evictions$` destroys may be
   * gone. @defaultValue `'nothing'`
   */
  readonly whileLoading?: 'nothing' | 'last' | undefined;
  /** Whose `DestroyRef` ends it. @defaultValue that of the injection context */
  readonly injector?: Injector | undefined;
}

/**
 * An item of a cache as a resource, which templates read as any other of Angular's.
 *
 * The latest key counts: one that is superseded is given up, and its load goes on only where a plan
 * wants it. An item that the cache holds is there at once, without a moment of loading. A failed
 * load is the status `'error'` with a `LoadError`; the next key goes on. From before a request
 * begins until after its item is written the application counts as busy (`PendingTasks`), so that a
 * server waits for it, and so does `whenStable()`.
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
 * @throws RuntimeError (NG0203) of Angular outside of an injection context, where no `injector` is
 *   given
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
  /** What was requested last. */
  let asked: Wanted<K> | undefined;

  const reader = latestReader(cache, (answer) => {
    // Another one is wanted already, and will be requested: this answer belongs to none that is
    // shown.
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
    // A state that nobody reads would leave this step out.
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
