import type { MotSource } from '../../src/mot/index.js';

/** A source in memory that answers without the event loop, for virtual time. */
export interface MemorySource extends MotSource {
  readonly isClosed: boolean;
}

/** @param text - the content of the file */
export function memorySource(name: string, text: string): MemorySource {
  const bytes = new TextEncoder().encode(text);
  let isClosed = false;
  return {
    name,
    get isClosed() {
      return isClosed;
    },
    open: () => Promise.resolve({ size: bytes.length, chunks: oneChunk(bytes) }),
    read: (start, end) => Promise.resolve(bytes.slice(start, end)),
    close() {
      isClosed = true;
      return Promise.resolve();
    },
  };
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}

/** A file of `frames` frames; frame f has f mod 4 + 1 boxes. */
export function boxes(frames: number): string {
  const lines: string[] = [];
  for (let frame = 1; frame <= frames; frame++) {
    for (let track = 0; track <= frame % 4; track++)
      lines.push(`${frame},${track},10,20,30,40,0.9,-1,-1,-1\n`);
  }
  return lines.join('');
}
