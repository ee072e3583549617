import { randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A file, or the standard input, that is read once. */
export interface Input {
  readonly name: string;
  /** Bytes of the file; undefined for what has no size. */
  readonly size: number | undefined;
  /** Bytes that were read of it. */
  readonly done: () => number;
  /** Its bytes, unpacked if they are gzip. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

const BLOCK = 1 << 20;

/**
 * Opens a log.
 *
 * @param path - a path, or `-` for the standard input
 * @throws Error that names the file; so does reading
 */
export async function openInput(path: string): Promise<Input> {
  const isStandard = path === '-';
  const name = isStandard ? 'standard input' : path;
  const stats = isStandard
    ? undefined
    : await stat(path).catch((error: unknown) => fail(name, error));
  if (stats?.isDirectory()) throw new Error(`${name}: it is a folder`);
  let done = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    const source = isStandard ? process.stdin : createReadStream(path, { highWaterMark: BLOCK });
    for await (const block of source as AsyncIterable<Buffer>) {
      done += block.length;
      yield block;
    }
  }
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield* unpacked(counted());
    } catch (error) {
      fail(name, error);
    }
  }
  return { name, size: stats?.isFile() ? stats.size : undefined, done: () => done, bytes: bytes() };
}

/** Unpacks gzip, which begins with two bytes of its own. */
async function* unpacked(blocks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let first: Buffer = Buffer.alloc(0);
  while (first.length < 2) {
    const next = await blocks.next();
    if (next.done) break;
    first = Buffer.concat([first, next.value]);
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield first;
    yield* blocks;
  }
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield* all();
    return;
  }
  const gunzip = createGunzip({ chunkSize: BLOCK });
  // An error of the source ends the stream that is read.
  pipeline(Readable.from(all()), gunzip, () => undefined);
  yield* gunzip as AsyncIterable<Buffer>;
}

/**
 * Checks that a file can be written, before hours of learning.
 *
 * @throws Error if its folder cannot be written to, if it is one of the logs, or no file
 */
export async function checkOutput(path: string, logs: readonly string[]): Promise<void> {
  await access(dirname(path), constants.W_OK).catch((error: unknown) => fail(path, error));
  const before = await identityOf(path);
  for (const log of logs)
    if (before && log !== '-' && before.id === (await identityOf(log))?.id)
      throw new Error(`${path}: it is a log`);
  if (before && !before.isFile)
    throw new Error(`${path}: it is ${before.isFolder ? 'a folder' : 'no file'}`);
}

/** Which file it is, under whatever path; undefined if there is none. */
async function identityOf(path: string) {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  return (
    stats && {
      id: `${stats.dev} ${stats.ino}`,
      isFile: stats.isFile(),
      isFolder: stats.isDirectory(),
    }
  );
}

/** Writes a file atomically: other programs find the old file or the new one. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(part, text);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    fail(path, error);
  }
}

function fail(name: string, error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  const problems: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'no permission',
    EISDIR: 'it is a folder',
  };
  throw new Error(`${name}: ${problems[code ?? ''] ?? message}`, { cause: error });
}
