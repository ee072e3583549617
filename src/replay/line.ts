import type { VirtualTimeScheduler } from 'rxjs';
import type { Key } from './types.js';

/** What brings items over. */
export interface Line {
  /** Begins to bring one; says when it is over. The function that is returned stops it. */
  begin(key: Key, over: () => void): () => void;
}

/** A line on which each load takes as long as any other, however many there are. */
export function wideLine(clock: VirtualTimeScheduler, load: number): Line {
  return {
    begin(_key, over) {
      const action = clock.schedule(over, load);
      return () => action.unsubscribe();
    },
  };
}
