import type { MotSource } from '../../../src/mot/index.js';

/** A source in memory that records its calls. */
export interface MemorySource extends MotSource {
  /** Each read of a range. */
  readonly reads: { readonly start: number; readonly end: number }[];
  /** How often the source was opened, and closed. */
  readonly opened: number;
  readonly closed: number;
}

/** @param chunk - bytes of a chunk */
export function memorySource(content: string | Uint8Array, chunk = 64 * 1024): MemorySource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const reads: { start: number; end: number }[] = [];
  let [opened, closed] = [0, 0];
  async function* chunks() {
    // The memory of a chunk is used again, as sources may do.
    const block = new Uint8Array(chunk);
    for (let at = 0; at < bytes.length; at += chunk) {
      const part = bytes.subarray(at, at + chunk);
      block.fill(0x35).set(part);
      yield await Promise.resolve(block.subarray(0, part.length));
    }
  }
  return {
    name: 'memory',
    reads,
    get opened() {
      return opened;
    },
    get closed() {
      return closed;
    },
    open() {
      opened++;
      return Promise.resolve({ size: bytes.length, chunks: chunks() });
    },
    read(start, end) {
      reads.push({ start, end });
      return Promise.resolve(bytes.slice(start, end));
    },
    close() {
      closed++;
      return Promise.resolve();
    },
  };
}
