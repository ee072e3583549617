import type { ActivatedRouteSnapshot, Route, Routes } from '@angular/router';

/** A route with its loaded children, for which the router has no public API. */
type LoadedRoute = Route & { readonly _loadedRoutes?: Routes };

/**
 * Paths of all routes that are known so far.
 *
 * A path joins the configured paths from the outermost in, with a slash before each: `/users/:id`.
 */
export function routePaths(
  routes: Routes,
  above = '',
  found = new Map<Route, string>(),
): Map<Route, string> {
  for (const route of routes as readonly LoadedRoute[]) {
    const path = above + stepTo(route);
    found.set(route, path);
    routePaths(route.children ?? route._loadedRoutes ?? [], path, found);
  }
  return found;
}

/** Path of the innermost active route of the primary outlet. */
export function activePath(root: ActivatedRouteSnapshot): string {
  let path = '';
  let active: ActivatedRouteSnapshot | undefined = root;
  while (active) {
    if (active.routeConfig) path += stepTo(active.routeConfig);
    active = active.children.find(({ outlet }) => outlet === 'primary');
  }
  return path;
}

/** Whether a path is another one, or lies below it. */
export function leadsThrough(path: string, through: string): boolean {
  return path === through || path.startsWith(`${through}/`);
}

function stepTo({ path }: Route): string {
  // A route with a matcher of its own has no path.
  return `/${path ?? '*'}`;
}
