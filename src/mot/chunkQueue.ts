import { collect } from '../net/concatenate.js';

/** Chunks whose first bytes can be read in advance. */
export interface ChunkQueue extends AsyncIterable<Uint8Array> {
  /**
   * The first bytes: at least as many as stated, unless there are fewer. The iteration still begins
   * with them.
   */
  peek(bytes: number): Promise<Uint8Array>;
  /** Whether the peeked bytes are all bytes. */
  readonly isEnded: boolean;
  /** Ends the iteration early. */
  close(): Promise<void>;
}

/** @param chunks - chunks, each valid until the next is requested */
export function chunkQueue(chunks: AsyncIterable<Uint8Array>): ChunkQueue {
  const iterator = each(chunks);
  let head: Uint8Array = new Uint8Array(0);
  let isEnded = false;

  async function* rest(): AsyncGenerator<Uint8Array> {
    if (head.length > 0) yield head;
    head = new Uint8Array(0);
    for (let next = await iterator.next(); !next.done; next = await iterator.next())
      yield next.value;
  }

  return {
    get isEnded() {
      return isEnded;
    },
    async peek(bytes) {
      const parts = [head];
      for (let length = head.length; length < bytes && !isEnded;) {
        // A chunk is copied before the next is requested, as only the last one is valid.
        parts.push(...parts.splice(-1).map((part) => part.slice()));
        const next = await iterator.next();
        if (next.done) isEnded = true;
        else parts.push(next.value);
        length += next.done ? 0 : next.value.length;
      }
      head = await collect(each(parts.filter(({ length }) => length > 0)));
      return head;
    },
    [Symbol.asyncIterator]: rest,
    close: () => iterator.return(undefined).then(() => undefined),
  };
}

/** Iterates over iterables of both kinds. */
async function* each(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, undefined> {
  yield* chunks;
  return undefined;
}
