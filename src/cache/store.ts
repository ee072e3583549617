import type { EvictionReason } from '../events.js';
import type { EvictionPolicy } from '../types.js';
import type { Cursors } from './cursors.js';
import type { Entry } from './entry.js';
import { createKeyMap, type KeyMap } from './keyMap.js';

/** What is resident, within its budget. */
export interface Store<K, V> {
  readonly entries: Omit<KeyMap<Entry<K, V>>, 'set' | 'delete'>;
  /** Entries held: the resident ones, and those that left and are still to be handed over. */
  readonly held: ReadonlySet<Entry<K, V>>;
  readonly size: number;
  /**
   * The likelihood from which a newcomer would find room: 0 while there is some, or what may go is named by no table; Infinity if nothing may go.
   *
   * @param forWarm - whether nothing may go that a running warm brought or found
   */
  admission(forWarm: boolean, now: number): number;
  /**
   * Makes room and keeps the entry, or says no and displaces nothing; what it replaces leaves in any case.
   *
   * @param limit - nothing likelier than this is displaced; Infinity for what was demanded
   */
  keep(entry: Entry<K, V>, limit: number, now: number): boolean;
  /** An entry is no longer served, or never was; it has left once nothing pins it. */
  drop(entry: Entry<K, V>, reason: EvictionReason): void;
  pin(entry: Entry<K, V>): void;
  unpin(entry: Entry<K, V>): void;
  /** All leaves at once, also what is pinned. */
  close(): void;
  /** Marks what a warm brought or found, or with undefined takes the mark away. */
  mark(entry: Entry<K, V>, warm: object | undefined): void;
}

/** What a store is told. */
export interface StoreOptions<K, V> {
  readonly maxKeys: number;
  readonly maxBytes: number;
  readonly policy: EvictionPolicy<K>;
  /** Residents less likely than this are as likely as those that no table names. */
  readonly shield?: number;
  readonly identify: (key: K) => unknown;
  readonly cursors: Cursors<K>;
  /** Called when an entry has left and everyone who was given it has had it. */
  readonly left: (entry: Entry<K, V>, reason: EvictionReason) => void;
}

/**
 * Who goes first: the least likely, and among these the policy decides. A key that no table names has likelihood 0, and most keys are such; so a
 * *census* walks the tables, never the residents: it marks what is named, and by counting knows whether anything else is there to go.
 */
