import { DestroyRef, ErrorHandler, inject, PLATFORM_ID } from '@angular/core';
import { NavigationEnd, Router, type PreloadingStrategy, type Route } from '@angular/router';
import {
  asapScheduler,
  concat,
  concatMap,
  defer,
  EMPTY,
  endWith,
  filter,
  from,
  ignoreElements,
  map,
  observeOn,
  of,
  type Observable,
} from 'rxjs';
import { ofType } from '../../../operators/ofType.js';
import { prefetchCache } from '../../../operators/prefetchCache.js';
import type { PrefetchCache } from '../../types.js';
import { injectRememberedRoutes } from './injectRememberedRoutes.js';
import type { ResolvedPreloadingOptions } from './options.js';
import { activePath, routePaths } from './routePaths.js';
import { routePredictor } from './routePredictor.js';

/**
 * Preloads likely routes after each navigation. Needs an injection context.
 *
 * A navigation is a request of a cache whose items are loaded routes. So the cache decides what is
 * loaded, how much at once, when a failed load is tried again, and which loads are aborted.
 */
export function createPreloader(options: ResolvedPreloadingOptions): PreloadingStrategy['preload'] {
  // A server renders one page, and no navigation follows.
  if (inject(PLATFORM_ID) === 'server') return () => EMPTY;
  const router = inject(Router);
  const errors = inject(ErrorHandler);
  let paths = new Map<Route, string>();
  /** Load functions of the lazy routes that are not loaded yet, by path. */
  const loads = new Map<string, () => Observable<unknown>>();

  const predictor = routePredictor(options.predictor ?? injectRememberedRoutes(), options, () =>
    loads.keys(),
  );
  /**
   * Loads a route, then the lazy routes below it that lead to likely routes: one at a time, in the
   * slot of the first.
   */
  const preload = (path: string): Observable<boolean> =>
    concat(
      loads.get(path)?.() ?? EMPTY,
      defer(() => from(predictor.takeBelow(path)).pipe(concatMap((below) => routes.warm([below])))),
    ).pipe(ignoreElements(), endWith(true));

  const routes: PrefetchCache<string, boolean> = prefetchCache(
    {
      has: (path: string) => loads.has(path),
      // The router has loaded a route before it navigates to it.
      load: (path, { reason }) => (reason === 'demand' ? of(true) : preload(path)),
    },
    predictor,
    { lookahead: options.maxRoutes, concurrency: options.concurrency, maxKeys: Infinity },
  );
  inject(DestroyRef).onDestroy(() => routes.close());
  routes.events$
    .pipe(ofType('predictor-error'))
    .subscribe(({ error }) => errors.handleError(error));

  const navigation$ = router.events.pipe(
    filter((event) => event instanceof NavigationEnd),
    map(() => {
      // The router offers all routes that it has not loaded again after each navigation.
      paths = routePaths(router.config);
      loads.clear();
      return activePath(router.routerState.snapshot.root);
    }),
    // After the router has offered the routes.
    observeOn(asapScheduler),
  );
  navigation$.pipe(routes.with({ order: 'switch', errors: 'value' })).subscribe();

  return (route, load) => {
    // `paths` lacks routes that were loaded since the last navigation.
    if (!paths.has(route)) paths = routePaths(router.config);
    const path = paths.get(route);
    if (path !== undefined && route.data?.preload !== false) loads.set(path, load);
    return EMPTY;
  };
}
