import type { VirtualTimeScheduler } from 'rxjs';
import type { Key } from './types.js';

/** The connection to the source. */
export interface Line {
  /** Starts a transfer, and calls `over` at its end. The function that it returns aborts it. */
  begin(key: Key, over: () => void): () => void;
}

/** A line on which loads do not slow each other down: each takes `load` milliseconds. */
export function wideLine(clock: VirtualTimeScheduler, load: number): Line {
  return {
    begin(_key, over) {
      const action = clock.schedule(over, load);
      return () => action.unsubscribe();
    },
  };
}
