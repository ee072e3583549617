export { blobSource, type BlobLike } from './blobSource.js';
export type { MotColumn, MotLayoutName } from './columns.js';
export {
  MalformedLineError,
  MotClosedError,
  MotSourceError,
  NotIndexedError,
  type MotSourceAnswer,
  type MotSourceProblem,
} from './errors.js';
export type { MotDelimiter, MotFormat, MotFormatOptions } from './formatOptions.js';
export type { Fetch } from '../net/httpFile.js';
export { motProvider } from './motProvider.js';
export type { MotSource, OpenedSource } from './source.js';
export type {
  Detection,
  Frame,
  IndexProgress,
  MalformedLine,
  MotLoadContext,
  MotProvider,
  MotProviderOptions,
  MotStats,
} from './types.js';
export { urlSource, type UrlSourceOptions } from './urlSource.js';
