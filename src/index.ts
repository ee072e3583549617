export * from '../operators/index.js';
export type * from './events.js';
export type * from './keeping/modelEvents.js';
export type { Answer, ItemStorage, KeyedStorage, ModelStorage } from './keeping/modelStorage.js';
export type * from './sharing/sharingEvents.js';
export type { PrefetchCacheOptions } from './options.js';
export type * from './types.js';
export { ClosedError, EmptyLoadError, LoadError } from './errors.js';
export { largest } from './eviction/largest.js';
export { lhd } from './eviction/lhd.js';
export { lru } from './eviction/lru.js';
export { oldest } from './eviction/oldest.js';
export { sieve } from './eviction/sieve.js';
export { smallest } from './eviction/smallest.js';
export { distanceDecay, type DistanceDecayOptions } from './predictors/distanceDecay.js';
export { dynamicData, type DynamicDataOptions } from './predictors/dynamicData.js';
export {
  dynamicDistanceDecay,
  type DynamicDistanceDecayOptions,
} from './predictors/dynamicDistanceDecay.js';
export { likelihoodsOf } from './predictors/likelihoodsOf.js';
export type { LearningPredictor } from './learning/learningPredictor.js';
export type { Codec } from './learning/codecs/codec.js';
export { integers } from './learning/codecs/integers.js';
export { numbered } from './learning/codecs/numbered.js';
export { tiles } from './learning/codecs/tiles.js';
export { vectors } from './learning/codecs/vectors.js';
export { associations } from './learning/experts/associations.js';
export { deltas, type DeltasOptions } from './learning/experts/deltas.js';
export { markov } from './learning/experts/markov.js';
export { spatial, type SpatialOptions } from './learning/experts/spatial.js';
export { strides, type StridesOptions } from './learning/experts/strides.js';
export { adaptive, type AdaptiveControl, type AdaptiveOptions } from './auto/adaptive.js';
export { auto, type AutoOptions, type AutoPredictor, type OwnExpert } from './auto/auto.js';
export type { AutoJson } from './auto/savedAuto.js';
export type { SaveOptions } from './learning/models/saveOptions.js';
export { accuracy, coverage, hitRate, loadsPerRequest, timeliness } from './state/rates.js';
