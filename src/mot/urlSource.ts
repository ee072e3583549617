import { show } from '../errors.js';
import { MotSourceError } from './errors.js';
import type { MotSource } from './source.js';

/** How an address is read. */
export interface UrlSourceOptions {
  /** What fetches: to send credentials or other headers, call the global one with more. @defaultValue the global `fetch` */
  readonly fetch?: (
    url: string | URL,
    init: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
  ) => Promise<Response>;
  /**
   * Whether the file may be read whole, once, and held in memory: `'never'`, where the server has no byte ranges (`'fallback'`), or `'always'`, which
   * spares requests for small files. @defaultValue `'never'`
   */
  readonly whole?: 'never' | 'fallback' | 'always';
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
  const { fetch: ask = globalThis.fetch, whole = 'never' } = options;
  if (typeof url !== 'string' && !((url as unknown) instanceof URL)) throw wrong('url', 'an address', url);
  if (typeof ask !== 'function') throw wrong('fetch', 'a function', ask);
  if (!['never', 'fallback', 'always'].includes(whole)) throw wrong('whole', "'never', 'fallback' or 'always'", whole);
  const name = String(url);
  /** Length and tags of what was opened. */
  let version: Version | undefined;
  /** All bytes, where they are read whole. */
  let held: Uint8Array | undefined;

  async function request(range: string | undefined, signal: AbortSignal): Promise<Response> {
    const response = await ask(url, { headers: range === undefined ? {} : { Range: range }, signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new MotSourceError(name, 'unreadable', (error as Partial<Error> | undefined)?.message, error);
    });
    if (response.ok || response.status === 416) return response;
    await response.body?.cancel();
    if (response.status === 404 || response.status === 410) throw new MotSourceError(name, 'missing', `the server says ${response.status}`);
    throw new MotSourceError(name, 'unreadable', `the server says ${response.status} ${response.statusText}`.trimEnd());
  }

  /** All bytes as they come; checked to be as many as were promised. */
  async function* chunksOf(response: Response, size: number | undefined, hold: boolean, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of bodyOf(response, name, signal)) {
      bytes += chunk.length;
      if (hold) chunks.push(chunk);
      yield chunk;
    }
    if (size !== undefined && bytes !== size) throw new MotSourceError(name, 'unreadable', `expected ${size} bytes, got ${bytes}`);
    if (hold) held = concatenate(chunks, bytes);
  }

  return {
    name,
    async open(signal) {
      held = undefined;
      const response = await request(whole === 'always' ? undefined : 'bytes=0-', signal);
      version = versionOf(response);
      // A file of no bytes has no range that could be given.
      if (response.status === 416) {
        await response.body?.cancel();
        return { size: 0, chunks: noChunks() };
      }
      // A server may answer a range of all with all, and say in words that it has ranges.
      const hasRanges = response.status === 206 || response.headers.get('Accept-Ranges') === 'bytes';
      if (!hasRanges && whole === 'never') {
        await response.body?.cancel();
        throw new MotSourceError(name, 'no-ranges');
      }
      return { size: version.size, chunks: chunksOf(response, version.size, whole === 'always' || !hasRanges, signal) };
    },
    async read(start, end, signal) {
      if (held) return held.subarray(start, end);
      const response = await request(`bytes=${start}-${end - 1}`, signal);
      const isSame = response.status !== 416 && version !== undefined && isSameVersion(version, versionOf(response));
      if (!isSame || response.status !== 206) {
        await response.body?.cancel();
        throw new MotSourceError(name, isSame ? 'no-ranges' : 'changed');
      }
      const parts: Uint8Array[] = [];
      let bytes = 0;
      for await (const part of bodyOf(response, name, signal)) {
        parts.push(part);
        bytes += part.length;
      }
      if (bytes !== end - start) throw new MotSourceError(name, 'unreadable', `expected ${end - start} bytes, got ${bytes}`);
      return concatenate(parts, bytes);
    },
    close() {
      held = undefined;
      return Promise.resolve();
    },
  };
}

/** What tells one state of a file from another; undefined or null where the server does not say. */
interface Version {
  readonly size: number | undefined;
  readonly etag: string | null;
  readonly modified: string | null;
}

function versionOf({ status, headers }: Response): Version {
  const total = /\/(\d+)$/.exec(headers.get('Content-Range') ?? '')?.[1] ?? (status === 200 ? headers.get('Content-Length') : null);
  // With an encoding, the length is that of what is sent, not of what it means.
  const isEncoded = (headers.get('Content-Encoding') ?? 'identity') !== 'identity';
  return {
    size: total === null || isEncoded ? undefined : Number(total),
    etag: headers.get('ETag'),
    modified: headers.get('Last-Modified'),
  };
}

/** What is said of both has to be the same. */
function isSameVersion(before: Version, now: Version): boolean {
  const differs = (a: unknown, b: unknown) => a !== undefined && a !== null && b !== undefined && b !== null && a !== b;
  return !differs(before.size, now.size) && !differs(before.etag, now.etag) && !differs(before.modified, now.modified);
}

async function* bodyOf({ body }: Response, name: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new MotSourceError(name, 'unreadable', 'the connection broke off', error);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function* noChunks(): AsyncGenerator<Uint8Array> {
  // Nothing to give.
}

function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1 && chunks[0]) return chunks[0];
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function wrong(name: string, what: string, came: unknown): TypeError {
  return new TypeError(`Expected \`${name}\` to be ${what}, got \`${show(came)}\` (${came === null ? 'null' : typeof came})`);
}
