import { ɵɵdefineInjectable, type Type } from '@angular/core';
import type { PreloadingStrategy } from '@angular/router';
import { createPreloader } from './createPreloader.js';
import { resolvePreloadingOptions, type PredictivePreloadingOptions } from './options.js';

/**
 * Preloads the lazy routes that are likely to be activated next.
 *
 * After each navigation the predictor names routes that may follow, by default those that followed
 * in earlier visits. The lazy routes that lead there are loaded, the likeliest first, within the
 * limits of the options, at any depth: the children of a route count once it is loaded. Each route
 * is loaded once. A failed load is tried again after 30 seconds at the earliest, and at once by a
 * navigation. Routes with `data: { preload: false }` or `canLoad` are skipped. On a server, and for
 * users who save data, nothing is preloaded.
 *
 * ```ts compile-only
 * import { provideRouter, withPreloading, type Routes } from '@angular/router';
 *
 * const routes: Routes = [{ path: 'search', loadComponent: async () => class Search {} }];
 * const providers = [provideRouter(routes, withPreloading(predictivePreloading()))];
 * ```
 *
 * @returns a class for `withPreloading`, which needs no provider
 * @throws RangeError | TypeError that names the option, what was expected and what was given
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
