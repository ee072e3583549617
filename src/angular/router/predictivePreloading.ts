import { ɵɵdefineInjectable, type Type } from '@angular/core';
import type { PreloadingStrategy } from '@angular/router';
import { createPreloader } from './createPreloader.js';
import { resolvePreloadingOptions, type PredictivePreloadingOptions } from './options.js';

/**
 * Preloads the lazy routes that are likely to be activated next.
 *
 * After each navigation the predictor says where its user may go, by default as they did in earlier
 * visits; of the lazy routes on the way there, the likeliest are loaded, within limits, at any
 * depth: what a route brings along is looked at when it is loaded. Each is loaded once; one that
 * fails is tried again after half a minute at the earliest, and a navigation tries at once. Routes
 * with `data: { preload: false }` are left out, as are those that the router itself leaves out
 * (`canLoad`). On a server, and for users who save data, nothing is preloaded.
 *
 * ```ts compile-only
 * import { provideRouter, withPreloading, type Routes } from '@angular/router';
 *
 * const routes: Routes = [{ path: 'search', loadComponent: async () => class Search {} }];
 * const providers = [provideRouter(routes, withPreloading(predictivePreloading()))];
 * ```
 *
 * @returns a class for `withPreloading`, which needs no provider
 * @throws RangeError | TypeError for wrong options, naming the option, what was expected and what
 *   came
 */
export function predictivePreloading(
  options: PredictivePreloadingOptions = {},
): Type<PreloadingStrategy> {
  const resolved = resolvePreloadingOptions(options);
  return class PredictivePreloading implements PreloadingStrategy {
    // What `@Injectable({ providedIn: 'root' })` is compiled to.
    static readonly ɵprov: unknown = ɵɵdefineInjectable({
      token: PredictivePreloading,
      providedIn: 'root',
      factory: () => new PredictivePreloading(),
    });
    readonly preload = createPreloader(resolved);
  };
}
