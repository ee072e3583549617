import {
  ApplicationRef,
  DestroyRef,
  inject,
  InjectionToken,
  NgZone,
  type Injector,
} from '@angular/core';
import {
  BehaviorSubject,
  catchError,
  combineLatest,
  EMPTY,
  map,
  merge,
  startWith,
  take,
  timer,
  type Observable,
} from 'rxjs';

/**
 * How long prefetching waits for an application that is never stable, such as one with an interval
 * in its zone. Milliseconds.
 */
const MAX_WAIT_FOR_STABLE = 10_000;

/** Whether an application was stable since its first cache was made. Changes once. */
const WAS_STABLE = /* @__PURE__ */ new InjectionToken<BehaviorSubject<boolean>>(
  'application was stable',
  {
    providedIn: 'root',
    factory: observeFirstStable,
  },
);

function observeFirstStable(): BehaviorSubject<boolean> {
  const app = inject(ApplicationRef);
  const zone = inject(NgZone);
  const wasStable = new BehaviorSubject(false);
  // `isStable` emits on subscription.
  app.isStable.pipe(take(1)).subscribe((isStable) => wasStable.next(isStable));
  if (wasStable.value) return wasStable;
  // A promise, as a prefetch must not begin a task while Angular still emits that there is none.
  // Outside the zone, as a timer inside would keep the application from being stable.
  const waiting = zone.runOutsideAngular(() =>
    merge(app.whenStable(), timer(MAX_WAIT_FOR_STABLE))
      .pipe(take(1))
      .subscribe(() => zone.run(() => wasStable.next(true))),
  );
  inject(DestroyRef).onDestroy(() => waiting.unsubscribe());
  return wasStable;
}

/**
 * The option `enabled$` of a cache that prefetches nothing before the application was stable.
 *
 * @param own$ - the user's `enabled$`; its error or end keeps its last value
 */
export function enabledOnceStable(
  own$: Observable<boolean> | undefined,
  injector: Injector,
): Observable<boolean> | undefined {
  // Null if no application is above the injector.
  const wasStable$ = injector.get(WAS_STABLE, null);
  if (!wasStable$ || wasStable$.value) return own$;
  if (!own$) return wasStable$;
  const kept$ = own$.pipe(
    startWith(true),
    catchError(() => EMPTY),
  );
  return combineLatest([wasStable$, kept$]).pipe(map(([wasStable, isOn]) => wasStable && isOn));
}
