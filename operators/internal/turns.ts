import type { Journal } from './journal.js';
import { report } from './report.js';

/** Something that has items to hand over. */
export interface Deliverer {
  deliver(): void;
}

/**
 * The order of one step: the state changes, then free slots are filled, then the events are delivered, then the items.
 *
 * Steps nest where parts of users (a provider, a policy, a listener) ask the cache for something: the state changes at once, and what is said and
 * handed over waits for the outer step; but a load that is being started is outside of it.
 */
export interface Turns {
  /** How many steps are under way. */
  readonly depth: number;
  enter(): void;
  leave(): void;
  /** Lets slots be filled at the end of this step. */
  stir(): void;
  /** Lets items be handed over when the events of this step are delivered. */
  later(deliverer: Deliverer): void;
  /** Calls something outside of the step: what it asks of the cache is answered in the same call. */
  outside(call: () => void): void;
  /** Delivers all events and items that wait, unless a step or a listener is under way: these do it when they end. */
  settle(): void;
}

/** @param fillSlots - starts what fits the free slots */
export function createTurns<K, V>(journal: Journal<K, V>, fillSlots: () => void): Turns {
  let stirred = false;
  let waiting: Deliverer[] = [];

  const settle = (): void => {
    journal.deliver();
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      for (const deliverer of batch) {
        try {
          deliverer.deliver();
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
    enter() {
      turns.depth++;
    },
    leave() {
      while (stirred && turns.depth === 1) {
        stirred = false;
        fillSlots();
      }
      turns.depth--;
      turns.settle();
    },
    stir() {
      stirred = true;
    },
    later(deliverer: Deliverer) {
      waiting.push(deliverer);
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
