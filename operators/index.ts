export { cacheState } from './cacheState.js';
export { foldState } from './foldState.js';
export { foldStats } from './foldStats.js';
export { keepModel, type KeepModelOptions, type KeptModel, type ModelOwner } from './keepModel.js';
export { ofType } from './ofType.js';
export { predict, type Prediction, type PredictOptions } from './predict.js';
export { prefetchCache } from './prefetchCache.js';
export { shareModel, type SharedModel, type ShareModelOptions } from './shareModel.js';
