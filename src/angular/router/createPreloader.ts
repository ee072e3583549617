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
 * Preloads what is likely next, after each navigation. In an injection context.
 *
 * A navigation is a request of a cache whose items are loaded routes: so what is loaded, how much
 * at once, what rests after a failure and what is dropped when it is likely no more is decided as
 * for any other item.
 */
export function createPreloader(options: ResolvedPreloadingOptions): PreloadingStrategy['preload'] {
  // A page is rendered once there, and nobody moves on.
  if (inject(PLATFORM_ID) === 'server') return () => EMPTY;
  const router = inject(Router);
  const errors = inject(ErrorHandler);
  let paths = new Map<Route, string>();
  /** How to load each lazy route that is not loaded yet. */
  const loads = new Map<string, () => Observable<unknown>>();

  const predictor = routePredictor(options.predictor ?? injectRememberedRoutes(), options, () =>
    loads.keys(),
  );
  /**
   * Loads a route, then the lazy routes that it brought along on the way to what is likely: one at
   * a time, in the slot of the first.
   */
  const preload = (path: string): Observable<boolean> =>
    concat(
      loads.get(path)?.() ?? EMPTY,
      defer(() => from(predictor.takeBelow(path)).pipe(concatMap((below) => routes.warm([below])))),
    ).pipe(ignoreElements(), endWith(true));

  const routes: PrefetchCache<string, boolean> = prefetchCache(
    {
      has: (path: string) => loads.has(path),
      // Who asks for a route is there already.
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
      // The router is about to offer anew what it has not loaded.
      paths = routePaths(router.config);
      loads.clear();
      return activePath(router.routerState.snapshot.root);
    }),
    // When it has.
    observeOn(asapScheduler),
  );
  navigation$.pipe(routes.with({ order: 'switch', errors: 'value' })).subscribe();

  return (route, load) => {
    // A route that a load has brought along since is not among them yet.
    if (!paths.has(route)) paths = routePaths(router.config);
    const path = paths.get(route);
    if (path !== undefined && route.data?.preload !== false) loads.set(path, load);
    return EMPTY;
  };
}
