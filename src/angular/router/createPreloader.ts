import { DestroyRef, ErrorHandler, inject, PLATFORM_ID } from '@angular/core';
import { NavigationEnd, Router, type PreloadingStrategy, type Route } from '@angular/router';
import { asapScheduler, EMPTY, endWith, filter, ignoreElements, map, observeOn, of, type Observable } from 'rxjs';
import { ofType } from '../../../operators/ofType.js';
import { prefetchCache } from '../../../operators/prefetchCache.js';
import { injectRememberedRoutes } from './injectRememberedRoutes.js';
import type { ResolvedPreloadingOptions } from './options.js';
import { activePath, routePaths } from './routePaths.js';
import { routePredictor } from './routePredictor.js';

/**
 * Preloads what is likely next, after each navigation. In an injection context.
 *
 * A navigation is a request of a cache whose items are loaded routes: so what is loaded, how much at once, what rests after a failure and what is
 * dropped when it is likely no more is decided as for any other item.
 */
export function createPreloader(options: ResolvedPreloadingOptions): PreloadingStrategy['preload'] {
  // A page is rendered once there, and nobody moves on.
  if (inject(PLATFORM_ID) === 'server') return () => EMPTY;
  const router = inject(Router);
  const errors = inject(ErrorHandler);
  let paths = new Map<Route, string>();
  /** How to load each lazy route that is not loaded yet. */
  const loads = new Map<string, () => Observable<unknown>>();

  const routes = prefetchCache(
    {
      has: (path: string) => loads.has(path),
      // Who asks for a route is there already.
      load: (path, { reason }) => (reason === 'demand' ? of(true) : whenDone(loads.get(path))),
    },
    routePredictor(options.predictor ?? injectRememberedRoutes(), options, () => loads.keys()),
    { lookahead: options.maxRoutes, concurrency: options.concurrency, maxKeys: Infinity },
  );
  inject(DestroyRef).onDestroy(() => routes.close());
  routes.events$.pipe(ofType('predictor-error')).subscribe(({ error }) => errors.handleError(error));

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
  navigation$.pipe(routes.latest).subscribe();

  return (route, load) => {
    const path = paths.get(route);
    if (path !== undefined && route.data?.preload !== false) loads.set(path, load);
    return EMPTY;
  };
}

function whenDone(load: (() => Observable<unknown>) | undefined): Observable<boolean> {
  return load ? load().pipe(ignoreElements(), endWith(true)) : EMPTY;
}
