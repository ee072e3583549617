export type { PredictivePreloadingOptions } from './options.js';
export { predictivePreloading } from './predictivePreloading.js';
