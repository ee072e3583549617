import type { Journal, Turns } from './parts.js';
import { report } from './report.js';

/** @param fillSlots - starts what fits the free slots */
export function createTurns<K, V>(journal: Journal<K, V>, fillSlots: () => void): Turns {
  let stirred = false;
  let waiting: (() => void)[] = [];

  const fill = (): void => {
    // What starts here may ask the cache for something: this loop goes on then.
    turns.held = true;
    for (stirred = true; stirred;) {
      stirred = false;
      try {
        fillSlots();
      } catch (error) {
        report(error);
      }
    }
    turns.held = false;
  };

  const settle = (): void => {
    journal.deliver();
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      for (const deliver of batch) {
        try {
          deliver();
        } catch (error) {
          report(error);
        }
      }
      journal.deliver();
    }
  };

  // A plain field, as a hit reads it.
  const turns = {
    depth: 0,
    hungry: false,
    held: false,
    leave() {
      if (turns.depth === 1 && (stirred || turns.hungry) && !turns.held) fill();
      turns.depth--;
      turns.settle();
    },
    step(action: () => void) {
      turns.depth++;
      try {
        action();
      } finally {
        turns.leave();
      }
    },
    stir() {
      stirred = true;
    },
    later(deliver: () => void) {
      waiting.push(deliver);
    },
    outside(call: () => void) {
      const before = turns.depth;
      turns.depth = 0;
      try {
        call();
      } finally {
        turns.depth = before;
      }
    },
    settle() {
      if ((journal.pending || waiting.length > 0) && turns.depth === 0 && !journal.locked) settle();
    },
  };
  return turns;
}
