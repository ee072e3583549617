import {
  computed,
  DestroyRef,
  linkedSignal,
  PendingTasks,
  untracked,
  type Injector,
  type Signal,
  type WritableSignal,
} from '@angular/core';
import { isObservable, Subject, Subscription, type Observable } from 'rxjs';
import { ClosedError } from '../errors.js';
import { checkOptions, expected } from '../options.js';
import type { PrefetchCache, Settled, View } from '../types.js';
import type { PrefetchKeyContext } from './chain.js';
import { checkCache } from './checkCache.js';
import { errorOf } from './errorOf.js';
import { givenInjector } from './givenInjector.js';
import { pendingTask } from './pendingTask.js';
import {
  createViewState,
  failedView,
  isSameView,
  readView,
  toView,
  type ViewState,
  type WantedView,
} from './viewState.js';
import { observableKeys, signalKeys, type WantedKeys } from './wantedKeys.js';
import { warnIfShared } from './warnIfShared.js';

/** Options of `prefetchView`. */
export interface PrefetchViewOptions<K, V> {
  /**
   * Keys that are visible now, the most important one first: a signal, a function that reads
   * signals, or an observable. Undefined is a view without keys. A function gets `chain`, for keys
   * that depend on a resource.
   */
  readonly keys:
    | ((context: PrefetchKeyContext) => Iterable<NoInfer<K>> | undefined)
    | Observable<Iterable<NoInfer<K>> | undefined>;
  /** The cache. Each view is a reader of its own, with a history and a plan. */
  readonly cache: PrefetchCache<K, V>;
  /** Injector whose `DestroyRef` ends the view. @defaultValue that of the injection context */
  readonly injector?: Injector | undefined;
}

/** Several items of a cache as signals. */
export interface PrefetchView<K, V> {
  /**
   * The outcomes of the present keys, in their order: items are `'fulfilled'`, failed loads
   * `'rejected'`. A key that loads is missing.
   */
  readonly outcomes: Signal<ReadonlyMap<K, Settled<K, V>>>;
  /** Whether a present key has no outcome yet. */
  readonly isLoading: Signal<boolean>;
  /** Why there is no view: its keys could not be read, or the cache is closed. */
  readonly error: Signal<Error | undefined>;
  /**
   * The item of a key, as it stands in the present keys; undefined while it loads, and if its load
   * has failed.
   */
  value(key: K): V | undefined;
  /** Loads the failed keys again. */
  retry(): void;
  /** Ends the view, and aborts what only it loads. It has no outcomes from then on. */
  destroy(): void;
}

/**
 * The items of all keys that are visible now, as signals: `cache.view` for templates.
 *
 * Keys that stay keep their item and their load; loads of keys that leave are abandoned. A resident
 * item is there as soon as its key is. Later values of the keys are shown, too. The items of the
 * latest outcomes are not evicted. The application is busy (`PendingTasks`) from before the
 * requests until each key has an outcome. A change costs O(keys).
 *
 * ```ts compile-only
 * import { inject, InjectionToken, signal } from '@angular/core';
 * import type { PrefetchCache } from 'rxjs-prefetch-cache';
 *
 * const TILES = new InjectionToken<PrefetchCache<string, string>>('tiles');
 *
 * class Tiles {
 *   readonly visible = signal(['3/1/2', '3/2/2']);
 *   readonly view = prefetchView({ keys: this.visible, cache: inject(TILES) });
 * }
 * // @for (key of visible(); track key) { <app-tile [image]="view.value(key)" /> }
 * ```
 *
 * @throws RuntimeError (NG0203) of Angular outside an injection context without `injector`
 * @throws TypeError for wrong options
 */
