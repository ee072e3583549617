/** Frame numbers, each with a slot: its sequence number from 0. */
export interface SlotTable {
  /** How many frames there are. */
  readonly size: number;
  /** Memory in bytes. */
  readonly bytes: number;
  /** Collisions in the hash table, over all calls. */
  readonly collisions: number;
  /** Slot of a frame; −1 without one. */
  find(frame: number): number;
  /** Adds a frame without a slot, and returns its slot. */
  add(frame: number): number;
  /** Frames in ascending order, in a new array or the table's own. */
  sorted(): Float64Array;
}

/**
 * A sorted array while frames are added in ascending order, then a hash table over it.
 *
 * The table uses open addressing. 8 to 16 bytes a frame sorted, 16 to 32 hashed: less than a Map of
 * numbers, and without work for the garbage collector.
 *
 * @param seed - number from 0 to below 1. A random one protects against files whose frame numbers
 *   are chosen to collide
 */
export function slotTable(seed = Math.random()): SlotTable {
  let frames = new Float64Array(64);
  let size = 0;
  /** The largest frame, while frames ascend. */
  let largest = -Infinity;
  /** The hash table: slot + 1, or 0 if free; at most half full. Empty while frames ascend. */
  let places = new Uint32Array(0);
  /** 32 − log2(places): the upper bits of a hash are its place. */
  let shift = 0;
  let collisions = 0;
  const [first, second] = [multiplier(seed), multiplier(seed * 0x1_0000_0000)];

  /** Place of a frame, or the free place for it. */
  function placeOf(frame: number): number {
    const mask = places.length - 1;
    // Multiply-shift hashing (Dietzfelbinger et al. 1997) with a random multiplier for each half.
    const low = Math.imul(frame, first);
    let place = Math.imul(low ^ (low >>> 15) ^ (frame / 0x1_0000_0000), second) >>> shift;
    for (;;) {
      const slot = (places[place] ?? 0) - 1;
      if (slot < 0 || frames[slot] === frame) return place;
      collisions++;
      place = (place + 1) & mask;
    }
  }

  function hashAll(): void {
    places = new Uint32Array(2 * frames.length);
    shift = Math.clz32(places.length) + 1;
    for (let slot = 0; slot < size; slot++) places[placeOf(frames[slot] ?? 0)] = slot + 1;
  }

  function search(frame: number): number {
    let [low, high] = [0, size - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((frames[middle] ?? 0) <= frame) low = middle;
      else high = middle - 1;
    }
    return size > 0 && frames[low] === frame ? low : -1;
  }

  return {
    get size() {
      return size;
    },
    get bytes() {
      return frames.byteLength + places.byteLength;
    },
    get collisions() {
      return collisions;
    },
    find(frame) {
      if (places.length > 0) return (places[placeOf(frame)] ?? 0) - 1;
      return frame > largest ? -1 : search(frame);
    },
    add(frame) {
      if (size === frames.length) {
        const old = frames;
        frames = new Float64Array(2 * size);
        frames.set(old);
        if (places.length > 0) hashAll();
      }
      frames[size] = frame;
      if (places.length > 0) places[placeOf(frame)] = size + 1;
      size++;
      if (places.length === 0 && frame < largest) hashAll();
      largest = frame;
      return size - 1;
    },
    sorted: () => (places.length === 0 ? frames.subarray(0, size) : frames.slice(0, size).sort()),
  };
}

/** An odd integer of 32 bits, from the fraction of a seed. */
function multiplier(seed: number): number {
  return (Math.floor((seed % 1) * 0x1_0000_0000) ^ 0x9e3779b1) | 1;
}
