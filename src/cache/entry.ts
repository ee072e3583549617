import type { EvictionReason } from '../events.js';

/** A warm, as a store sees it. */
export interface Warming {
  /** How many entries it alone guards: resident ones that are not pinned. */
  guarded: number;
}

/** A value with what the cache must know of it: resident, or on its way to those who asked for it. */
export interface Entry<K, V> {
  readonly id: unknown;
  /** The first key object of its identity. */
  readonly key: K;
  readonly value: V;
  /** What `sizeOf` gives; 0 until it was asked. */
  bytes: number;
  /** When it expires, in ms of the scheduler; Infinity for never. */
  expires: number;
  /** Whether a plan or warm began its load and no demand has asked for it yet. */
  speculative: boolean;
  /** How many demands have been given it and have not yet had it. While there are any it is not evicted for room, and its leaving is not said. */
  pins: number;
  /** Whether it is the one of its key that is served. */
  resident: boolean;
  /** Why it leaves: said as soon as nothing pins it. */
  leaving?: EvictionReason;
  /** Which warm brought it or found it here: while that one runs, no warm displaces it. */
  warm?: Warming | undefined;
}

/** An entry that is not resident yet. */
export function createEntry<K, V>(id: unknown, key: K, value: V, bytes: number, expires: number): Entry<K, V> {
  return { id, key, value, bytes, expires, speculative: false, pins: 0, resident: false };
}
