import { open, stat, type FileHandle } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expected } from '../options.js';
import { MotSourceError } from './errors.js';
import type { MotSource, OpenedSource } from './source.js';

/**
 * Large enough that the hand-over of a block from the thread that reads it costs little, small
 * enough that a block stays in the cache of the processor until it is scanned.
 */
const blockBytes = 1 << 21;

/**
 * Reads a file on Node: `fileSource('gt.txt')`.
 *
 * The file is opened at the first use, and closed by `close` of the provider. Many reads may run at
 * once. After each read of a frame, inode, size and time of change must equal those of the indexed
 * file.
 *
 * @param path - a path, or a `file:` URL
 * @throws TypeError for anything else
 */
export function fileSource(path: string | URL): MotSource {
  if (typeof path !== 'string' && !((path as unknown) instanceof URL)) {
    throw expected('path', 'a path or a file: URL', path);
  }
  const name = typeof path === 'string' ? path : fileURLToPath(path);
  let handle: FileHandle | undefined;
  let opening: Promise<OpenedSource> | undefined;
  let version = '';

  /** Size of the file that is now at the path, and what identifies it. */
  async function look(): Promise<{ size: number; seen: string }> {
    const now = await stat(name, { bigint: true }).catch((error: unknown) =>
      Promise.reject(problemOf(name, error)),
    );
    if (now.isDirectory()) throw new MotSourceError(name, 'folder');
    if (!now.isFile())
      throw new MotSourceError(name, 'unreadable', 'it is neither a file nor a folder');
    return { size: Number(now.size), seen: [now.dev, now.ino, now.size, now.mtimeNs].join() };
  }

  async function verify(): Promise<void> {
    const { seen } = await look();
    if (seen !== version) throw new MotSourceError(name, 'changed');
  }

  async function fill(block: Buffer, position: number): Promise<Buffer> {
    if (!handle) throw new MotSourceError(name, 'unreadable', 'it is not open');
    for (let at = 0; at < block.length;) {
      const { bytesRead } = await handle
        .read(block, at, block.length - at, position + at)
        .catch((error: unknown) => Promise.reject(problemOf(name, error)));
      if (bytesRead === 0)
        throw new MotSourceError(name, 'changed', `it ends after ${position + at} bytes`);
      at += bytesRead;
    }
    return block;
  }

  // One block is read while the other is scanned.
  async function* chunks(size: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    let [block, other] = [Buffer.allocUnsafeSlow(blockBytes), Buffer.allocUnsafeSlow(blockBytes)];
    const ahead = (position: number) => fill(block.subarray(0, size - position), position);
    let reading = size > 0 ? ahead(0) : undefined;
    for (let position = blockBytes; reading; position += blockBytes) {
      const chunk: Uint8Array = await reading;
      signal.throwIfAborted();
      [block, other] = [other, block];
      reading = position < size ? ahead(position) : undefined;
      reading?.catch(() => undefined); // is awaited in the next round, if there is one
      yield chunk;
    }
    await verify();
  }

  async function begin(
    before: Promise<unknown> | undefined,
    signal: AbortSignal,
  ): Promise<OpenedSource> {
    await before?.catch(() => undefined); // one after the other, so that each handle is closed
    const { size, seen } = await look();
    await handle?.close();
    handle = undefined;
    signal.throwIfAborted();
    handle = await open(name, 'r').catch((error: unknown) =>
      Promise.reject(problemOf(name, error)),
    );
    version = seen;
    return { size, chunks: chunks(size, signal) };
  }

  return {
    name,
    open(signal) {
      opening = begin(opening, signal);
      return opening;
    },
    async read(start, end, signal) {
      const bytes = await fill(Buffer.allocUnsafe(end - start), start);
      signal.throwIfAborted();
      return bytes;
    },
    verify,
    async close() {
      await opening?.catch(() => undefined);
      await handle?.close();
      handle = undefined;
    },
  };
}

function problemOf(name: string, error: unknown): MotSourceError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new MotSourceError(name, 'missing', '', error);
  if (code === 'EISDIR') return new MotSourceError(name, 'folder', '', error);
  return new MotSourceError(name, 'unreadable', message, error);
}
