/** Frame numbers, each with a place ("slot") from 0 in the order in which they were added. */
export interface SlotTable {
  /** How many there are. */
  readonly size: number;
  /** Memory taken. */
  readonly bytes: number;
  /**
   * Places of the hash table that another frame had taken, over all calls: what collisions cost.
   */
  readonly collisions: number;
  /** The slot of a frame; −1 if it is not there. */
  find(frame: number): number;
  /** Adds a frame that is not there, and says its slot. */
  add(frame: number): number;
  /** The frames in ascending order. A new array, or the table's own. */
  sorted(): Float64Array;
}

/**
 * As long as frames are added in ascending order, a sorted array. From the first that is not on, a
 * hash table with open addressing over it.
 *
 * 8 to 16 bytes a frame, or 16 to 32; a Map of numbers takes more, and gives the collector work.
 *
 * @param seed - from 0 to below 1. A random one keeps a file from choosing numbers that share one
 *   place
 */
export function slotTable(seed = Math.random()): SlotTable {
  let frames = new Float64Array(64);
  let size = 0;
  /** The largest frame, while all came in ascending order. */
  let largest = -Infinity;
  /**
   * Slot + 1 of the frames, 0 is free; twice as many places as `frames` has, so at most half are
   * taken. Empty while frames ascend.
   */
  let places = new Uint32Array(0);
  /** 32 − log2(places): the upper bits of the hash are the place. */
  let shift = 0;
  let collisions = 0;
  const [first, second] = [multiplier(seed), multiplier(seed * 0x1_0000_0000)];

  /** The place of a frame, or the free one where it belongs. */
  function placeOf(frame: number): number {
    const mask = places.length - 1;
    // Multiply-shift hashing (Dietzfelbinger et al. 1997) by random multipliers, once for each half
    // of the number.
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
