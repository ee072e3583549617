/** Numbers places from 0 up to a limit; at the limit it reuses the least recently touched one. */
export interface Recency {
  /** How many places are in use. */
  readonly size: number;
  /**
   * Takes a place and touches it: a new one below the limit, else the least recently touched one.
   *
   * @param reuse - takes the least recently touched place below the limit, too
   */
  take(reuse?: boolean): number;
  /** Makes a place the most recently touched one. */
  touch(place: number): void;
  /** All places in use, the least recently touched first. */
  oldestFirst(): number[];
}

/** Keeps places in the order of their last touch; `take` and `touch` are O(1). */
export function createRecency(limit: number): Recency {
  // A ring of places from the newest to the oldest, and from the oldest back to the newest.
  const newer: number[] = [];
  const older: number[] = [];
  let newest = 0;

  const recency = {
    size: 0,
    take(reuse = false) {
      if (recency.size === limit || (reuse && recency.size > 0)) {
        // The oldest place follows the newest in the ring, so moving `newest` on is enough.
        newest = newer[newest] as number;
        return newest;
      }
      const place = recency.size++;
      insert(place);
      return place;
    },
    touch(place: number) {
      if (place === newest) return;
      const [before, after] = [older[place] as number, newer[place] as number];
      newer[before] = after;
      older[after] = before;
      insert(place);
    },
    oldestFirst() {
      const places: number[] = [];
      for (let place = newest; places.length < recency.size;) {
        place = newer[place] as number;
        places.push(place);
      }
      return places;
    },
  };
  const insert = (place: number): void => {
    const oldest = recency.size === 1 ? place : (newer[newest] as number);
    const last = recency.size === 1 ? place : newest;
    newer[place] = oldest;
    older[place] = last;
    newer[last] = place;
    older[oldest] = place;
    newest = place;
  };
  return recency;
}
