import type { Entry } from '../../src/cache/entry.js';

/** A reader that shows the newest item of some keys. */
export interface Follower<K, V> {
  /**
   * Called with a new item of a key before it is stored, whether there is room for it or not. Called
   * again when it was stored, for followers that were added meanwhile.
   */
  arrived(entry: Entry<K, V>): void;
  /** Called when the item and the load of the key were invalidated. */
  invalidated(id: unknown): void;
}

/** The readers that follow keys. Each method is O(1), and O(followers) for one key. */
export interface Followers<K, V> {
  add(id: unknown, follower: Follower<K, V>, key: K): void;
  /** The followed keys, by identity. */
  keys(): Map<unknown, K>;
  remove(id: unknown, follower: Follower<K, V>): void;
  /** Passes a new item to the followers of its key. With a follower it counts as requested. */
  arrived(entry: Entry<K, V>): void;
  /** Makes the followers of these keys request them again; without an argument those of all keys. */
  invalidated(ids?: Iterable<unknown>): void;
}

/** The readers that follow keys, by key. */
export function createFollowers<K, V>(): Followers<K, V> {
  const byId = new Map<unknown, { readonly key: K; readonly all: Set<Follower<K, V>> }>();
  /** Calls each follower of a key. A follower that began meanwhile is not called. */
  const call = (id: unknown, each: (follower: Follower<K, V>) => void): void => {
    const all = byId.get(id)?.all;
    for (const follower of [...(all ?? [])]) if (all?.has(follower)) each(follower);
  };
  return {
    keys: () => new Map(Array.from(byId, ([id, { key }]) => [id, key])),
    add(id, follower, key) {
      const known = byId.get(id);
      if (known) known.all.add(follower);
      else byId.set(id, { key, all: new Set([follower]) });
    },
    remove(id, follower) {
      const all = byId.get(id)?.all;
      if (all?.delete(follower) && all.size === 0) byId.delete(id);
    },
    arrived(entry) {
      if (!byId.has(entry.id)) return;
      // Not once it is stored: its `store` event has stated whether it was requested.
      if (entry.state === 'new') entry.unrequested = false;
      call(entry.id, (follower) => {
        // User parts may have stored a newer one, or invalidated it.
        if (entry.state === 'new' || entry.state === 'resident') follower.arrived(entry);
      });
    },
    invalidated(ids = byId.keys()) {
      for (const id of new Set(ids)) call(id, (follower) => follower.invalidated(id));
    },
  };
}
