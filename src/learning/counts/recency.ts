/**
 * Places for what is remembered, numbered from 0: a bounded number of them, of which the one that
 * was not touched for longest is given anew.
 */
export interface Recency {
  /** How many places have been given. */
  readonly size: number;
  /**
   * A place to use: a new one while there are any, else the one touched longest ago. It counts as
   * touched.
   *
   * @param reuse - takes the one touched longest ago even while there are new ones
   */
  take(reuse?: boolean): number;
  touch(place: number): void;
  /** All places that were given, the one touched longest ago first. */
  oldestFirst(): number[];
}

/** No places given yet; every method takes the same time however many there are. */
export function createRecency(limit: number): Recency {
  // A ring of places from the newest to the oldest and round again.
  const newer: number[] = [];
  const older: number[] = [];
  let newest = 0;

  const recency = {
    size: 0,
    take(reuse = false) {
      if (recency.size === limit || (reuse && recency.size > 0)) {
        // In a ring the oldest is what comes behind the newest: it becomes the newest by standing
        // where it does.
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
