import type { Entry } from '../../src/cache/entry.js';

/** A reader that shows the item of a key as it is now. */
export interface Follower<K, V> {
  /** Called when an item of the key has become resident. */
  readonly stored: (entry: Entry<K, V>) => void;
  /** Called when the item and the load of the key were invalidated. */
  invalidated(id: unknown): void;
}

/** The readers that follow keys. Each method is O(1), and O(followers) for one key. */
export interface Followers<K, V> extends Follower<K, V> {
  add(id: unknown, follower: Follower<K, V>): void;
  remove(id: unknown, follower: Follower<K, V>): void;
}

/** The readers that follow keys, by key. */
export function createFollowers<K, V>(): Followers<K, V> {
  const byId = new Map<unknown, Set<Follower<K, V>>>();
  /** A copy: a follower may begin or stop to follow. */
  const of = (id: unknown): Follower<K, V>[] => (byId.size > 0 ? [...(byId.get(id) ?? [])] : []);
  const isFollowing = (id: unknown, follower: Follower<K, V>): boolean =>
    byId.get(id)?.has(follower) === true;
  return {
    add(id, follower) {
      const all = byId.get(id);
      if (all) all.add(follower);
      else byId.set(id, new Set([follower]));
    },
    remove(id, follower) {
      const all = byId.get(id);
      if (all?.delete(follower) && all.size === 0) byId.delete(id);
    },
    stored(entry) {
      for (const follower of of(entry.id))
        if (entry.state === 'resident' && isFollowing(entry.id, follower)) follower.stored(entry);
    },
    invalidated(id) {
      for (const follower of of(id)) if (isFollowing(id, follower)) follower.invalidated(id);
    },
  };
}
