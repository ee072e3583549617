import { DestroyRef, DOCUMENT, inject } from '@angular/core';
import { filter, fromEvent } from 'rxjs';
import { markov } from '../../learning/experts/markov.js';
import type { AccessPredictor } from '../../types.js';

/**
 * A `markov` of routes that remembers earlier visits.
 *
 * A route that was opened in this visit is already loaded, so what the predictor learns now helps
 * in the next visit. The model is saved in local storage, under the path of the application,
 * whenever the page is hidden. If it cannot be stored or read, the predictor begins empty.
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
    // A model that cannot be stored is learned again.
  }
}
