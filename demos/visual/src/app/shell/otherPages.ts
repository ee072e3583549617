import { routes } from './routes.js';

/** The other pages, all equally likely. */
export function otherPages(current: string): [string, number][] {
  const paths = routes
    .filter(({ loadComponent }) => loadComponent)
    .map(({ path = '' }) => `/${path}`);
  return paths.filter((path) => path !== current).map((path) => [path, 1]);
}
