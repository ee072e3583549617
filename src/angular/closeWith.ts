import { DestroyRef, inject, InjectionToken, type Injector } from '@angular/core';

/** The open caches of an application. */
const OPEN = /* @__PURE__ */ new InjectionToken<Set<{ close(): void }>>('open caches', {
  providedIn: 'root',
  factory: () => {
    const open = new Set<{ close(): void }>();
    inject(DestroyRef).onDestroy(() => {
      for (const cache of open) cache.close();
    });
    return open;
  },
});

/**
 * Closes a cache when its injector is destroyed, or else with the application, which does not
 * destroy the injectors of its routes.
 */
export function closeWith(injector: Injector, cache: { close(): void }): void {
  // Null if no application is above the injector.
  const open = injector.get(OPEN, null)?.add(cache);
  injector.get(DestroyRef).onDestroy(() => {
    open?.delete(cache);
    cache.close();
  });
}
