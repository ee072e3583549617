import type { Subscriber } from 'rxjs';
import type { Entry } from '../../src/cache/entry.js';
import type { ViewMove } from '../../src/cache/move.js';
import { isCurrent, type ReaderState } from '../../src/cache/readerState.js';
import type { View } from '../../src/types.js';
import type { Follower } from './followers.js';
import { isInFlight } from './load.js';
import type { Reader, ReaderContext } from './reader.js';
import { createMember, createViewMap, toKeys, type Member } from './viewMap.js';

/**
 * One subscription to `cache.view`: a reader of several keys at once.
 *
 * A view is compared with the one before. Keys that stay keep their item and their load. Keys that
 * enter are requested in their order: each is a hit, a join or a miss, and moves the reader; all of
 * them make one plan. Keys that leave release their loads. The items of a view are pinned until the
 * emission after the one that had them last.
 *
 * Cost: O(keys) to compare two views and to build a map. All work in the cache follows the number
 * of keys that enter, leave or change.
 */
// One idea: the members of the present view, from their entry to their leave.
export function createViewReader<K, V>(
  context: ReaderContext<K, V>,
  state: ReaderState<K>,
  subscriber: Subscriber<View<K, V>>,
): Reader<Iterable<K>> {
  const { identify, store, loads, policy, moves, requests, followers } = context;
  const { transaction, outbox, now, end, isClosed } = context;
  let members = new Map<unknown, Member<K, V>>();
  /** Pinned entries that the last emitted map may have, and the next will not have. */
  let outgoing: Entry<K, V>[] = [];
  /** Members that got an item since the last emission. */
  let arrived: Member<K, V>[] = [];
  /** How many views have come. */
  let number = 0;
  let isChanged = false;
  let isEmitting = false;
  let isOpen = true;
  /** Whether the source of views has completed. */
  let hasEnded = false;
  const isOver = (): boolean => !isOpen || hasEnded;
  const isMember = (member: Member<K, V>): boolean => members.get(member.id) === member;

  // ---- A view: which keys stay, enter and leave.

  const change = (view: Iterable<K>): void => {
    const own = ++number;
    const before = members;
    const next = new Map<unknown, Member<K, V>>();
    for (const key of toKeys(view)) {
      const id = identify(key);
      if (next.has(id)) continue;
      const member = before.get(id) ?? createMember(id, key, settle);
      member.shownKey = key;
      next.set(id, member);
    }
    // `keyOf` or the iterable may have ended this reader, or given it another view.
    if (isOver() || number !== own) return;
    members = state.view = next;
    const left = [...before.values()].filter(({ id }) => !next.has(id));
    unfollow(left);
    changed();
    try {
      enter(own);
    } finally {
      // After the requests, so that the new plan decides which loads go on.
      release(left);
    }
  };
  /** Requests the new and the failed members. The new ones move the reader. */
  const enter = (own: number): void => {
    let move: ViewMove<K> | undefined;
    for (const member of members.values()) {
      const { id, isNew, error } = member;
      if (isNew) {
        member.isNew = false;
        if (!hasEnded) followers.add(id, follower);
        const isMove = !hasEnded && !isCurrent(state, id);
        if (isMove) move ??= moves.moveView(state, own);
        request(member, isMove ? move : undefined);
      } else if (error) request(member);
      // User parts may have ended this reader, or given it another view.
      if (!isOpen || number !== own) break;
    }
    if (move?.end()) requests.replan(state);
    transaction.needsRefill();
  };

  // ---- A member: hit, join or miss; then the move.

  const request = (member: Member<K, V>, move?: ViewMove<K>): void => {
    const { id } = member;
    // It is detached, and would give an older value.
    if (member.load) loads.leave([member]);
    let entry = store.find(id);
    const at = now();
    if (!entry) {
      store.dropOld(id, 'expired');
      entry = store.find(id);
    }
    // User parts may have ended this reader, changed the view, or requested the key.
    if (!isOpen || !isMember(member) || member.load) return;
    if (entry) hit(member, entry, at, move);
    else joinOrMiss(member, at, move);
  };
  const hit = (
    member: Member<K, V>,
    entry: Entry<K, V>,
    at: number,
    move: ViewMove<K> | undefined,
  ): void => {
    const isHeld = isEmitting || outbox.isDelivering || transaction.depth > 1;
    member.at = isHeld ? at : undefined;
    settle(member, entry);
    requests.hit(state, entry, move !== undefined, isHeld);
    policy?.used(entry.key);
    if (!isOver()) move?.enter(entry.key, member.id, 'hit');
  };
  const joinOrMiss = (member: Member<K, V>, at: number, move: ViewMove<K> | undefined): void => {
    const { id } = member;
    const load = loads.get(id);
    const key = load ? load.key : member.key;
    Object.assign(member, { at, error: undefined, isWaiting: true });
    requests.joinOrMiss(state, key, load, move !== undefined);
    if (!isOver()) move?.enter(key, id, load ? 'join' : 'miss');
    // User parts may have taken it out of the view, or given it an item.
    if (isOpen && isMember(member) && member.isWaiting && !member.load)
      loads.attach([member], id, key);
  };
  const settle: Member<K, V>['settle'] = (one, entry, error) => {
    const member = one as Member<K, V>;
    const { load } = member;
    if (member.entry) outgoing.push(member.entry);
    Object.assign(member, { entry, error, isWaiting: false, settled: undefined });
    if (entry) {
      store.pin(entry);
      if (member.at !== undefined) arrived.push(member);
    }
    changed();
    // It has got a newer item than that of its load.
    if (load && isInFlight(load)) loads.leave([member]);
    member.load = undefined;
  };

  // ---- Later values.

  const follower: Follower<K, V> = {
    stored(entry) {
      const member = members.get(entry.id);
      // Its own load has stored it, or it is about to be requested.
      if (!member || member.entry === entry || member.isNew) return;
      settle(member, entry);
    },
    invalidated(id) {
      const member = members.get(id);
      // Another follower may have loaded it in the same call.
      if (member && !member.isNew && !store.find(id)) request(member);
    },
  };
  const unfollow = (left: Iterable<Member<K, V>>): void => {
    for (const { id } of left) followers.remove(id, follower);
  };
  const retry = (): void => {
    if (isOver()) return;
    transaction.run(() => {
      changed();
      for (const member of members.values()) if (member.error) request(member);
    });
  };

  // ---- The maps.

  const changed = (): void => {
    if (!isChanged) transaction.later(emit);
    isChanged = true;
  };
  const emit = (): void => {
    if (isEmitting) return;
    isEmitting = true;
    try {
      while (isOpen && isChanged) {
        isChanged = false;
        emitServes();
        emitMap();
      }
    } finally {
      isEmitting = false;
    }
    if (isOpen && hasEnded && !isPending()) subscriber.complete();
  };
  /** Whether a member is still to get an item or an error. */
  const isPending = (): boolean =>
    [...members.values()].some(({ isNew, isWaiting }) => isNew || isWaiting);
  const emitServes = (): void => {
    const all = arrived;
    arrived = [];
    for (const member of all) {
      const { at, entry } = member;
      if (!entry || at === undefined || !isMember(member)) continue;
      member.at = undefined;
      const wait = Math.max(now() - at, 0);
      outbox.emit({ type: 'serve', key: entry.key, reader: state.id, wait });
    }
    outbox.deliver();
  };
  const emitMap = (): void => {
    // A listener of `serve` may have changed or ended the view.
    if (!isOpen || isChanged) return;
    const gone = outgoing;
    outgoing = [];
    subscriber.next(createViewMap(members.values(), retry));
    if (gone.length > 0) transaction.run(() => gone.forEach(store.unpin));
  };

  // ---- The end.

  /** Releases the loads of members, and their items after the next emission, if there is one. */
  const release = (left: readonly Member<K, V>[]): void => {
    loads.leave(left);
    for (const { entry } of left) {
      if (entry && isOpen) outgoing.push(entry);
      else if (entry) store.unpin(entry);
    }
  };
  const leave = (): void => {
    if (!isOpen) return;
    isOpen = false;
    transaction.run(() => {
      const all = [...members.values()];
      members = new Map();
      unfollow(all);
      end(state);
      release(all);
      outgoing.forEach(store.unpin);
    });
  };

  const reader: Reader<Iterable<K>> = {
    next(view) {
      if (isOver() || isClosed()) return;
      transaction.depth++;
      try {
        change(view);
      } catch (error) {
        transaction.later(() => reader.error(error));
      }
      transaction.end();
    },
    complete() {
      hasEnded = true;
      transaction.run(() => {
        unfollow(members.values());
        end(state);
        transaction.later(emit);
      });
    },
    error(error) {
      try {
        leave();
      } finally {
        subscriber.error(error);
      }
    },
    close() {
      leave();
      transaction.later(() => subscriber.complete());
    },
  };
  subscriber.add(leave);
  return reader;
}
