import { share } from 'rxjs';
import { checkOptions, expected } from '../options.js';
import { abortable } from './abortable.js';
import { collect, concatenate } from '../net/concatenate.js';
import { MotSourceError } from './errors.js';
import {
  encodingOf,
  hasByteRanges,
  isSameVersion,
  rangeProblem,
  retryAfterOf,
  totalOf,
  versionOf,
  type FileVersion,
} from '../net/httpAnswer.js';
import { httpFile, type Fetch } from '../net/httpFile.js';
import { promiseOf } from './promiseOf.js';
import type { MotSource, OpenedSource } from './source.js';

/** Options of `urlSource`. */
export interface UrlSourceOptions {
  /**
   * Replaces `fetch`, for example to send credentials or other headers.
   * @defaultValue the global `fetch`
   */
  readonly fetch?: Fetch | undefined;
  /**
   * Whether the file may be read whole and kept in memory: `'never'`; `'fallback'`, if the server
   * refuses byte ranges or stops answering them; or `'always'`, which saves requests for small
   * files. Bytes in memory are not compared with the server again.
   * @defaultValue `'never'`
   */
  readonly whole?: 'never' | 'fallback' | 'always' | undefined;
}

/**
 * Reads an address with HTTP range requests: one for the index, then one for each frame.
 *
 * If an answer is shorter than its range, the rest is requested. A changed file is recognised by
 * its length, `ETag` and `Last-Modified`, as far as the server states them and, for another origin,
 * exposes them to the browser.
 *
 * @throws TypeError for wrong options
 */
export function urlSource(url: string | URL, options: UrlSourceOptions = {}): MotSource {
  const { fetch = globalThis.fetch, whole = 'never' } = checkOptions(options, ['fetch', 'whole']);
  if (typeof url !== 'string' && !((url as unknown) instanceof URL))
    throw expected('url', 'an address', url);
  if (typeof fetch !== 'function') throw expected('fetch', 'a function', fetch);
  if (!['never', 'fallback', 'always'].includes(whole))
    throw expected('whole', "'never', 'fallback' or 'always'", whole);
  return source(url, fetch, whole);
}

function source(
  url: string | URL,
  fetch: Fetch,
  whole: 'never' | 'fallback' | 'always',
): MotSource {
  const name = String(url);
  const file = httpFile(url, fetch, (problem, detail, cause, answer) => {
    const { status, headers } = answer ?? {};
    const retryAfter = headers && !answer?.ok ? retryAfterOf(headers) : undefined;
    return new MotSourceError(name, problem, detail, cause, { status, retryAfter });
  });
  /** Version of the file when it was opened. */
  let version: FileVersion | undefined;
  const sizeOpened = () => version?.size;
  /** All bytes, if the file is read whole. */
  let held: Uint8Array | undefined;

  async function refuse(
    response: Response,
    problem: 'changed' | 'no-ranges',
    detail?: string,
  ): Promise<never> {
    await response.body?.cancel();
    throw new MotSourceError(name, problem, detail, undefined, { status: response.status });
  }

  async function check(response: Response): Promise<void> {
    const now = versionOf(response);
    if (version && !isSameVersion(version, now)) await refuse(response, 'changed');
    version ??= now;
  }

  /** Reads all bytes, once for all reads that wait for them. */
  const whole$ = abortable(async (signal) => {
    const response = await file.request(undefined, signal);
    await check(response);
    const bytes = await collect(file.bytesOf(response, versionOf(response).size, signal));
    signal.throwIfAborted();
    if (bytes.length !== (version?.size ?? bytes.length)) throw new MotSourceError(name, 'changed');
    return (held = bytes);
  }).pipe(share());

  async function refused(
    response: Response,
    problem: string,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    // A refused range of an indexed file, without its length, means that the file became shorter.
    const isShorter = response.status === 416 && totalOf(response.headers) === undefined;
    if (whole === 'never') return refuse(response, isShorter ? 'changed' : 'no-ranges', problem);
    await response.body?.cancel();
    return held ?? promiseOf(whole$, signal);
  }

  /** Chunks of an opened file. Answers complete its version. */
  async function* opened(
    chunks: AsyncIterable<Uint8Array>,
    isHeld: boolean,
  ): AsyncGenerator<Uint8Array> {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      if (isHeld) parts.push(chunk);
      yield chunk;
    }
    if (isHeld) held = concatenate(parts);
    if (version) version = { ...version, size };
  }

  /** Opens a file from an answer with all its bytes. */
  async function openWhole(
    response: Response,
    signal: AbortSignal,
    hasRanges: boolean,
  ): Promise<OpenedSource> {
    await check(response);
    if (!hasRanges && whole === 'never')
      return refuse(response, 'no-ranges', rangeProblem(response, 0));
    return {
      size: version?.size,
      chunks: opened(file.bytesOf(response, version?.size, signal), !hasRanges),
    };
  }

  /** Opens a file after a refused range of all bytes: it is empty, or the server has no ranges. */
  async function openRefused(response: Response, signal: AbortSignal): Promise<OpenedSource> {
    const size = totalOf(response.headers);
    if (size !== 0 && size !== undefined && whole === 'never')
      return refuse(response, 'no-ranges', rangeProblem(response, 0));
    await response.body?.cancel();
    if (size === 0) return { size, chunks: opened(file.bytesOf(new Response(), 0, signal), true) };
    const all = await file.request(undefined, signal);
    if (whole === 'fallback') return openWhole(all, signal, false);
    const bytes = file.bytesOf(all, versionOf(all).size, signal);
    if ((await bytes.next()).done) return { size: 0, chunks: opened(bytes, true) };
    await bytes.return(undefined);
    return refuse(response, 'no-ranges', rangeProblem(response, 0));
  }

  return {
    name,
    async open(signal) {
      held = undefined;
      version = undefined;
      const response = await file.request(whole === 'always' ? undefined : 'bytes=0-', signal);
      if (response.status === 416) return openRefused(response, signal);
      if (whole === 'always') return openWhole(response, signal, false);
      if (response.status !== 206) {
        // A server with ranges may answer a range of all bytes with all bytes.
        return openWhole(
          response,
          signal,
          hasByteRanges(response.headers) && encodingOf(response.headers) === undefined,
        );
      }
      await check(response);
      const chunks = file.rangeOf({ response, start: 0, end: undefined, signal, check, refused });
      return { size: sizeOpened(), chunks: opened(chunks, false) };
    },
    async read(start, end, signal) {
      if (held) return held.subarray(start, end);
      const response = await file.request(`bytes=${start}-${end - 1}`, signal);
      return collect(file.rangeOf({ response, start, end, signal, check, refused }));
    },
    close() {
      held = undefined;
      return Promise.resolve();
    },
  };
}
