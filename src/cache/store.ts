import type { EvictionReason, StoreSource, UntimedEvent } from '../events.js';
import type { Eviction, EvictionPolicy } from '../types.js';
import type { Entry, WarmGuard } from './entry.js';
import type { KeyMap } from '../structures/keyMap.js';
import { createSum } from '../structures/sum.js';
import type { Victims } from './victims.js';

/** The residents of a cache, within its budget. */
export interface Store<K, V> {
  readonly entries: Omit<KeyMap<Entry<K, V>>, 'set' | 'delete'>;
  /** How many items are held: the residents, and items that left and are still to be delivered. */
  readonly size: number;
  /** All held entries, in the order of their arrival. */
  all(): Entry<K, V>[];
  /** The resident of a key, if a request gets it at once. */
  readonly find: (id: unknown) => Entry<K, V> | undefined;
  /** The resident of a key, if it has not expired. */
  readonly findFresh: (id: unknown) => Entry<K, V> | undefined;
  /** The resident of a key, if requests get it when their load has failed. */
  readonly findForError: (id: unknown) => Entry<K, V> | undefined;
  /** Whether an entry that `find` returned has expired. */
  readonly isStale: (entry: Entry<K, V>) => boolean;
  /**
   * The smallest likelihood at which there is room for a new item. 0 if there is free room, or if a
   * resident that may leave is in no prediction; Infinity if no resident may leave.
   *
   * @param forWarm - whether guarded residents may not leave
   */
  admission(forWarm: boolean): number;
  /**
   * Makes room for an entry and keeps it; without room it is rejected, and nothing is evicted. An
   * older entry of its key leaves in any case. If that is still to be delivered, and only its place
   * is missing, the entry waits for it; then `kept` is called.
   *
   * @param limit - no likelier resident is evicted; Infinity for a requested item
   * @returns whether the entry is kept
   */
  keep(entry: Entry<K, V>, limit: number, from: StoreSource): boolean;
  /** Registers an entry before `keep` or `drop`: if the cache closes first, it is rejected. */
  readonly receive: (entry: Entry<K, V>) => void;
  /**
   * Removes an entry that is resident or new. Its eviction is emitted once it is not pinned; only
   * the first reason counts.
   */
  drop(entry: Entry<K, V>, reason: EvictionReason): void;
  /** Drops the resident of a key, if there is one; as `expired` if it has expired. */
  dropOld(id: unknown, reason: EvictionReason): void;
  /** Drops the resident of a key if it has expired and may be served no more. */
  dropDead(id: unknown): void;
  readonly pin: (entry: Entry<K, V>) => void;
  readonly unpin: (entry: Entry<K, V>) => void;
  /** Guards a resident for a running warm; `undefined` ends that. */
  readonly guard: (entry: Entry<K, V>, warm: WarmGuard | undefined) => void;
  /** Evicts all entries at once, pinned ones too. */
  close(): void;
}

/** The parts of the cache that the store uses. */
export interface StoreOptions<K, V> {
  readonly maxKeys: number;
  readonly maxBytes: number;
  readonly entries: KeyMap<Entry<K, V>>;
  readonly victims: Victims<K, V>;
  readonly staleWhileRevalidate: number;
  readonly staleIfError: number;
  readonly policy: EvictionPolicy<K> | undefined;
  readonly now: () => number;
  /**
   * Called with `store` when an entry is kept, and with `evict` when it has left and is not pinned.
   */
  readonly emit: (event: UntimedEvent<K>, eviction?: Eviction<K, V>) => void;
  /** Called when an entry is kept after `keep` has returned. */
  readonly kept: (entry: Entry<K, V>) => void;
  /** Called when a key is no longer resident. */
  readonly unblocked: (id: unknown) => void;
}

/** The relative error that sums of fractions of bytes may have. */
const ROUNDING = 1e-9;

/**
 * The residents of a cache, within its budget.
 *
 * Each method calls a hook of the policy last, because the hook may change the cache.
 */
