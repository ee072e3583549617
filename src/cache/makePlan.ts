import { sameKey } from '../options.js';
import { isCurrent, type Cursor } from './cursor.js';

/**
 * Makes a cursor's plan from those places of its table whose keys are not resident: the likeliest that are not its current key and are wanted. Keys in
 * flight belong to it: they are wanted, and are not started again.
 *
 * @param absent - the places; they are sorted here
 * @param lookahead - how many keys a plan holds at most
 * @param isWanted - asked only of keys that would find a place
 */
export function makePlan<K>(cursor: Cursor<K>, absent: number[], lookahead: number, isWanted: (key: K, id: unknown) => boolean): void {
  const { plan, table, position } = cursor;
  const { keys, ids, likelihoods } = table;
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
