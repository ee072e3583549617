import type { Subscriber } from 'rxjs';
import type { Entry } from '../../src/cache/entry.js';
import type { ViewPrediction } from '../../src/cache/move.js';
import { isCurrent, type ReaderState } from '../../src/cache/readerState.js';
import type { View } from '../../src/types.js';
import { createEndings } from './endings.js';
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
 * Cost: O(keys) to compare two views and to build a map. All other work grows with the number of
 * keys that enter, leave or change.
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
  /** The keys of the present view. Several of them may have one identity. */
  let shown: (readonly [K, Member<K, V>])[] = [];
  /** Pinned entries that may be in the last emitted map, and are not in the next one. */
  let unpinNext: Entry<K, V>[] = [];
  /** How many views have come. */
  let viewNumber = 0;
  let isChanged = false;
  let isEmitting = false;
  let isOpen = true;
  /** Whether the source of views has completed. */
  let hasEnded = false;
  const isOver = (): boolean => !isOpen || hasEnded;
  /** Whether the next view requests it: it is new, or its load has failed. */
  const isDue = ({ isNew, isOld, error }: Member<K, V>): boolean =>
    isNew || isOld || error !== undefined;
  const isMember = (member: Member<K, V>): boolean => members.get(member.id) === member;

  // ---- A view: which keys stay, enter and leave.

  const change = (view: Iterable<K>): void => {
    const ownNumber = ++viewNumber;
    const before = members;
    const keys = toKeys(view).map((key) => [key, identify(key)] as const);
    // `keyOf` or the iterable may have ended this reader, or given it another view.
    if (isOver() || viewNumber !== ownNumber) return;
    const next = new Map<unknown, Member<K, V>>();
    shown = keys.map(([key, id]) => {
      const member = next.get(id) ?? before.get(id) ?? createMember(id, key, settle);
      next.set(id, member);
      return [key, member];
    });
    members = state.view = next;
    const left = [...before.values()].filter(({ id }) => !next.has(id));
    unfollow(left);
    changed();
    // Also if `changed` has added it: an earlier delivery may run now, and would emit the map only
    // after this call.
    transaction.later(emitMaps);
    // Pinned while it enters, so that no key of the view displaces another one.
    const residents: Entry<K, V>[] = [];
    // Claimed, so that no key of the view aborts the load of another one.
    const due = [...next.values()].filter(isDue);
    const unclaim = loads.claim(due.map(({ id }) => id));
    try {
      for (const id of next.keys()) {
        const entry = store.find(id);
        if (!entry) continue;
        store.pin(entry);
        residents.push(entry);
      }
      enter(ownNumber);
    } finally {
      residents.forEach(store.unpin);
      unclaim();
      // After the requests, so that the new plan decides which loads go on.
      release(left);
    }
  };
  /** Requests the new and the failed members. The new ones move the reader. */
  const enter = (ownNumber: number): void => {
    let move: ViewPrediction<K> | undefined;
    for (const member of members.values()) {
      const { isNew, id } = member;
      const isMove = isNew && !hasEnded && !isCurrent(state, id);
      if (isMove) move ??= moves.predictView(state, ownNumber);
      if (isNew && !hasEnded) followers.add(id, follower, member.key);
      const isRequest = isDue(member);
      member.isNew = false;
      if (isRequest) request(member, isMove ? move : undefined);
      // User parts may have ended this reader, or given it another view.
      if (!isOpen || viewNumber !== ownNumber) break;
    }
    if (move?.end()) requests.replan(state);
    transaction.needsRefill();
  };

  // ---- A member: hit, join or miss; then the move.

  /** @param move - the prediction of the view, if the request moves the reader */
  const request = (member: Member<K, V>, move?: ViewPrediction<K>): void => {
    const { id } = member;
    // It was requested in the same call.
    if (member.load && member.load === loads.get(id)) return;
    // The load is detached, and would give an older value.
    if (member.load) loads.leave([member]);
    let entry = store.find(id);
    const at = now();
    if (!entry) {
      store.dropDead(id);
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
    move: ViewPrediction<K> | undefined,
  ): void => {
    const isStale = entry.expires !== undefined && store.isStale(entry);
    const isHeld = isEmitting || outbox.isDelivering || transaction.depth > 1;
    member.at = isHeld ? at : undefined;
    settle(member, entry);
    const position = move ? moves.enter(state, entry.key, member.id) : 0;
    requests.hit(state, entry, move !== undefined, isHeld, isStale);
    policy?.used(entry.key);
    move?.observe(position, 'hit');
    // User parts may have replaced the item.
    if (isStale && entry.state === 'resident') loads.renew(member.id, entry.key, 'stale');
  };
  const joinOrMiss = (
    member: Member<K, V>,
    at: number,
    move: ViewPrediction<K> | undefined,
  ): void => {
    const { id } = member;
    const load = loads.get(id);
    const key = load ? load.key : member.key;
    if (member.error) changed();
    Object.assign(member, { at, error: undefined, isWaiting: true, isSettled: false });
    const position = move ? moves.enter(state, key, id) : 0;
    requests.joinOrMiss(state, key, load, move !== undefined);
    move?.observe(position, load ? 'join' : 'miss');
    // User parts may have removed the member from the view, or stored its item.
    if (isOpen && isMember(member) && member.isWaiting && !member.load)
      loads.attach([member], id, key);
  };
  const settle: Member<K, V>['settle'] = (one, entry, error) => {
    const member = one as Member<K, V>;
    const { load } = member;
    member.isOld = load?.outcome === 'failed' && entry !== undefined;
    if (member.entry) unpinNext.push(member.entry);
    Object.assign(member, {
      entry,
      error,
      isWaiting: false,
      isSettled: true,
      settled: undefined,
    });
    if (entry) store.pin(entry);
    else member.at = undefined;
    changed();
    // A newer item may have arrived before that of its load.
    if (load && isInFlight(load)) loads.leave([member]);
    else member.load = undefined;
  };

  // ---- Later values.

  const follower: Follower<K, V> = {
    arrived(entry) {
      const member = members.get(entry.id);
      // The member has this entry from its own load, or is still to be requested.
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
      for (const member of members.values()) if (!member.isNew && isDue(member)) request(member);
    });
  };

  // ---- The maps.

  const changed = (): void => {
    if (!isChanged) transaction.later(emitMaps);
    isChanged = true;
  };
  const emitMaps = (): void => {
    if (isEmitting) return;
    isEmitting = true;
    try {
      while (isOpen && isChanged) {
        isChanged = false;
        emitServes();
        emitMap();
      }
    } catch (error) {
      reader.error(error);
    }
    isEmitting = false;
    if (isOpen && hasEnded && !isPending()) subscriber.complete();
  };
  /** Whether a member is still to get an item or an error. */
  const isPending = (): boolean =>
    [...members.values()].some(({ isNew, isWaiting }) => isNew || isWaiting);
  const emitServes = (): void => {
    for (const member of members.values()) {
      const { at, entry, isWaiting } = member;
      if (!entry || at === undefined || isWaiting) continue;
      member.at = undefined;
      const wait = Math.max(now() - at, 0);
      outbox.emit({ type: 'serve', key: entry.key, reader: state.id, wait });
    }
    outbox.deliver();
  };
  const emitMap = (): void => {
    // A listener of `serve` may have changed or ended the view.
    if (!isOpen || isChanged) return;
    const gone = unpinNext;
    unpinNext = [];
    subscriber.next(createViewMap(shown, retry));
    if (gone.length > 0) transaction.run(() => gone.forEach(store.unpin));
  };

  // ---- The end.

  /** Releases the loads of members, and their items after the next emission, if there is one. */
  const release = (left: readonly Member<K, V>[]): void => {
    loads.leave(left);
    for (const member of left) {
      const { entry } = member;
      member.isWaiting = false;
      if (entry && isOpen) unpinNext.push(entry);
      else if (entry) store.unpin(entry);
    }
  };
  const leave = (): void => {
    if (!isOpen) return;
    isOpen = false;
    transaction.run(() => {
      const all = [...members.values()];
      unfollow(all);
      end(state);
      release(all);
      unpinNext.forEach(store.unpin);
      // `retry` of an older map may be kept.
      members = new Map();
      state.view = undefined;
      shown = unpinNext = [];
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
        transaction.later(emitMaps);
      });
    },
    ...createEndings(leave, subscriber, transaction),
  };
  subscriber.add(leave);
  return reader;
}
