import { routes } from './routes.js';

/** Whoever looks at one page looks at the others next: none is likelier than another. */
export function otherPages(current: string): [string, number][] {
  const paths = routes
    .filter(({ loadComponent }) => loadComponent)
    .map(({ path = '' }) => `/${path}`);
  return paths.filter((path) => path !== current).map((path) => [path, 1]);
}
