import { inject, InjectionToken, type FactoryProvider, type Injector } from '@angular/core';
import { checkOptions, OPTIONS, resolveOptions, type PrefetchCacheOptions } from '../options.js';

/** Options that each cache may have: those of `prefetchCache`, except `eviction` and `control`. */
export type PrefetchDefaults = Omit<PrefetchCacheOptions<unknown, unknown>, 'eviction' | 'control'>;

/** The defaults of one injector. */
interface Level {
  readonly defaults: PrefetchDefaults;
  readonly outer: readonly Level[] | null;
}

const LEVELS = /* @__PURE__ */ new InjectionToken<readonly Level[]>('defaults of prefetch caches');

/**
 * Provides defaults of options for each cache that `injectPrefetchCache` makes below an injector.
 *
 * The options of a cache win, then those of the nearest injector; of several in one injector the
 * last. An option that is undefined counts as missing.
 *
 * ```ts compile-only
 * import { TestBed } from '@angular/core/testing';
 *
 * // No prefetching in tests, so that `HttpTestingController.verify()` finds no other requests.
 * TestBed.configureTestingModule({ providers: [providePrefetchDefaults({ concurrency: 0 })] });
 * ```
 *
 * @param defaults - options of `prefetchCache`, except `eviction` and `control`, whose instances
 *   serve one cache
 * @returns an entry for `providers` of the application, a route, a component or a test
 * @throws RangeError | TypeError for wrong options, as `prefetchCache` does
 */
export function providePrefetchDefaults(defaults: PrefetchDefaults): FactoryProvider {
  for (const name of ['eviction', 'control'])
    if (Object(defaults) === defaults && name in defaults)
      throw new TypeError(
        `\`${name}\` cannot be a default: each cache needs an instance of its own`,
      );
  const names = OPTIONS.filter(
    (name): name is Exclude<typeof name, 'eviction' | 'control'> =>
      name !== 'eviction' && name !== 'control',
  );
  const { sizeOf = () => 0, ttl = Infinity, ...others } = checkOptions(defaults, names);
  // An option that requires another one may get it from the cache.
  resolveOptions({ ...others, sizeOf, ttl });
  return {
    provide: LEVELS,
    multi: true,
    useFactory: (): Level => ({
      defaults,
      outer: inject(LEVELS, { skipSelf: true, optional: true }),
    }),
  };
}

/** Options of a cache, with the defaults of an injector for those that are undefined. */
export function withDefaults<O extends object>(options: O, injector: Injector): O {
  const layers = layersOf(injector.get(LEVELS, null));
  return layers.length === 0 ? options : (Object.assign({}, ...layers, defined(options)) as O);
}

/** The defaults, outermost first. */
function layersOf(levels: readonly Level[] | null): PrefetchDefaults[] {
  if (!levels) return [];
  return [...layersOf(levels[0]?.outer ?? null), ...levels.map((level) => defined(level.defaults))];
}

function defined<O extends object>(options: O): Partial<O> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<O>;
}
