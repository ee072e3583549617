export type { PrefetchRow } from './pageRows.js';
export {
  prefetchDataSource,
  type PrefetchDataSource,
  type PrefetchDataSourceOptions,
} from './prefetchDataSource.js';
