/**
 * Guesses, numbered as they come. Arrays have one element a guess, at its number modulo their
 * length, a power of 2: `number & ring.mask`. What is live ends in the order in which it came.
 */
export interface GuessRing {
  /** The number of the oldest guess, and the number that the next one gets. */
  first: number;
  end: number;
  mask: number;
  /** The place of the key of a guess; below 0 if it was judged. */
  places: Int16Array;
  /** The kind of guess. */
  slots: Uint16Array;
  /**
   * How likely its key was by chance; undefined until one is likely at all, as keys are that were
   * requested before.
   */
  chances: Float64Array | undefined;
  /** The guess of the same key before it, by the last 16 bits of its number. */
  older: Uint16Array;
}

const FEW = 32;

/**
 * Without guesses. It grows as they come: most accesses add few, and there is a ring for each
 * reader.
 */
export function createGuessRing(): GuessRing {
  return { first: 0, end: 0, chances: undefined, ...arrays(FEW) };
}

/** Makes room for one more guess, and gives its number. */
export function nextGuess(ring: GuessRing): number {
  if (ring.end - ring.first > ring.mask) grow(ring);
  return ring.end++;
}

/**
 * How likely the key of a guess was by chance.
 * @param at - the number of the guess modulo the length
 */
export function chanceAt({ chances }: GuessRing, at: number): number {
  return chances === undefined ? 0 : (chances[at] as number);
}

export function setChance(ring: GuessRing, at: number, chance: number): void {
  if (chance !== 0) ring.chances ??= new Float64Array(ring.mask + 1);
  if (ring.chances) ring.chances[at] = chance;
}

function arrays(length: number) {
  return {
    mask: length - 1,
    places: new Int16Array(length),
    slots: new Uint16Array(length),
    older: new Uint16Array(length),
  };
}

function grow(ring: GuessRing): void {
  const { first, end, mask, places, slots, chances, older } = ring;
  Object.assign(ring, arrays(2 * (mask + 1)));
  ring.chances = chances && new Float64Array(ring.mask + 1);
  for (let guess = first; guess < end; guess++) {
    const [from, to] = [guess & mask, guess & ring.mask];
    ring.places[to] = places[from] as number;
    ring.slots[to] = slots[from] as number;
    if (chances && ring.chances) ring.chances[to] = chances[from] as number;
    ring.older[to] = older[from] as number;
  }
}
