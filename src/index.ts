export * from '../operators/index.js';
export type * from './events.js';
export type { PrefetchCacheOptions } from './options.js';
export type * from './types.js';
export { ClosedError, EmptyLoadError, LoadError } from './errors.js';
export { largest } from './eviction/largest.js';
export { lhd } from './eviction/lhd.js';
export { lru } from './eviction/lru.js';
export { oldest } from './eviction/oldest.js';
export { sieve } from './eviction/sieve.js';
export { smallest } from './eviction/smallest.js';
export { adaptive, type AdaptiveControl, type AdaptiveOptions } from './control/adaptive.js';
export type { Expert } from './control/expert.js';
export { associations } from './predictors/associations.js';
export {
  auto,
  type AutoJson,
  type AutoOptions,
  type AutoPredictor,
  type OwnExpert,
} from './predictors/auto.js';
export type { Codec } from './predictors/codecs/codec.js';
export { integers } from './predictors/codecs/integers.js';
export { tiles } from './predictors/codecs/tiles.js';
export { vectors } from './predictors/codecs/vectors.js';
export { deltas, type DeltasOptions } from './predictors/deltas.js';
export { markov } from './predictors/markov.js';
export { spatial, type SpatialOptions } from './predictors/spatial.js';
export { strides } from './predictors/strides.js';
export { distanceDecay, type DistanceDecayOptions } from './predictors/distanceDecay.js';
export { dynamicData, type DynamicDataOptions } from './predictors/dynamicData.js';
export {
  dynamicDistanceDecay,
  type DynamicDistanceDecayOptions,
} from './predictors/dynamicDistanceDecay.js';
export { likelihoodsOf } from './predictors/likelihoodsOf.js';
export { accuracy, coverage, hitRate, loadsPerRequest, timeliness } from './state/rates.js';
