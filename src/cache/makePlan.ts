import type { Cursor } from './cursor.js';
import { isCurrent } from './cursor.js';
import type { Store } from './store.js';

/**
 * Makes a cursor's plan from its table: the likeliest keys that are not its current one, not resident and otherwise wanted. Keys in flight belong to
 * it: they are wanted, and are not started again.
 *
 * @param now - in ms of the scheduler; 0 where nothing expires
 * @param isWanted - asked only of keys that would find a place
 */
export function makePlan<K, V>(
  cursor: Cursor<K>,
  entries: Store<K, V>['entries'],
  now: number,
  isWanted: (key: K, id: unknown) => boolean,
): void {
  const { plan, table, absent, position } = cursor;
  const { keys, ids, likelihoods, size } = table;
  const count = entries.findAbsent(ids, size, absent, now === 0 ? undefined : (entry) => entry.expires <= now);
  for (let i = 0; i < count; i++) {
    const place = absent[i] as number;
    const id = ids[place];
    if ((likelihoods[place] as number) <= plan.threshold || isCurrent(cursor, id)) continue;
    const wanted = isWanted(keys[place] as K, id);
    // The provider was asked, and may have asked for something itself.
    if (cursor.position !== position) return;
    if (wanted) plan.offer(table, place);
  }
}
