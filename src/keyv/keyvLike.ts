/** One write of `setMany`. */
export interface KeyvEntry {
  readonly key: string;
  readonly value: string;
  /** Milliseconds after which the store may forget it. */
  readonly ttl?: number;
}

/**
 * A store with the methods of Keyv 5 or 6, or of a Map: with promises or without.
 *
 * It gets texts and gives them back. A method may answer late, never, or throw: that is an event,
 * and no error of a load.
 */
export interface KeyvLike {
  /** The text of a key; undefined or null without one. */
  get(key: string): unknown;
  /** Stores a text. False means that the store has refused. */
  set(key: string, value: string, ttl?: number): unknown;
  /** Removes a text. */
  delete(key: string): unknown;
  /** The texts of several keys, in their order. @defaultValue `get` for each */
  getMany?(keys: string[]): unknown;
  /** Stores several texts. @defaultValue `set` for each */
  setMany?(entries: KeyvEntry[]): unknown;
  /** Removes several texts. @defaultValue `delete` for each */
  deleteMany?(keys: string[]): unknown;
}
