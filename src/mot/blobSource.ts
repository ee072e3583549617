import { expected } from '../options.js';
import { MotSourceError } from './errors.js';
import type { MotSource } from './source.js';

/** The part of a blob, or of a file that a user has chosen, that `blobSource` uses. */
export interface BlobLike {
  /** Size in bytes. */
  readonly size: number;
  /** Name of a file. */
  readonly name?: string;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

const chunkBytes = 1 << 20;

/**
 * Reads a blob: `blobSource(input.files[0])`.
 *
 * A file that changes on disk after it was chosen cannot be read: a `MotSourceError` with the
 * problem `'changed'`.
 *
 * @throws TypeError for anything but a blob
 */
export function blobSource(blob: BlobLike): MotSource {
  if (
    typeof (blob as Partial<BlobLike> | null | undefined)?.size !== 'number' ||
    typeof blob.slice !== 'function'
  ) {
    throw expected('blob', 'a Blob or a File', blob);
  }
  const name = blob.name ?? 'blob';

  async function read(start: number, end: number, signal: AbortSignal): Promise<Uint8Array> {
    let bytes: ArrayBuffer;
    try {
      bytes = await blob.slice(start, end).arrayBuffer();
    } catch (error) {
      throw new MotSourceError(name, 'changed', 'the blob cannot be read any more', error);
    }
    signal.throwIfAborted();
    if (bytes.byteLength < end - start)
      throw new MotSourceError(
        name,
        'changed',
        `expected ${end} bytes, got ${start + bytes.byteLength}`,
      );
    return new Uint8Array(bytes);
  }

  async function* chunks(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < blob.size; start += chunkBytes)
      yield await read(start, Math.min(start + chunkBytes, blob.size), signal);
  }

  return {
    name,
    open: (signal) => Promise.resolve({ size: blob.size, chunks: chunks(signal) }),
    read,
    close: () => Promise.resolve(),
  };
}
