export { HttpError, type HttpErrorDetails, type HttpProblem } from './errors.js';
export { httpProvider, type HttpLoad, type HttpProviderOptions } from './httpProvider.js';
export { rangeProvider, type RangeProviderOptions } from './rangeProvider.js';
export type { ByteRange } from '../net/byteRange.js';
export type { HttpContext, HttpFetch, HttpInit } from './request.js';
