import type { EvictionReason } from '../events.js';

/** The residents that a running `warm` loaded or found: no other warm evicts them. */
export interface WarmGuard {
  readonly entries: Set<Entry<unknown, unknown>>;
}

/** A value with its metadata: resident, or still to be delivered to waiting requests. */
export interface Entry<K, V> {
  readonly id: unknown;
  /** The first key object of the identity `id`. */
  readonly key: K;
  readonly value: V;
  /** Size by `sizeOf`; 0 before it is measured. */
  bytes: number;
  /** When the entry expires, in ms of the clock; undefined for never. */
  expires: number | undefined;
  /** Whether the entry was prefetched and has not been requested yet. */
  unrequested: boolean;
  /**
   * How many requests have this entry and have not delivered it yet, and how many views show it. A
   * pinned entry is not evicted for room, and its eviction is emitted when the last pin ends.
   */
  pins: number;
  state: 'new' | 'resident' | EvictionReason;
  /** Sequence number, in the order in which entries became resident. */
  arrival: number;
  /** Order among the victims: a lower bound of the likelihood. */
  rank: number;
  /** Index in a heap of victims; -1 while the entry is in none. */
  place: number;
  /** The running warm that loaded or found the entry. */
  warm: WarmGuard | undefined;
}

/** An entry for a new value, before it is resident. */
export function createEntry<K, V>(id: unknown, key: K, value: V): Entry<K, V> {
  return {
    id,
    key,
    value,
    bytes: 0,
    expires: undefined,
    unrequested: false,
    pins: 0,
    state: 'new',
    arrival: 0,
    rank: 0,
    place: -1,
    warm: undefined,
  };
}
