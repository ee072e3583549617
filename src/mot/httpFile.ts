import { MotSourceError } from './errors.js';
import { contentRange, rangeProblem, retryAfterOf, statedBytes, totalOf } from './httpAnswer.js';

/** A function like the global `fetch`. */
export type Fetch = (
  url: string | URL,
  init: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
) => Promise<Response>;

/** A part of a file with its first answer. */
export interface RangeRead {
  /** Answer to the request of the part. */
  readonly response: Response;
  readonly start: number;
  /** End of the part; undefined for the end of the file. */
  readonly end: number | undefined;
  readonly signal: AbortSignal;
  /** Rejects for an answer with another version of the file. */
  readonly check: (response: Response) => Promise<void>;
  /** Called when the server refuses the range: resolves with all bytes of the file, or rejects. */
  readonly refused: (
    response: Response,
    problem: string,
    signal: AbortSignal,
  ) => Promise<Uint8Array>;
}

/** A file on a server. */
export interface HttpFile {
  /**
   * Requests a range, or the whole file. An error status rejects with a `MotSourceError`, except
   * 416, a refused range.
   */
  request(range: string | undefined, signal: AbortSignal): Promise<Response>;
  /**
   * Bytes of an answer as they arrive. Rejects with a `MotSourceError` if they break off, or if
   * their number is not the expected one.
   */
  bytesOf(
    response: Response,
    expected: number | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array>;
  /** Bytes of a range. If an answer ends too early, the rest is requested. */
  rangeOf(read: RangeRead): AsyncGenerator<Uint8Array>;
}

/** @param name - name of the source in errors */
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
        ? `the server answered ${status}`
        : `the server answered ${status} ${statusText}`.trimEnd();
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
      // A file of unknown length ends where the server refuses more, or after an answer without a
      // range.
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