export function createStore<K, V>(options: StoreOptions<K, V>): Store<K, V> {
  const { maxKeys, maxBytes, entries, victims, policy, now, emit, unblocked, kept } = options;
  const { staleWhileRevalidate, staleIfError } = options;
  const grace = Math.max(staleWhileRevalidate, staleIfError);
  /** Entries that left and are still pinned. */
  const departing = new Set<Entry<K, V>>();
  /** Pinned entries that were not kept. */
  const refused = new Set<Entry<K, V>>();
  /** Entries between `receive` and `keep` or `drop`; one for each nested call. */
  const received: Entry<K, V>[] = [];
  const bytes = createSum();

  /** Whether an entry has expired for as long as `since`, in ms. */
  const hasExpired = ({ expires }: Entry<K, V>, since: number): boolean =>
    expires !== undefined && expires + since <= now();
  const findWithin = (id: unknown, since: number): Entry<K, V> | undefined => {
    const entry = entries.get(id);
    return entry && !hasExpired(entry, since) ? entry : undefined;
  };
  const size = (): number => entries.size + departing.size;
  const isOverBudget = (newcomer: Entry<K, V>): boolean =>
    size() >= maxKeys || bytes.value + newcomer.bytes > maxBytes;
  /** Emits the eviction of an entry, once. @param wasCounted - whether it counts in the budget */
  const emitEviction = (entry: Entry<K, V>, wasCounted: boolean): void => {
    const { key, value, unrequested: unused } = entry;
    const reason = entry.state as EvictionReason;
    if (wasCounted) bytes.add(-entry.bytes);
    if (size() === 0) bytes.clear();
    emit({ type: 'evict', key, bytes: entry.bytes, unused, reason }, { key, value, reason });
  };

  const takeReceived = (entry: Entry<K, V>): void => {
    if (received.at(-1) === entry) received.pop();
    else if (received.includes(entry)) received.splice(received.indexOf(entry), 1);
  };

  // ---- Items that wait for the place of an older one of their key, which is still to be delivered.

  interface Heir {
    readonly old: Entry<K, V>;
    readonly entry: Entry<K, V>;
    readonly keep: () => void;
  }
  const heirs = new Map<unknown, Heir>();
  const mayInherit = (old: Entry<K, V>, entry: Entry<K, V>): boolean =>
    departing.has(old) &&
    entry.state === 'new' &&
    isOverBudget(entry) &&
    size() <= maxKeys &&
    // `makeRoom` checks it exactly, once the old one has left.
    bytes.value - old.bytes + entry.bytes <= maxBytes * (1 + ROUNDING);
  const dropHeir = (id: unknown): void => {
    const heir = heirs.get(id);
    if (!heir) return;
    heirs.delete(id);
    store.drop(heir.entry, 'rejected');
  };
  const inherit = (old: Entry<K, V>): void => {
    const heir = heirs.get(old.id);
    if (heir?.old !== old) return;
    heirs.delete(old.id);
    if (heir.entry.state === 'new') heir.keep();
  };

  const makeRoom = (entry: Entry<K, V>, limit: number): boolean => {
    const forWarm = limit < Infinity && entry.warm !== undefined;
    if (entry.bytes > maxBytes) return false;
    for (let expired; isOverBudget(entry) && (expired = victims.expired(forWarm));)
      store.drop(expired, 'expired');
    // Adds as `isOverBudget` does, so that fractions are rounded alike.
    const isEnough = (freed: number): boolean => bytes.value - freed + entry.bytes <= maxBytes;
    // If only the number of keys is over the budget, one victim is enough.
    if (!isEnough(0) && !victims.canFree(isEnough, limit, forWarm)) return false;
    for (let isFirst = true; isOverBudget(entry); isFirst = false) {
      const victim = victims.next(limit, forWarm, isFirst);
      if (!victim) return false;
      store.drop(victim, 'capacity');
    }
    // A hook of the policy may have closed the cache, or stored another item of the key.
    return entry.state === 'new' && !entries.get(entry.id);
  };

  const store: Store<K, V> = {
    entries,
    get size() {
      return size();
    },
    all: () => [...entries.values(), ...departing].sort((a, b) => a.arrival - b.arrival),
    // Not `findWithin`: each hit calls it.
    find(id) {
      const entry = entries.get(id);
      return entry && !hasExpired(entry, staleWhileRevalidate) ? entry : undefined;
    },
    findFresh: (id) => findWithin(id, 0),
    findForError: (id) => (staleIfError > 0 ? findWithin(id, staleIfError) : undefined),
    isStale: (entry) => staleWhileRevalidate > 0 && hasExpired(entry, 0),
    admission(forWarm) {
      const count = size();
      const mean = count > 0 ? bytes.value / count : 0;
      return count < maxKeys && bytes.value + mean <= maxBytes ? 0 : victims.least(forWarm);
    },
    keep(entry, limit, from) {
      const { id, key, bytes: more, unrequested, warm } = entry;
      dropHeir(id);
      const old = entries.get(id);
      store.dropOld(id, 'replaced');
      if (old && mayInherit(old, entry)) {
        heirs.set(id, { old, entry, keep: () => store.keep(entry, limit, from) && kept(entry) });
        return false;
      }
      if (!makeRoom(entry, limit)) {
        store.drop(entry, 'rejected');
        return false;
      }
      takeReceived(entry);
      entry.state = 'resident';
      entries.set(id, entry);
      bytes.add(more);
      victims.add(entry);
      warm?.entries.add(entry);
      emit({ type: 'store', key, bytes: more, from, unrequested });
      policy?.added(key, { bytes: more, unrequested, at: now() });
      return true;
    },
    receive: (entry) => void received.push(entry),
    drop(entry, reason) {
      const { state } = entry;
      if (state !== 'new' && state !== 'resident') return;
      entry.state = reason;
      const wasResident = state === 'resident';
      if (wasResident) {
        victims.remove(entry);
        entry.warm?.entries.delete(entry);
        entries.delete(entry.id);
        unblocked(entry.id);
      } else takeReceived(entry);
      if (entry.pins === 0) emitEviction(entry, wasResident);
      else (wasResident ? departing : refused).add(entry);
      if (wasResident) policy?.removed(entry.key);
    },
    dropOld(id, reason) {
      dropHeir(id);
      const entry = entries.get(id);
      if (entry) store.drop(entry, hasExpired(entry, 0) ? 'expired' : reason);
    },
    dropDead(id) {
      const entry = entries.get(id);
      if (entry && hasExpired(entry, grace)) store.drop(entry, 'expired');
    },
    pin(entry) {
      entry.pins++;
    },
    unpin(entry) {
      if (--entry.pins > 0) return;
      if (entry.state === 'resident') victims.unpinned(entry);
      else if (refused.delete(entry)) emitEviction(entry, false);
      else if (departing.delete(entry)) {
        emitEviction(entry, true);
        inherit(entry);
      }
    },
    guard(entry, warm) {
      if (entry.state !== 'resident') return;
      entry.warm?.entries.delete(entry);
      victims.guard(entry, warm);
      warm?.entries.add(entry);
    },
    close() {
      heirs.clear();
      for (const entry of store.all()) {
        store.drop(entry, 'close');
        if (!departing.delete(entry)) continue;
        // Even if it left before: `close` does not wait for its delivery.
        entry.state = 'close';
        emitEviction(entry, true);
      }
      for (const entry of [...received]) store.drop(entry, 'rejected');
      for (const entry of refused) if (refused.delete(entry)) emitEviction(entry, false);
    },
  };
  return store;
}
