/** Bytes that are compared by words; `indexOf` takes over after them. */
const NEAR_BYTES = 128;

/**
 * Position of the next `byte` at or after `from`; −1 if there is none.
 *
 * Compares eight bytes a step, without a call. On Node a call of `Buffer.indexOf` takes as long as
 * the comparison of a usual line, and slows down the loop around it once the engine no longer
 * inlines the call.
 *
 * @param view - a view of all of `chunk`
 */
export function findByte(chunk: Uint8Array, view: DataView, byte: number, from: number): number {
  const pattern = byte * 0x01010101;
  const last = Math.min(from + NEAR_BYTES, chunk.length) - 8;
  let at = from;
  for (; at <= last; at += 8) {
    const first = zeroBytes(view.getInt32(at, true) ^ pattern);
    const second = zeroBytes(view.getInt32(at + 4, true) ^ pattern);
    if ((first | second) !== 0)
      return first === 0 ? at + 4 + lowestByte(second) : at + lowestByte(first);
  }
  return chunk.indexOf(byte, at);
}

/**
 * A word in which the lowest bit that is set is the top bit of the lowest zero byte; 0 without a
 * zero byte. Higher bits may be wrong. (Mycroft 1987, in Warren, Hacker's Delight, 6-1.)
 */
function zeroBytes(word: number): number {
  return (word - 0x01010101) & ~word & 0x80808080;
}

/** Which byte of a word has the lowest bit that is set. */
function lowestByte(word: number): number {
  return (31 - Math.clz32(word & -word)) >> 3;
}
