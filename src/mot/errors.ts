/** What is wrong with a source. */
export type MotSourceProblem =
  'missing' | 'folder' | 'changed' | 'no-ranges' | 'unreadable' | 'format';

/** The answer of a server that a `MotSourceError` is about. */
export interface MotSourceAnswer {
  /** The HTTP status. */
  readonly status?: number | undefined;
  /** Milliseconds that the server asks to wait before the next request, its `Retry-After`. */
  readonly retryAfter?: number | undefined;
}

/** A source that cannot be read: which, and why. */
export class MotSourceError extends Error {
  override readonly name = 'MotSourceError';
  /** The HTTP status, where a server answered. */
  readonly status: number | undefined;
  /** Milliseconds that the server asks to wait before the next request, where it does. */
  readonly retryAfter: number | undefined;

  /** @param source - its name: a path, an address
   *  @param problem - what is wrong, for programs
   *  @param detail - what is wrong, for people, where there is more to say
   *  @param answer - the server's answer, where there is one */
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
   *  @param line - the line's number, the first is 1
   *  @param reason - what was expected and what came */
  constructor(
    readonly source: string,
    readonly line: number,
    readonly reason: string,
  ) {
    super(`Line ${line} of \`${source}\` is malformed: ${reason}`);
  }
}

/** Something was asked that only a finished index knows. */
export class NotIndexedError extends Error {
  override readonly name = 'NotIndexedError';

  /** @param asked - what was asked, `keys` or `size`
   *  @param source - the name of the source */
  constructor(asked: string, source: string) {
    super(`\`${asked}\` is known when \`${source}\` is indexed: wait until index() completes`);
  }
}

/** The provider was closed before, or while, this was asked of it. */
export class MotClosedError extends Error {
  override readonly name = 'MotClosedError';

  /** @param source - the name of the source */
  constructor(source: string) {
    super(`The provider of \`${source}\` is closed`);
  }
}
