import { Observable } from 'rxjs';
import type { Backoff } from '../../src/cache/backoff.js';
import type { Cursor } from '../../src/cache/cursor.js';
import type { Cursors } from '../../src/cache/cursors.js';
import type { Store } from '../../src/cache/store.js';
import type { Flight } from './flight.js';
import type { Flights } from './flights.js';

/** What to load next, and how it holds its slot: the two halves of `speculate`. */
export interface Speculation<K, V> {
  /** The likeliest wanted key of the cursor whose turn it is; undefined if nothing may start. */
  readonly next: () => Flight<K, V> | undefined;
  readonly hold: (flight: Flight<K, V>) => Observable<never>;
}

/** What speculation needs of its cache. */
export interface SpeculationOptions<K, V> {
  readonly cursors: Cursors<K>;
  readonly store: Store<K, V>;
  readonly flights: Flights<K, V>;
  readonly backoff: Backoff;
  readonly isAdmitted: (key: K) => boolean;
  readonly now: () => number;
  readonly isEnabled: () => boolean;
  readonly concurrency: number;
}

/** The speculation of one cache. */
export function createSpeculation<K, V>(options: SpeculationOptions<K, V>): Speculation<K, V> {
  const { cursors, store, flights, backoff, isAdmitted, now, isEnabled, concurrency } = options;

  /** What was planned may have become resident, or failed, since. */
  const isStillWanted = (key: K, id: unknown, at: number): boolean => {
    const entry = store.entries.get(id);
    if ((entry && at < entry.expires) || flights.get(id) || backoff.isResting(id, at)) return false;
    try {
      return isAdmitted(key);
    } catch {
      // It was asked when the plan was made, and an error was said then.
      return false;
    }
  };

  const choose = ({ plan }: Cursor<K>, admission: number, at: number): Flight<K, V> | undefined => {
    for (let i = 0; i < plan.size; i++) {
      const id = plan.ids[i];
      if (plan.started[i] || (admission > 0 && cursors.likelihoodOf(id) < admission && !store.entries.has(id))) continue;
      const key = plan.keys[i] as K;
      if (!isStillWanted(key, id, at)) continue;
      plan.start(i);
      return flights.create(id, key);
    }
    return undefined;
  };

  return {
    next() {
      const adopted = flights.takeAdopted();
      if (adopted || !isEnabled() || flights.slotsTaken >= concurrency) return adopted;
      if (!cursors.list.some(hasUnstarted)) return undefined;
      const at = now();
      const admission = store.admission(false, at);
      return cursors.takeTurn((cursor) => choose(cursor, admission, at));
    },
    hold: (flight) =>
      new Observable((subscriber) => {
        if (!flight.speculative) {
          subscriber.complete();
          return;
        }
        flight.freeSlot = () => subscriber.complete();
        if (!flight.launched) flights.launch(flight);
      }),
  };
}

function hasUnstarted<K>({ plan }: Cursor<K>): boolean {
  for (let i = 0; i < plan.size; i++) if (!plan.started[i]) return true;
  return false;
}
