import { ignoreElements, type Observable } from 'rxjs';
import type { Cursor } from '../../src/cache/cursor.js';
import { speculate } from '../speculate.js';
import type { Flight, Parts } from './parts.js';

/** Loads what is likeliest, each time it is woken and a slot is free. */
export function createSpeculation<K, V>(parts: Parts<K, V>, wakeUp$: Observable<void>): Observable<never> {
  const { turns, cursors, store, flights, backoff, control, dwelling, isAdmitted, now, find, concurrency } = parts;

  /** What was planned may have become resident, or failed, since. */
  const isStillWanted = (key: K, id: unknown, at: number): boolean => {
    if (find(id) || flights.get(id) || backoff.isResting(id, at)) return false;
    try {
      return isAdmitted(key);
    } catch {
      // It was asked when the plan was made, and an error was said then.
      return false;
    }
  };
  const choose = (cursor: Cursor<K>, admission: number, at: number): Flight<K, V> | undefined => {
    const { plan, table } = cursor;
    if (dwelling?.isPassing(cursor)) return undefined;
    for (let i = 0; i < plan.size; i++) {
      const place = plan.places[i] as number;
      // The likeliest come first.
      if (place >= 0 && control?.admits(table.likelihoods[place] as number, flights.slotsTaken) === false) return undefined;
      const id = table.ids[place];
      const key = table.keys[place] as K;
      if (place < 0 || (admission > 0 && cursors.likelihoodOf(id) < admission && !store.entries.get(id)) || !isStillWanted(key, id, at))
        continue;
      plan.places[i] = ~place;
      return flights.create(id, key);
    }
    return undefined;
  };
  const next = (): Flight<K, V> | undefined => {
    const adopted = flights.findAdopted();
    turns.hungry = false;
    if (adopted || !parts.enabled || flights.slotsTaken >= concurrency || !cursors.list.some(isUnfinished)) return adopted;
    const at = now();
    const admission = store.admission(false, at);
    const choice = cursors.takeTurn((cursor) => choose(cursor, admission, at));
    turns.hungry = !choice;
    return choice;
  };
  return wakeUp$.pipe(speculate(next, flights.hold, concurrency), ignoreElements());
}

function isUnfinished<K>({ plan }: Cursor<K>): boolean {
  return plan.places.some((place, i) => place >= 0 && i < plan.size);
}
