import { MotSourceError } from './errors.js';

/** Whether bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks a gzip file.
 *
 * @param name - name of the source in errors
 * @throws MotSourceError if the data are damaged, or the platform has no DecompressionStream
 */
export async function* gunzip(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (typeof DecompressionStream === 'undefined')
    throw new MotSourceError(
      name,
      'unreadable',
      'it is a gzip file, and this platform has no DecompressionStream',
    );
  const { readable, writable } = new DecompressionStream('gzip');
  const [reader, writer] = [readable.getReader(), writable.getWriter()];
  const state = { isSourceBroken: false };

  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      yield* chunks;
    } catch (error) {
      state.isSourceBroken = true;
      throw error;
    }
  }

  async function fill(): Promise<void> {
    try {
      // The stream may keep a chunk for longer than it is valid.
      for await (const chunk of source()) await writer.write(chunk.slice());
      await writer.close();
    } catch (error) {
      await writer.abort(error).catch(() => undefined);
      throw error;
    }
  }

  const filling = fill();
  filling.catch(() => undefined); // is awaited when the unpacked bytes end
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
    await filling;
  } catch (error) {
    signal.throwIfAborted();
    if (state.isSourceBroken) await filling;
    throw new MotSourceError(name, 'unreadable', 'its gzip data are damaged or cut off', error);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
