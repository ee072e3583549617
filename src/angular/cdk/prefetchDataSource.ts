import type { CollectionViewer, DataSource, ListRange } from '@angular/cdk/collections';
import {
  ChangeDetectorRef,
  DestroyRef,
  isSignal,
  NgZone,
  PLATFORM_ID,
  untracked,
  type Injector,
  type Signal,
} from '@angular/core';
import { toObservable } from '@angular/core/rxjs-interop';
import {
  combineLatest,
  concat,
  defer,
  distinctUntilChanged,
  endWith,
  isObservable,
  map,
  of,
  startWith,
  Subject,
  takeUntil,
  tap,
  type Observable,
} from 'rxjs';
import { ClosedError } from '../../errors.js';
import { checkNumber, checkOptions, expected } from '../../options.js';
import type { PrefetchCache, View } from '../../types.js';
import { checkCache } from '../checkCache.js';
import { givenInjector } from '../givenInjector.js';
import { createPageRows, type PrefetchRow } from './pageRows.js';
import { warnIfShared } from '../warnIfShared.js';
import { warnInDevelopment } from '../warnInDevelopment.js';

/** Options of `prefetchDataSource`. */
export interface PrefetchDataSourceOptions<T> {
  /** The cache of pages: its keys are page numbers from 0, its items the rows of a page. */
  readonly cache: PrefetchCache<number, readonly T[]>;
  /** Rows of a page: an integer of 1 or more. Only the last page may have fewer. */
  readonly pageSize: number;
  /**
   * Rows of the whole list: an integer of 0 or more, or a signal or an observable of it. It may
   * grow and shrink.
   */
  readonly length: number | Signal<number> | Observable<number>;
  /** Injector whose `DestroyRef` ends the source. @defaultValue that of the injection context */
  readonly injector?: Injector | undefined;
}

/** The rows of a list whose pages are in a cache. */
export interface PrefetchDataSource<T> extends Pick<
  DataSource<PrefetchRow<T>>,
  'connect' | 'disconnect'
> {
  /** Loads the failed pages again that are visible now. */
  retry(): void;
}

/**
 * A data source for the virtual scroll of the Angular CDK: rows of pages that a cache loads, and
 * prefetches.
 *
 * Pages that stay visible keep their rows and their loads; loads of pages that leave are abandoned.
 * Each row has its status, so that one failed page does not end the list. Each viewer is a reader
 * of its own. A change costs O(visible rows). Make it in the component that shows it: it marks that
 * component for check when rows come.
 *
 * ```ts compile-only
 * import { inject, InjectionToken } from '@angular/core';
 * import type { PrefetchCache } from 'rxjs-prefetch-cache';
 *
 * const PAGES = new InjectionToken<PrefetchCache<number, string[]>>('pages');
 *
 * class List {
 *   readonly rows = prefetchDataSource({ cache: inject(PAGES), pageSize: 50, length: 100_000 });
 * }
 * // <cdk-virtual-scroll-viewport itemSize="40">
 * //   <p *cdkVirtualFor="let row of rows">{{ row.value ?? row.error?.message ?? '…' }}</p>
 * // </cdk-virtual-scroll-viewport>
 * ```
 *
 * @throws RuntimeError (NG0203) of Angular outside an injection context without `injector`
 * @throws RangeError | TypeError for wrong options
 */
export function prefetchDataSource<T>(
  options: PrefetchDataSourceOptions<T>,
): PrefetchDataSource<T> {
  const { cache, pageSize, length, injector: given } = check(options);
  const injector = givenInjector(prefetchDataSource, given);
  warnIfShared(cache, injector);
  const list: List<T> = {
    cache,
    pageSize,
    length$: lengthOf(length, injector),
    changes: changesOf(injector),
  };
  const viewers = new Map<CollectionViewer, Connection<T>>();
  const disconnect = (viewer: CollectionViewer): void => {
    viewers.get(viewer)?.end$.next();
    viewers.delete(viewer);
  };
  injector.get(DestroyRef).onDestroy(() => {
    for (const viewer of [...viewers.keys()]) disconnect(viewer);
  });
  return {
    connect(viewer) {
      disconnect(viewer);
      const connection: Connection<T> = { end$: new Subject(), view: undefined };
      viewers.set(viewer, connection);
      return follow(list, viewer.viewChange, connection);
    },
    disconnect,
    retry() {
      untracked(() => {
        for (const { view } of [...viewers.values()]) view?.retry();
      });
    },
  };
}