export function createStore<K, V>({ maxKeys, maxBytes, policy, shield = 0, identify, cursors, left }: StoreOptions<K, V>): Store<K, V> {
  const entries = createKeyMap<Entry<K, V>>();
  const held = new Set<Entry<K, V>>();
  /** Items that were never kept, on their way to those who asked for them. */
  const passing = new Set<Entry<K, V>>();
  let bytes = 0;
  let closed = false;
  /** Resident entries that are pinned; and those that are pinned or marked by a running warm. */
  let pinned = 0;
  let guarded = 0;
  let census = 0;
  // What the shield lets through: the unnamed (level 0), or the named of one likelihood.
  let level = 0;
  let sparesWarm = false;
  /** What is less likely counts as unnamed in this census. */
  let spared = 0;

  const isGuarded = (entry: Entry<K, V>, forWarm: boolean): boolean => entry.pins > 0 || (forWarm && entry.warm !== undefined);
  const likelihoodIn = (entry: Entry<K, V>): number => (entry.seen === census ? entry.likelihood : 0);
  const isShielded = (key: K): boolean => {
    const entry = entries.get(identify(key));
    return entry === undefined || entry.chosen || isGuarded(entry, sparesWarm) || likelihoodIn(entry) !== level;
  };

  const see = (entry: Entry<K, V> | undefined, likelihood: number, now: number): number => {
    if (!entry || entry.expires <= now || likelihood < spared) return 0;
    if (entry.seen === census) {
      if (likelihood > entry.likelihood) entry.likelihood = likelihood;
      return 0;
    }
    entry.seen = census;
    entry.likelihood = likelihood;
    return isGuarded(entry, sparesWarm) ? 0 : 1;
  };
  /** Marks what the tables name; gives how many residents may go that none names. */
  const count = (forWarm: boolean, now: number, sparedFrom = 0): number => {
    census++;
    spared = sparedFrom;
    sparesWarm = forWarm;
    let named = 0;
    for (const { position, currentId, table } of cursors.list) {
      if (position > 0) named += see(entries.get(currentId), Infinity, -Infinity);
      const { ids, likelihoods, size } = table;
      for (let i = 0; i < size; i++) named += see(entries.get(ids[i]), likelihoods[i] as number, now);
    }
    return entries.size - (forWarm ? guarded : pinned) - named;
  };
  /** The least likelihood among the named that may go; Infinity if none may. */
  const leastNamed = (): number => {
    let least = Infinity;
    for (const { table } of cursors.list) {
      for (let i = 0; i < table.size; i++) {
        const entry = entries.get(table.ids[i]);
        if (entry?.seen === census && entry.likelihood < least && !entry.chosen && !isGuarded(entry, sparesWarm)) least = entry.likelihood;
      }
    }
    return least;
  };
  const askPolicy = (): Entry<K, V> | undefined => {
    const key = policy.victim(isShielded);
    return key === undefined || isShielded(key) ? undefined : entries.get(identify(key));
  };

  /** The entries to let go so that one of so many bytes fits; undefined if there are not enough that may go. */
  const chooseVictims = (newcomer: Entry<K, V>, limit: number, now: number): Entry<K, V>[] | undefined => {
    const victims: Entry<K, V>[] = [];
    let bytesLeft = bytes;
    /** How many may still go that no table names; counted when the first must. */
    let unnamed: number | undefined;
    const isTooMuch = (): boolean => held.size - victims.length + 1 > maxKeys || bytesLeft + newcomer.bytes > maxBytes;
    while (isTooMuch()) {
      unnamed ??= count(limit < Infinity && newcomer.warm !== undefined, now, Math.min(shield, limit));
      level = unnamed-- > 0 ? 0 : leastNamed();
      const victim = level <= limit && level < Infinity ? askPolicy() : undefined;
      if (!victim) break;
      victim.chosen = true;
      victims.push(victim);
      bytesLeft -= victim.bytes;
    }
    for (const victim of victims) victim.chosen = false;
    return isTooMuch() ? undefined : victims;
  };

  const letGo = (entry: Entry<K, V>): void => {
    if (entry.said) return;
    entry.said = true;
    if (held.delete(entry)) bytes -= entry.bytes;
    passing.delete(entry);
    left(entry, entry.leaving as EvictionReason);
  };
  /** Counts a resident entry that is pinned from now on (1), or no longer (-1). */
  const guard = (entry: Entry<K, V>, change: 1 | -1): void => {
    if (!entry.resident) return;
    pinned += change;
    if (!entry.warm) guarded += change;
  };

  const store: Store<K, V> = {
    entries,
    held,
    get size() {
      return held.size;
    },
    admission(forWarm, now) {
      const mean = held.size > 0 ? bytes / held.size : 0;
      if (held.size < maxKeys && bytes + mean <= maxBytes) return 0;
      return count(forWarm, now) > 0 ? 0 : leastNamed();
    },
    keep(entry, limit, now) {
      const before = entries.get(entry.id);
      if (before) store.drop(before, before.expires <= now ? 'expired' : 'replaced');
      if (entry.bytes > maxBytes) return false;
      const victims = chooseVictims(entry, limit, now);
      if (!victims) return false;
      for (const victim of victims) store.drop(victim, victim.expires <= now ? 'expired' : 'capacity');
      // The policy was asked, and may have closed the cache.
      if (closed) return false;
      entries.set(entry.id, entry);
      held.add(entry);
      bytes += entry.bytes;
      entry.resident = true;
      pinned += Number(entry.pins > 0);
      guarded += Number(isGuarded(entry, true));
      policy.added(entry.key, { bytes: entry.bytes, speculative: entry.speculative, at: now });
      return true;
    },
    drop(entry, reason) {
      if (entry.leaving) return;
      entry.leaving = reason;
      if (entry.resident) {
        entry.resident = false;
        entries.delete(entry.id);
        pinned -= Number(entry.pins > 0);
        guarded -= Number(isGuarded(entry, true));
        policy.removed(entry.key);
      }
      if (entry.pins === 0) letGo(entry);
      else if (!held.has(entry)) passing.add(entry);
    },
    pin(entry) {
      if (entry.pins++ === 0) guard(entry, 1);
    },
    unpin(entry) {
      if (--entry.pins > 0) return;
      if (entry.leaving) letGo(entry);
      else guard(entry, -1);
    },
    close() {
      closed = true;
      for (const entry of [...held, ...passing]) {
        store.drop(entry, 'close');
        // Also of one that had left and is still being handed over, as only a close does not wait for that; what was never kept stays rejected.
        if (held.has(entry)) entry.leaving = 'close';
        letGo(entry);
      }
    },
    mark(entry, warm) {
      if (entry.resident && entry.pins === 0) guarded += Number(warm !== undefined) - Number(entry.warm !== undefined);
      entry.warm = warm;
    },
  };
  return store;
}
