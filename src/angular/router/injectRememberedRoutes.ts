import { DestroyRef, DOCUMENT, inject } from '@angular/core';
import { filter, fromEvent } from 'rxjs';
import { markov } from '../../learning/experts/markov.js';
import type { AccessPredictor } from '../../types.js';

/**
 * A `markov` of routes, which knows what it learned in earlier visits: a route that was opened in
 * this one is loaded, so what it learns now helps the next.
 *
 * It is kept in the local storage of the browser, under a name of the application's own, whenever
 * the page is hidden or left. Where nothing may be stored, or what is stored cannot be read, it
 * begins anew.
 */
export function injectRememberedRoutes(): AccessPredictor<string> {
  const document = inject(DOCUMENT);
  const name = `rxjs-prefetch-cache ${new URL(document.baseURI).pathname}`;
  const routes = recall(name);
  const hiding = fromEvent(document, 'visibilitychange')
    .pipe(filter(() => document.visibilityState === 'hidden'))
    .subscribe(() => keep(name, routes));
  inject(DestroyRef).onDestroy(() => hiding.unsubscribe());
  return routes;
}

function recall(name: string): AccessPredictor<string> {
  const routes = markov<string>();
  try {
    const kept = localStorage.getItem(name);
    if (kept !== null) routes.restore(JSON.parse(kept) as never);
    return routes;
  } catch {
    return markov();
  }
}

function keep(name: string, routes: AccessPredictor<string>): void {
  try {
    localStorage.setItem(name, JSON.stringify(routes));
  } catch {
    // What cannot be kept is learned again.
  }
}