/** What all viewers of one source share. */
interface List<T> extends Pick<PrefetchDataSourceOptions<T>, 'cache' | 'pageSize'> {
  readonly length$: Observable<number>;
  readonly changes: ChangeDetectorRef | null;
}

/** One viewer of a source. */
interface Connection<T> {
  readonly end$: Subject<void>;
  /** The latest pages that it has. */
  view: View<number, readonly T[]> | undefined;
}

/** The list as one viewer sees it: the rows of its range, each time that they change. */
function follow<T>(
  { cache, pageSize, length$, changes }: List<T>,
  range$: Observable<ListRange>,
  connection: Connection<T>,
): Observable<readonly PrefetchRow<T>[]> {
  return defer(() => {
    const rows = createPageRows<T>(pageSize);
    let shown = { start: 0, end: 0, length: 0 };
    return combineLatest([length$, range$.pipe(startWith(shown))]).pipe(
      tap(([length, { start, end }]) => (shown = { start, end: Math.min(end, length), length })),
      map(() => pagesOf(shown.start, shown.end, pageSize)),
      cache.view,
      tap((view) => (connection.view = view)),
      map((view) => rows.list(view, shown)),
      // After the end of the viewer all pages are there, and the rows stay the same.
      endWith(undefined),
      map((list) => list ?? rows.list(connection.view ?? new Map(), shown, new ClosedError())),
      tap(() => changes?.markForCheck()),
      takeUntil(connection.end$),
    );
  });
}

/**
 * Marks the component of an injector for check, without which an application without zones does not
 * check it again.
 */
function changesOf(injector: Injector): ChangeDetectorRef | null {
  const changes = injector.get(ChangeDetectorRef, null, { optional: true });
  const hasZone = injector.get(NgZone) instanceof NgZone;
  if (!changes && !hasZone && injector.get(PLATFORM_ID) !== 'server')
    warnInDevelopment(
      'prefetchDataSource was not made in a component, so that an application without zones does not show rows that come later. Make it in the component that shows it, or pass the `injector` of that component.',
    );
  return changes;
}

/** The pages of a range of rows, those in the middle first. */
function pagesOf(start: number, end: number, pageSize: number): number[] {
  if (start >= end) return [];
  const first = Math.floor(start / pageSize);
  const last = Math.floor((end - 1) / pageSize);
  const middle = (start + end - 1) / 2 / pageSize - 0.5;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).sort(
    (one, other) => Math.abs(one - middle) - Math.abs(other - middle),
  );
}

function lengthOf(
  length: number | Signal<number> | Observable<number>,
  injector: Injector,
): Observable<number> {
  if (typeof length === 'number') return of(length);
  // `toObservable` emits in an effect, and the first rows need the length before.
  const length$ = isObservable(length)
    ? length.pipe(startWith(0))
    : concat(
        defer(() => of(untracked(length))),
        toObservable(length, { injector }),
      );
  return length$.pipe(
    tap((rows) => checkNumber('length', rows, 0, true)),
    distinctUntilChanged(),
  );
}

function check<T>(options: PrefetchDataSourceOptions<T>): PrefetchDataSourceOptions<T> {
  // A cache is a function with members, which `checkOptions` would take for options.
  if (typeof options === 'function')
    throw expected('options', 'an object with `cache`, `pageSize` and `length`', options);
  const { cache, pageSize, length } = checkOptions(options, [
    'cache',
    'pageSize',
    'length',
    'injector',
  ]);
  checkCache(cache);
  checkNumber('pageSize', pageSize, 1, true);
  if (typeof length === 'number') checkNumber('length', length, 0, true);
  else if (!isSignal(length) && !isObservable(length))
    throw expected('length', 'a number, a signal or an observable', length);
  return options;
}
