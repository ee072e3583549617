/** Finds the place of a context by its hash; -1 for an unknown one. */
export type Finder = (hash: number) => number;

/** Indexes contexts by their hashes: integers from 0 to below 2^30. */
export function createFinder(hashes: readonly number[]): Finder {
  // Open addressing in a table that is half full at most; 0 marks a free slot.
  const bits = 33 - Math.clz32(hashes.length + 1);
  const table = new Int32Array(2 ** bits);
  const slotOf = (hash: number): number => {
    let slot = Math.imul(hash, 0x9e37_79b1) >>> (32 - bits);
    for (let place; (place = table[slot] as number) !== 0 && hashes[place - 1] !== hash;)
      slot = (slot + 1) & (table.length - 1);
    return slot;
  };
  hashes.forEach((hash, place) => (table[slotOf(hash)] = place + 1));
  return (hash) => (table[slotOf(hash)] as number) - 1;
}
