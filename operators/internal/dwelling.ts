import type { SchedulerLike, Subscription } from 'rxjs';
import type { Cursor } from '../../src/cache/cursor.js';
import type { Dwelling, Turns } from './parts.js';

/** @param dwell - how many milliseconds a cursor must stay before anything is loaded ahead from its key */
export function createDwelling<K>(dwell: number, scheduler: SchedulerLike, turns: Turns): Dwelling<K> {
  const passing = new Map<Cursor<K>, Subscription>();
  const dwelling: Dwelling<K> = {
    begin(cursor) {
      dwelling.end(cursor);
      const stay = (): void => {
        passing.delete(cursor);
        turns.step(() => turns.stir());
      };
      passing.set(cursor, scheduler.schedule(stay, dwell));
    },
    isPassing: (cursor) => passing.has(cursor),
    end(cursor) {
      passing.get(cursor)?.unsubscribe();
      passing.delete(cursor);
    },
  };
  return dwelling;
}
