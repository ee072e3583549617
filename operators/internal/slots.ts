import type { Load } from './load.js';
import type { Transaction } from './transaction.js';

/** The slots of prefetches: who has one, and who is about to get one. */
export interface Slots<K, V> {
  /** The loads that have a slot, in no order. */
  readonly taken: readonly Load<K, V>[];
  /** The first load whose slot is reserved: it is in flight, and enters `mergeMap` next. */
  readonly firstReserved: () => Load<K, V> | undefined;
  /** Gives a new load a slot. */
  give(load: Load<K, V>): void;
  /** Reserves a slot for a load in flight. */
  reserve(load: Load<K, V>): void;
  /** Marks the slot of a load as held. @param free - called once, when the slot becomes free */
  hold(load: Load<K, V>, free: () => void): void;
  /** Frees the slot of a load, if it has one. */
  free(load: Load<K, V>): void;
}

/** The slots of the prefetches of one cache. Each method is O(1). */
export function createSlots<K, V>(transaction: Pick<Transaction, 'needsRefill'>): Slots<K, V> {
  const taken: Load<K, V>[] = [];
  const reserved = new Set<Load<K, V>>();
  const slots: Slots<K, V> = {
    taken,
    firstReserved: () => reserved.values().next().value,
    give(load) {
      load.slot = 'reserved';
      load.place = taken.push(load) - 1;
    },
    reserve(load) {
      slots.give(load);
      reserved.add(load);
      transaction.needsRefill();
    },
    hold(load, free) {
      load.slot = 'held';
      load.onSlotFree = free;
      reserved.delete(load);
    },
    free(load) {
      if (load.slot === 'none') return;
      const { onSlotFree, place } = load;
      load.slot = 'none';
      load.onSlotFree = undefined;
      const last = taken.pop() as Load<K, V>;
      if (last !== load) {
        taken[place] = last;
        last.place = place;
      }
      reserved.delete(load);
      onSlotFree?.();
      transaction.needsRefill();
    },
  };
  return slots;
}
