import { contentRange, rangeProblem, statedBytes, totalOf } from './httpAnswer.js';
import { onAbort } from './onAbort.js';

/** A function like the global `fetch`. */
export type Fetch = (
  url: string | URL,
  init: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
) => Promise<Response>;

/** Makes the error of a file that cannot be read. */
export type FileError = (
  problem: 'missing' | 'unreadable',
  detail: string | undefined,
  cause: unknown,
  answer: Response | undefined,
) => Error;

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
   * Requests a range, or the whole file. An error status rejects, except 416, a refused range.
   */
  request(range: string | undefined, signal: AbortSignal): Promise<Response>;
  /**
   * Bytes of an answer as they arrive. Rejects if they break off, or if their number is not the
   * expected one. An abort cancels the body.
   */
  bytesOf(
    response: Response,
    expected: number | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array>;
  /** Bytes of a range. If an answer ends too early, the rest is requested. */
  rangeOf(read: RangeRead): AsyncGenerator<Uint8Array>;
}

// One idea: the requests for one file.
export function httpFile(url: string | URL, ask: Fetch, errorOf: FileError): HttpFile {
  async function request(range: string | undefined, signal: AbortSignal): Promise<Response> {
    const response = await ask(url, {
      headers: range === undefined ? {} : { Range: range },
      signal,
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw errorOf('unreadable', (error as Partial<Error> | undefined)?.message, error, undefined);
    });
    if (signal.aborted) {
      // A fetch that ignores its signal.
      await response.body?.cancel();
      signal.throwIfAborted();
    }
    const { ok, status, statusText } = response;
    if (ok || status === 416) return response;
    await response.body?.cancel();
    const problem = status === 404 || status === 410 ? 'missing' : 'unreadable';
    const detail =
      problem === 'missing'
        ? `the server answered ${status}`
        : `the server answered ${status} ${statusText}`.trimEnd();
    throw errorOf(problem, detail, undefined, response);
  }

  async function* bytesOf(
    response: Response,
    expected: number | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    const reader = response.body?.getReader();
    const cancel = (): void => void reader?.cancel().catch(() => undefined);
    const forget = onAbort(signal, cancel);
    let bytes = 0;
    try {
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
        bytes += part.value.length;
        yield part.value;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw errorOf('unreadable', 'the connection broke off', error, response);
    } finally {
      forget();
      await reader?.cancel().catch(() => undefined);
    }
    signal.throwIfAborted();
    if (expected !== undefined && bytes !== expected)
      throw errorOf('unreadable', `expected ${expected} bytes, got ${bytes}`, undefined, response);
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
      if (at === before) throw errorOf('unreadable', `no bytes from ${at} on`, undefined, response);
      response = await request(`bytes=${at}-${end < Infinity ? end - 1 : ''}`, signal);
      if (total === undefined && response.status === 416) return;
    }
  }

  return { request, bytesOf, rangeOf };
}
