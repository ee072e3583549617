import { MotSourceError } from './errors.js';
import { contentRange, rangeProblem, retryAfterOf, statedBytes, totalOf } from './httpAnswer.js';

/** What fetches: the global `fetch`, or one that adds to it. */
export type Fetch = (
  url: string | URL,
  init: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
) => Promise<Response>;

/** A part of a file, of which an answer has arrived. */
export interface RangeRead {
  /** The answer to the request of the part. */
  readonly response: Response;
  readonly start: number;
  /** Where the part ends; undefined for the end of the file. */
  readonly end: number | undefined;
  readonly signal: AbortSignal;
  /** Rejects with the error of an answer that is of another version of the file. */
  readonly check: (response: Response) => Promise<void>;
  /** All bytes of the file, where the server refuses the range; or rejects. */
  readonly refused: (
    response: Response,
    problem: string,
    signal: AbortSignal,
  ) => Promise<Uint8Array>;
}

/** A file on a server. */
export interface HttpFile {
  /**
   * Requests a range, or all without one. An answer that is no file rejects with a
   * `MotSourceError`; 416, a refused range, does not.
   */
  request(range: string | undefined, signal: AbortSignal): Promise<Response>;
  /**
   * The bytes of an answer as they come. Rejects with a `MotSourceError` if they break off, or are
   * not as many as expected.
   */
  bytesOf(
    response: Response,
    expected: number | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array>;
  /** The bytes of a range. Where an answer ends before the range does, the rest is requested. */
  rangeOf(read: RangeRead): AsyncGenerator<Uint8Array>;
}

/** @param name - what errors call it */
export function httpFile(url: string | URL, name: string, ask: Fetch): HttpFile {
  async function request(range: string | undefined, signal: AbortSignal): Promise<Response> {
    const response = await ask(url, {
      headers: range === undefined ? {} : { Range: range },
      signal,
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new MotSourceError(
        name,
        'unreadable',
        (error as Partial<Error> | undefined)?.message,
        error,
      );
    });
    const { ok, status, statusText, headers } = response;
    if (ok || status === 416) return response;
    await response.body?.cancel();
    const problem = status === 404 || status === 410 ? 'missing' : 'unreadable';
    const detail =
      problem === 'missing'
        ? `the server says ${status}`
        : `the server says ${status} ${statusText}`.trimEnd();
    throw new MotSourceError(name, problem, detail, undefined, {
      status,
      retryAfter: retryAfterOf(headers),
    });
  }

  async function* bytesOf(
    { body, status }: Response,
    expected: number | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    const reader = body?.getReader();
    let bytes = 0;
    try {
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
        bytes += part.value.length;
        yield part.value;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw new MotSourceError(name, 'unreadable', 'the connection broke off', error, { status });
    } finally {
      await reader?.cancel().catch(() => undefined);
    }
    if (expected !== undefined && bytes !== expected)
      throw new MotSourceError(
        name,
        'unreadable',
        `expected ${expected} bytes, got ${bytes}`,
        undefined,
        { status },
      );
  }

  async function* rangeOf({
    response: first,
    start,
    end = Infinity,
    signal,
    check,
    refused,
  }: RangeRead): AsyncGenerator<Uint8Array> {
    let response = first;
    for (let at = start; ;) {
      await check(response);
      const problem = rangeProblem(response, at);
      if (problem !== undefined) {
        yield (await refused(response, problem, signal)).subarray(at, end);
        return;
      }
      const before = at;
      const stated = statedBytes(response.headers) ?? (end < Infinity ? end - at : undefined);
      for await (const part of bytesOf(response, stated, signal)) {
        const wanted = part.subarray(0, end - at);
        at += wanted.length;
        yield wanted;
        if (at >= end) return;
      }
      const total = end < Infinity ? end : totalOf(response.headers);
      // A file of unknown length ends where the server has no more of it, or with an answer that
      // does not state its range.
      if (at >= (total ?? Infinity) || (total === undefined && !contentRange(response.headers)))
        return;
      if (at === before)
        throw new MotSourceError(name, 'unreadable', `no bytes from ${at} on`, undefined, {
          status: response.status,
        });
      response = await request(`bytes=${at}-${end < Infinity ? end - 1 : ''}`, signal);
      if (total === undefined && response.status === 416) return;
    }
  }

  return { request, bytesOf, rangeOf };
}
