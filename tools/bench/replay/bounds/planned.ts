import { observeOn, type Subscription } from 'rxjs';
import type { Bench, Item, Key, Session } from '../../../../src/replay/types.js';

interface Flight {
  /** Where in the trace its key is asked for next. */
  nextUse: number;
  readonly begun: number;
  isAhead: boolean;
  deliver?: (item: Item) => void;
  load?: Subscription;
}

/** How many keys, in capacities, it looks ahead where it may not load what it sees. */
const PATIENCE = 4;

/**
 * What a cache could do that knows the trace, under the rules of this package: flights hold no
 * place, a request takes no slot, and the item that is looked at stays.
 *
 * The aggressive strategy: load the next key that is missing, as soon as there is a slot and a
 * place, where a place is one whose key is needed later than the one that is to come; let go what
 * is needed last. P. Cao, E. Felten, A. Karlin and K. Li, A study of integrated prefetching and
 * caching strategies, SIGMETRICS 1995. As flights hold no place here, a place counts as free if the
 * reader will have left it when the load is there, at the earliest.
 *
 * @param mayLoad - whether the key that is asked for at `index` may be loaded ahead when the
 *   request at `position` is the latest
 */
export function planned(
  { setting: { capacity, slots, load, think }, source, clock, keys }: Bench,
  mayLoad: (position: number, index: number) => boolean,
): Session {
  const following = nextUses(keys);
  /** What is kept, and where in the trace it is asked for next. */
  const residents = new Map<Key, number>();
  const flights = new Map<Key, Flight>();
  let position = -1;
  let ahead = 0;
  /** When the reader is through with the current item, at the earliest. */
  let leaves = 0;

  const start = (key: Key, flight: Flight): void => {
    flights.set(key, flight);
    if (flight.isAhead) ahead++;
    // A request of the same moment comes first: its reader has left the item before, whose place is
    // free.
    flight.load = source
      .load(key)
      .pipe(observeOn(clock))
      .subscribe((item) => {
        flights.delete(key);
        if (flight.isAhead) ahead--;
        residents.set(key, flight.nextUse);
        if (residents.size > capacity)
          residents.delete(lastNeeded(residents, keys[position] as Key));
        fill();
        flight.deliver?.(item);
      });
  };

  const fill = (): void => {
    if (ahead >= slots) return;
    const lands = clock.now() + load;
    const met = new Set<Key>();
    /** Keys that hold a place when the load lands, and are needed before it. */
    const held = new Set<Key>();
    for (
      let i = position;
      i < keys.length && held.size < capacity && met.size < PATIENCE * capacity;
      i++
    ) {
      const key = keys[i] as Key;
      const isNew = i > position && !met.has(key) && !residents.has(key) && !flights.has(key);
      met.add(key);
      if (isNew) {
        if (!mayLoad(position, i)) continue;
        if (ahead >= slots) return;
        start(key, { nextUse: i, begun: clock.now(), isAhead: true });
      }
      const left = leaves + (i - position) * think;
      if (left > lands && (residents.has(key) || flights.has(key))) held.add(key);
    }
  };

  return {
    get(key, deliver) {
      const nextUse = following[++position] as number;
      const flight = flights.get(key);
      leaves = think + (residents.has(key) ? clock.now() : (flight?.begun ?? clock.now()) + load);
      if (residents.has(key)) residents.set(key, nextUse);
      else if (flight) {
        if (flight.isAhead) ahead--;
        Object.assign(flight, { nextUse, deliver, isAhead: false });
      } else start(key, { nextUse, deliver, begun: clock.now(), isAhead: false });
      fill();
      if (residents.has(key)) deliver({ key });
    },
    close() {
      for (const { load } of flights.values()) load?.unsubscribe();
    },
  };
}

/** For each request where its key is asked for next; the length of the trace if never. */
function nextUses(keys: readonly Key[]): Int32Array {
  const last = new Map<Key, number>();
  const uses = new Int32Array(keys.length);
  for (let i = keys.length - 1; i >= 0; i--) {
    const key = keys[i] as Key;
    uses[i] = last.get(key) ?? keys.length;
    last.set(key, i);
  }
  return uses;
}

function lastNeeded(residents: ReadonlyMap<Key, number>, current: Key): Key {
  let [victim, latest] = [current, -1];
  for (const [key, nextUse] of residents)
    if (nextUse > latest && key !== current) [victim, latest] = [key, nextUse];
  return victim;
}
