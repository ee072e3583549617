/**
 * Bytes with a beginning and an end: where a provider reads from. Ready-made: `fileSource`,
 * `blobSource`, `urlSource`.
 */
export interface MotSource {
  /** How errors call it: a path, an address. */
  readonly name: string;
  /**
   * Looks at the source, and begins to read all of it. What is seen here is the version that `read`
   * and `verify` hold on to.
   *
   * @param signal - aborts when the bytes are not wanted any more
   */
  open(signal: AbortSignal): Promise<OpenedSource>;
  /**
   * The bytes from `start` to before `end`, which lie within the source. May be called while others
   * are under way.
   *
   * Rejects with a `MotSourceError` if there are fewer, or if this is seen not to be the version
   * that was opened.
   */
  read(start: number, end: number, signal: AbortSignal): Promise<Uint8Array>;
  /**
   * Rejects with a `MotSourceError` if the source is not any more what was opened. Called before
   * what was read is believed. Left out where `read` sees it by itself.
   */
  verify?(signal: AbortSignal): Promise<void>;
  /**
   * Lets go of everything. Called once, when nothing is read any more or all of it has been
   * aborted.
   */
  close(): Promise<void>;
}

/** A source that is being read. */
export interface OpenedSource {
  /** Bytes in all; undefined if only the end will tell. */
  readonly size: number | undefined;
  /** All bytes, from the first to the last. A chunk is valid until the next one is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** From the byte `start` to before the byte `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}