export function prefetchView<K, V>(options: PrefetchViewOptions<K, V>): PrefetchView<K, V> {
  const { keys, cache, injector: given } = check(options);
  const injector = givenInjector(prefetchView, given);
  warnIfShared(cache, injector);
  const nothing = toView<K>();
  const views = isObservable(keys)
    ? observableKeys(nothing, keys, toView<K>, failedView<K>, injector)
    : signalKeys(nothing, () => readView(keys), isSameView, injector);
  const state = linkedSignal<WantedView<K>, ViewState<K, V>>({
    source: views.wanted,
    // The cache may call user parts, whose signals are not of this view.
    computation: (next, before) => untracked(() => createViewState(next, cache, before?.value)),
  });
  const actions = connect(views, cache, state, injector);
  const outcomes = computed(() => state().outcomes);
  return {
    outcomes,
    isLoading: computed(() => isIncomplete(state())),
    error: computed(() => state().error),
    value(key) {
      const outcome = outcomes().get(key);
      return outcome?.status === 'fulfilled' ? outcome.value : undefined;
    },
    ...actions,
  };
}

/** Requests the wanted views of a cache, and keeps the state. */
function connect<K, V>(
  { wanted, follow }: WantedKeys<WantedView<K>>,
  cache: PrefetchCache<K, V>,
  state: WritableSignal<ViewState<K, V>>,
  injector: Injector,
): Pick<PrefetchView<K, V>, 'retry' | 'destroy'> {
  const task = pendingTask(injector.get(PendingTasks));
  let view$: Subject<Iterable<K>> | undefined;
  let reading = Subscription.EMPTY;
  let latest: View<K, V> | undefined;
  /** The last view that was requested. */
  let requested: WantedView<K> | undefined;
  let isDestroyed = false;

  const show = (next: Partial<ViewState<K, V>>): void => {
    // The keys have changed, and the effect that requests them has not run yet.
    if (untracked(wanted) !== requested) return;
    const wasIncomplete = isIncomplete(untracked(state));
    state.update((before) => ({ ...before, ...next }));
    const isNowIncomplete = isIncomplete(untracked(state));
    // `retry` loads again what had an outcome.
    if (isNowIncomplete && !wasIncomplete) task.begin();
    if (!isNowIncomplete) task.end();
  };
  const begin = (): void => {
    view$ = new Subject();
    reading = view$.pipe(cache.view).subscribe({
      next(outcomes) {
        latest = outcomes;
        show({ outcomes });
      },
      error(error: unknown) {
        view$ = undefined;
        show({ error: errorOf(error) });
      },
      complete() {
        view$ = undefined;
        // What is there stays.
        if (isIncomplete(untracked(state))) show({ error: new ClosedError() });
      },
    });
  };
  const request = (next: WantedView<K>): void => {
    requested = next;
    // `linkedSignal` computes only when it is read, and must not skip these keys.
    untracked(state);
    task.begin();
    if (!view$) begin();
    view$?.next(next.keys);
    if (next.error || !isIncomplete(untracked(state))) task.end();
  };
  const unfollow = follow(request);
  const destroy = (): void => {
    if (isDestroyed) return;
    isDestroyed = true;
    unregister();
    unfollow();
    reading.unsubscribe();
    latest = undefined;
    task.end();
    state.set(createViewState(toView(), cache));
  };
  const unregister = injector.get(DestroyRef).onDestroy(destroy);
  // An effect that calls them must not depend on signals that the cache's user parts read.
  return {
    retry: () => untracked(() => latest?.retry()),
    destroy: () => untracked(destroy),
  };
}

function isIncomplete<K, V>({ keys, outcomes, error, isLoading }: ViewState<K, V>): boolean {
  return !error && (isLoading || keys.some((key) => !outcomes.has(key)));
}

function check<K, V>(options: PrefetchViewOptions<K, V>): PrefetchViewOptions<K, V> {
  // A cache is a function with members, which `checkOptions` would take for options.
  if (typeof options === 'function')
    throw expected('options', 'an object with `keys` and `cache`', options);
  const { keys, cache } = checkOptions(options, ['keys', 'cache', 'injector']);
  if (typeof keys !== 'function' && !isObservable(keys))
    throw expected('keys', 'a signal, a function or an observable', keys);
  checkCache(cache);
  return options;
}
