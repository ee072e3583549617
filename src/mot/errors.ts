/** Kind of a `MotSourceError`. */
export type MotSourceProblem =
  'missing' | 'folder' | 'changed' | 'no-ranges' | 'unreadable' | 'format';

/** Fields of a server's answer in a `MotSourceError`. */
export interface MotSourceAnswer {
  /** The HTTP status. */
  readonly status?: number | undefined;
  /** `Retry-After` of the server, in milliseconds. */
  readonly retryAfter?: number | undefined;
}

/** A source cannot be read. */
export class MotSourceError extends Error {
  override readonly name = 'MotSourceError';
  /** The HTTP status, if a server answered. */
  readonly status: number | undefined;
  /** `Retry-After` of the server, in milliseconds, if it sent one. */
  readonly retryAfter: number | undefined;

  /** @param source - name of the source: a path or an address
   *  @param problem - what is wrong, for programs
   *  @param detail - details for people
   *  @param answer - answer of the server, if there is one */
  constructor(
    readonly source: string,
    readonly problem: MotSourceProblem,
    detail = '',
    cause?: unknown,
    { status, retryAfter }: MotSourceAnswer = {},
  ) {
    super(
      sentences[problem](source) + (detail && `: ${detail}`),
      cause === undefined ? undefined : { cause },
    );
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

const sentences: Readonly<Record<MotSourceProblem, (source: string) => string>> = {
  missing: (source) => `There is no \`${source}\``,
  folder: (source) => `\`${source}\` is a folder, expected a file`,
  changed: (source) => `\`${source}\` changed since it was indexed; a new provider reads it anew`,
  'no-ranges': (source) =>
    `The server of \`${source}\` does not answer HTTP Range requests; urlSource(url, { whole: 'fallback' }) allows to read it whole`,
  unreadable: (source) => `\`${source}\` cannot be read`,
  format: (source) => `\`${source}\` is no Multiple Object Tracking file`,
};

/** The first malformed line that a `strict` provider found. */
export class MalformedLineError extends Error {
  override readonly name = 'MalformedLineError';

  /** @param source - the name of the source
   *  @param line - line number, from 1
   *  @param reason - what was expected, and what was found */
  constructor(
    readonly source: string,
    readonly line: number,
    readonly reason: string,
  ) {
    super(`Line ${line} of \`${source}\` is malformed: ${reason}`);
  }
}

/** A member was used that requires a complete index. */
export class NotIndexedError extends Error {
  override readonly name = 'NotIndexedError';

  /** @param asked - the member, `keys` or `size`
   *  @param source - the name of the source */
  constructor(asked: string, source: string) {
    super(`\`${asked}\` is known when \`${source}\` is indexed: wait until index() completes`);
  }
}

/** The provider is closed, or was closed during the call. */
export class MotClosedError extends Error {
  override readonly name = 'MotClosedError';

  /** @param source - the name of the source */
  constructor(source: string) {
    super(`The provider of \`${source}\` is closed`);
  }
}
