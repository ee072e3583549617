import { sameKey } from '../options.js';
import { isCurrent, type Cursor } from './cursor.js';
import type { Store } from './store.js';

/**
 * Makes a cursor's plan from its table: the likeliest keys that are not its current one, not resident and otherwise wanted. Keys in flight belong to
 * it: they are wanted, and are not started again.
 *
 * @param lookahead - how many keys it holds at most
 * @param now - in ms of the scheduler; 0 where nothing expires
 * @param isWanted - asked only of keys that would find a place
 */
export function makePlan<K, V>(
  cursor: Cursor<K>,
  lookahead: number,
  entries: Store<K, V>['entries'],
  now: number,
  isWanted: (key: K, id: unknown) => boolean,
): void {
  const { plan, table, absent, position } = cursor;
  const { keys, ids, likelihoods, size } = table;
  const count = entries.findAbsent(ids, size, absent, now === 0 ? undefined : (entry) => entry.expires <= now);
  // All is there: a hit goes no further.
  if (count === 0) return;
  absent.length = count;
  // Equally likely keys stay in the order in which they were said.
  absent.sort((a, b) => (likelihoods[b] as number) - (likelihoods[a] as number));
  for (const place of absent) {
    if (plan.length >= lookahead) return;
    const id = ids[place];
    if (isCurrent(cursor, id) || plan.some((planned) => sameKey(ids[planned], id))) continue;
    const wanted = isWanted(keys[place] as K, id);
    // The provider was asked, and may have asked for something itself.
    if (cursor.position !== position) return;
    if (wanted) plan.push(place);
  }
}
