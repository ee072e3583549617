/** A source of bytes: `fileSource`, `blobSource`, `urlSource`, or your own. */
export interface MotSource {
  /** Name in errors: a path or an address. */
  readonly name: string;
  /**
   * Opens the source, and begins to read all of it. Later `read` and `verify` expect the version
   * that is found here.
   *
   * @param signal - aborts when the bytes are no longer needed
   */
  open(signal: AbortSignal): Promise<OpenedSource>;
  /**
   * Reads the bytes from `start` to before `end`, which lie within the source. Several reads may
   * run at once.
   *
   * Rejects with a `MotSourceError` if there are fewer bytes, or if the source has changed.
   */
  read(start: number, end: number, signal: AbortSignal): Promise<Uint8Array>;
  /**
   * Rejects with a `MotSourceError` if the source has changed since it was opened. Called before
   * bytes that were read are used. Not needed if `read` finds changes.
   */
  verify?(signal: AbortSignal): Promise<void>;
  /** Releases everything. Called once, when all reads have ended. */
  close(): Promise<void>;
}

/** An open source. */
export interface OpenedSource {
  /** Size in bytes; undefined if it is unknown until the end. */
  readonly size: number | undefined;
  /** All bytes, in order. A chunk is valid until the next one is requested. */
  readonly chunks: AsyncIterable<Uint8Array>;
}
