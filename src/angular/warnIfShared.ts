import { PLATFORM_ID, type Injector } from '@angular/core';
import { warnInDevelopment } from './warnInDevelopment.js';

/** Caches that `injectPrefetchCache` made, or of which was warned. */
const checked = new WeakSet<object>();

/** Marks a cache that closes with its injector. */
export function markInjected(cache: object): void {
  checked.add(cache);
}

/**
 * Warns in development, once for each cache, if a cache that `injectPrefetchCache` did not make is
 * used on a server.
 *
 * @param injector - of the application that uses the cache
 */
export function warnIfShared(cache: object, injector: Injector): void {
  if (checked.has(cache) || injector.get(PLATFORM_ID) !== 'server') return;
  checked.add(cache);
  warnInDevelopment(
    '`prefetchResource`, `prefetchView` or `prefetchDataSource` on a server uses a cache that injectPrefetchCache did not make. Such a cache does not close with its request, and if it stands in a module, all requests share it: it serves the items of one user to another. Make it with injectPrefetchCache, in a component or with providePrefetchCache.',
  );
}
