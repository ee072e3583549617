import { MotSourceError } from './errors.js';

/** What fetches: the global `fetch`, or one that adds to it. */
export type Fetch = (
  url: string | URL,
  init: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
) => Promise<Response>;

/** A file on a server. */
export interface HttpFile {
  /**
   * Asks for a part of it, or for all without a range. An answer that is no file rejects with a `MotSourceError`; one without such a range, 416, does not.
   */
  request(range: string | undefined, signal: AbortSignal): Promise<Response>;
  /** The bytes of an answer as they come. Rejects with a `MotSourceError` if they break off, or are not as many as expected. */
  bytesOf(response: Response, expected: number | undefined, signal: AbortSignal): AsyncGenerator<Uint8Array>;
}

/** What tells one state of a file from another; undefined or null where the server does not say. */
export interface FileVersion {
  readonly size: number | undefined;
  readonly etag: string | null;
  readonly modified: string | null;
}

/** @param name - what errors call it */
export function httpFile(url: string | URL, name: string, ask: Fetch): HttpFile {
  return {
    async request(range, signal) {
      const response = await ask(url, { headers: range === undefined ? {} : { Range: range }, signal }).catch((error: unknown) => {
        signal.throwIfAborted();
        throw new MotSourceError(name, 'unreadable', (error as Partial<Error> | undefined)?.message, error);
      });
      if (response.ok || response.status === 416) return response;
      await response.body?.cancel();
      if (response.status === 404 || response.status === 410)
        throw new MotSourceError(name, 'missing', `the server says ${response.status}`);
      throw new MotSourceError(name, 'unreadable', `the server says ${response.status} ${response.statusText}`.trimEnd());
    },
    async *bytesOf({ body }, expected, signal) {
      const reader = body?.getReader();
      let bytes = 0;
      try {
        for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
          bytes += part.value.length;
          yield part.value;
        }
      } catch (error) {
        signal.throwIfAborted();
        throw new MotSourceError(name, 'unreadable', 'the connection broke off', error);
      } finally {
        await reader?.cancel().catch(() => undefined);
      }
      if (expected !== undefined && bytes !== expected)
        throw new MotSourceError(name, 'unreadable', `expected ${expected} bytes, got ${bytes}`);
    },
  };
}

/** What an answer says of the state of its file. */
export function versionOf({ status, headers }: Response): FileVersion {
  const total = /\/(\d+)$/.exec(headers.get('Content-Range') ?? '')?.[1] ?? (status === 200 ? headers.get('Content-Length') : null);
  // With an encoding, the length is that of what is sent, not of what it means.
  const isEncoded = (headers.get('Content-Encoding') ?? 'identity') !== 'identity';
  return {
    size: total === null || isEncoded ? undefined : Number(total),
    etag: headers.get('ETag'),
    modified: headers.get('Last-Modified'),
  };
}

/** Whether two answers may be of the same state: what is said of both has to be the same. */
export function isSameVersion(before: FileVersion, now: FileVersion): boolean {
  const differs = (a: unknown, b: unknown) => a !== undefined && a !== null && b !== undefined && b !== null && a !== b;
  return !differs(before.size, now.size) && !differs(before.etag, now.etag) && !differs(before.modified, now.modified);
}
