import { checkOptions, expected } from '../options.js';
import { MotSourceError } from './errors.js';
import { httpFile, isSameVersion, versionOf, type Fetch, type FileVersion } from './httpFile.js';
import type { MotSource } from './source.js';

/** How an address is read. */
export interface UrlSourceOptions {
  /** What fetches: to send credentials or other headers, one that calls the global one with more. @defaultValue the global `fetch` */
  readonly fetch?: Fetch | undefined;
  /**
   * Whether the file may be read whole, once, and held in memory: `'never'`, where the server has no byte ranges (`'fallback'`), or `'always'`, which
   * spares requests for small files. What is held is not compared any more with what the server has. @defaultValue `'never'`
   */
  readonly whole?: 'never' | 'fallback' | 'always' | undefined;
}

/**
 * Reads an address, by HTTP Range requests: one that goes over all of it for the index, and then one a frame.
 *
 * That the file is still the one that was indexed is seen by its length, `ETag` and `Last-Modified`, as far as the server says them (and, in a browser on
 * another origin, exposes them).
 *
 * @throws TypeError for wrong options
 */
export function urlSource(url: string | URL, options: UrlSourceOptions = {}): MotSource {
  const { fetch = globalThis.fetch, whole = 'never' } = checkOptions(options, ['fetch', 'whole']);
  if (typeof url !== 'string' && !((url as unknown) instanceof URL)) throw expected('url', 'an address', url);
  if (typeof fetch !== 'function') throw expected('fetch', 'a function', fetch);
  if (!['never', 'fallback', 'always'].includes(whole)) throw expected('whole', "'never', 'fallback' or 'always'", whole);
  const name = String(url);
  const file = httpFile(url, name, fetch);
  /** What was opened. */
  let version: FileVersion | undefined;
  /** All bytes, where they are read whole. */
  let held: Uint8Array | undefined;

  async function* hold(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const chunk of chunks) {
      parts.push(chunk);
      yield chunk;
    }
    held = concatenate(parts);
  }

  return {
    name,
    async open(signal) {
      held = undefined;
      const response = await file.request(whole === 'always' ? undefined : 'bytes=0-', signal);
      version = versionOf(response);
      // A server may answer a range of all with all, and say in words that it has ranges. An empty file has no range that it could give.
      const hasRanges = response.status === 206 || response.status === 416 || response.headers.get('Accept-Ranges') === 'bytes';
      if ((!hasRanges && whole === 'never') || response.status === 416) await response.body?.cancel();
      if (!hasRanges && whole === 'never') throw new MotSourceError(name, 'no-ranges');
      if (response.status === 416) return { size: 0, chunks: file.bytesOf(new Response(), 0, signal) };
      const chunks = file.bytesOf(response, version.size, signal);
      return { size: version.size, chunks: whole === 'always' || !hasRanges ? hold(chunks) : chunks };
    },
    async read(start, end, signal) {
      if (held) return held.subarray(start, end);
      const response = await file.request(`bytes=${start}-${end - 1}`, signal);
      const isSame = response.status !== 416 && version !== undefined && isSameVersion(version, versionOf(response));
      if (!isSame || response.status !== 206) {
        await response.body?.cancel();
        throw new MotSourceError(name, isSame ? 'no-ranges' : 'changed');
      }
      const parts: Uint8Array[] = [];
      for await (const part of file.bytesOf(response, end - start, signal)) parts.push(part);
      return concatenate(parts);
    },
    close() {
      held = undefined;
      return Promise.resolve();
    },
  };
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((bytes, part) => bytes + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
