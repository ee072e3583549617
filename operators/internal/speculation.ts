import { Subject } from 'rxjs';
import type { Cursor } from '../../src/cache/cursor.js';
import { speculate } from '../speculate.js';
import type { Flight, Parts } from './parts.js';
import { reportErrors } from './reportErrors.js';

/** What loads the likeliest keys, called when slots may be free. */
export function createSpeculation<K, V>(parts: Parts<K, V>): () => void {
  const { cursors, store, flights, control, isWanted, find, concurrency } = parts;

  /** What was planned may have become resident, or failed, since. */
  const isAbsent = (id: unknown): boolean => !find(id) && !flights.get(id);
  const isStillWanted = (key: K, id: unknown): boolean => {
    try {
      return isAbsent(id) && isWanted(key, id) && isAbsent(id);
    } catch {
      // It was asked when the plan was made, and an error was said then.
      return false;
    }
  };
  const choose = (cursor: Cursor<K>): Flight<K, V> | undefined => {
    const { plan, table, stay } = cursor;
    if (stay) return undefined;
    let admission: number | undefined;
    for (const [i, place] of plan.entries()) {
      if (place < 0) continue;
      // The likeliest come first.
      if (control?.admits(table.likelihoods[place] as number, flights.speculative.size) === false) return undefined;
      const id = table.ids[place];
      const key = table.keys[place] as K;
      admission ??= store.admission(false);
      if (cursors.likelihoodOf(id) < admission) continue;
      const isWantedNow = isStillWanted(key, id);
      // The provider was asked, and may have ended or moved the cursor, begun what it plans, or turned everything off.
      if (cursor.plan !== plan || !cursors.list.has(cursor) || !parts.enabled || flights.speculative.size >= concurrency) return undefined;
      if (!isWantedNow) continue;
      plan[i] = ~place;
      return flights.create(id, key);
    }
    return undefined;
  };
  /** Chosen at the moment at which it starts, as the best may change with each. */
  const next = (): Flight<K, V> | undefined =>
    flights.findAdopted() ?? (parts.enabled ? reportErrors(() => cursors.takeTurn(choose)) : undefined);
  const wakeUps = new Subject<void>();
  wakeUps.pipe(speculate(next, flights.hold, concurrency)).subscribe();
  return () => {
    wakeUps.next();
  };
}
