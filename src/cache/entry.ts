import type { EvictionReason } from '../events.js';

/** A running `warm`, as the store sees it: no other warm evicts what it loaded or found. */
export interface WarmGuard {
  readonly entries: Set<Entry<unknown, unknown>>;
}

/** A value with its metadata: resident, or on its way to the requests that wait for it. */
export interface Entry<K, V> {
  readonly id: unknown;
  /** The first key object of its identity. */
  readonly key: K;
  readonly value: V;
  /** Its size as `sizeOf` gives it; 0 until that was asked. */
  bytes: number;
  /** When it expires, in ms of the scheduler; undefined for never. */
  expires: number | undefined;
  /** Whether a plan or a warm began its load and no request has asked for it yet. */
  unrequested: boolean;
  /**
   * How many requests have it and have not handed it over yet. A pinned entry is not evicted for
   * room, and its eviction is emitted when the last pin goes.
   */
  pins: number;
  state: 'new' | 'resident' | EvictionReason;
  /** Sequence number of its arrival among the residents. */
  arrival: number;
  /** At most its likelihood: its rank among the victims. */
  rank: number;
  /** Its index in a heap of victims; -1 while it is in none. */
  place: number;
  /** The running warm that loaded or found it. */
  warm: WarmGuard | undefined;
}

/** An entry that is not resident yet. */
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
