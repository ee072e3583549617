export type { PrefetchResource, PrefetchResourceSnapshot } from './asResource.js';
export { injectPrefetchCache, type InjectPrefetchCacheOptions } from './injectPrefetchCache.js';
export { prefetchResource, type PrefetchResourceOptions } from './prefetchResource.js';
export { prefetchView, type PrefetchView, type PrefetchViewOptions } from './prefetchView.js';
export type { PrefetchKeyContext } from './chain.js';
export { providePrefetchCache } from './providePrefetchCache.js';
export { providePrefetchDefaults, type PrefetchDefaults } from './providePrefetchDefaults.js';
export { stateSignal } from './stateSignal.js';
export { statsSignal, type CacheSignalOptions } from './statsSignal.js';
