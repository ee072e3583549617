export type { FailedRow, LoadingRow, PrefetchRow, ResolvedRow } from './pageRows.js';
export {
  prefetchDataSource,
  type PrefetchDataSource,
  type PrefetchDataSourceOptions,
} from './prefetchDataSource.js';
