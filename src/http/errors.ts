import { retryAfterOf } from '../net/httpAnswer.js';

/** Kind of an `HttpError`. */
export type HttpProblem = 'status' | 'network' | 'changed' | 'no-ranges';

/** What an `HttpError` may know. */
export interface HttpErrorDetails {
  /** Ends the message. */
  readonly detail?: string | undefined;
  readonly cause?: unknown;
  /** The answer of the server; its body is not read. */
  readonly response?: Response | undefined;
}

/** A load over HTTP failed. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  /** The HTTP status, if the server answered. */
  readonly status: number | undefined;
  /** The headers of the answer, if there is one. */
  readonly headers: Headers | undefined;
  /**
   * `Retry-After` of an answer with an error status, in milliseconds. The key is not prefetched
   * before.
   */
  readonly retryAfter: number | undefined;

  /**
   * @param url - the address
   * @param problem - what is wrong, for programs: `'status'` (the answer has an error status),
   *   `'network'` (there is no answer, or it broke off), `'changed'` (the file is another one than
   *   before) or `'no-ranges'` (the server does not answer ranges)
   */
  constructor(
    readonly url: string,
    readonly problem: HttpProblem,
    { detail = '', cause, response }: HttpErrorDetails = {},
  ) {
    super(
      `${SENTENCES[problem](`\`${shorten(url)}\``)}${detail && `: ${detail}`}`,
      cause === undefined ? undefined : { cause },
    );
    this.status = response?.status;
    this.headers = response?.headers;
    this.retryAfter = response && problem === 'status' ? retryAfterOf(response.headers) : undefined;
  }
}

const SENTENCES: Readonly<Record<HttpProblem, (url: string) => string>> = {
  status: (url) => `The server did not give ${url}`,
  network: (url) => `${url} cannot be read`,
  changed: (url) => `${url} changed since its first load; a new provider reads it anew`,
  'no-ranges': (url) => `The server of ${url} does not answer HTTP Range requests`,
};

/** How much of an address stands in a message: an address may carry data. */
const MAX_SHOWN = 200;

function shorten(url: string): string {
  return url.length > MAX_SHOWN ? `${url.slice(0, MAX_SHOWN)}…` : url;
}
