import type { Cursor } from './cursor.js';
import { isCurrent } from './cursor.js';
import type { Entry } from './entry.js';

/**
 * Makes a cursor's plan from its table: the likeliest keys that are not its current one, not resident and otherwise wanted. Keys in flight belong to
 * it: they are wanted, and are not started again.
 *
 * @param isWanted - asked only of keys that would find a place
 */
export function makePlan<K, V>(
  cursor: Cursor<K>,
  entries: ReadonlyMap<unknown, Entry<K, V>>,
  now: number,
  isWanted: (key: K, id: unknown) => boolean,
): void {
  const { plan, table } = cursor;
  const { keys, ids, likelihoods, size } = table;
  plan.clear();
  for (let i = 0; i < size; i++) {
    const id = ids[i];
    const entry = entries.get(id);
    if (entry !== undefined && now < entry.expires) continue;
    const likelihood = likelihoods[i] as number;
    const key = keys[i] as K;
    if (likelihood > plan.threshold && !isCurrent(cursor, id) && isWanted(key, id)) plan.offer(key, id, likelihood);
  }
}
