import type { EvictionReason, StoreSource, UntimedEvent } from '../events.js';
import type { Eviction, EvictionPolicy } from '../types.js';
import type { Cursors } from './cursors.js';
import type { Entry, Warming } from './entry.js';
import { createExpiry } from './expiry.js';
import { createKeyMap, type KeyMap } from './keyMap.js';
import { createSum } from './sum.js';

/** What is resident, within its budget. */
export interface Store<K, V> {
  readonly entries: Omit<KeyMap<Entry<K, V>>, 'set' | 'delete'>;
  /** Entries held: the resident ones, and those that left and are still to be handed over. */
  readonly held: ReadonlySet<Entry<K, V>>;
  /**
   * The likelihood from which a newcomer would find room: 0 while there is some, or what may go is named by no table; Infinity if nothing may go.
   *
   * @param forWarm - whether nothing may go that a running warm brought or found
   */
  admission(forWarm: boolean): number;
  /**
   * Makes room and keeps the entry, or displaces nothing and drops it as rejected; what it replaces leaves in any case.
   *
   * @param limit - nothing likelier than this is displaced; Infinity for what was demanded
   * @returns whether it is kept
   */
  keep(entry: Entry<K, V>, limit: number, from: StoreSource): boolean;
  /** An entry came that may be kept or not: it is evicted as `'rejected'` if the cache closes first. */
  receive(entry: Entry<K, V>): void;
  /** An entry is no longer served, or never was; it has left once nothing pins it. Only the first reason counts. */
  drop(entry: Entry<K, V>, reason: EvictionReason): void;
  /** `drop` of the resident entry of a key, if there is one, as expired if that is what it is. */
  dropOld(id: unknown, reason: EvictionReason): void;
  pin(entry: Entry<K, V>): void;
  unpin(entry: Entry<K, V>): void;
  /** All leaves at once, also what is pinned. */
  close(): void;
  /** A warm found the entry. */
  mark(entry: Entry<K, V>, warm: Warming): void;
}

/** What a store is told. */
export interface StoreOptions<K, V> {
  readonly maxKeys: number;
  readonly maxBytes: number;
  readonly policy: EvictionPolicy<K>;
  readonly control?: { readonly shield: number } | undefined;
  readonly identify: (key: K) => unknown;
  readonly cursors: Pick<Cursors<K>, 'list'>;
  /** Those that run. */
  readonly warmings: ReadonlySet<Warming>;
  readonly now: () => number;
  /** Told when an entry is kept; and when it has left and everyone who was given it has had it. */
  readonly say: (event: UntimedEvent<K>, eviction?: Eviction<K, V>) => void;
}

/** How often room is made for one entry before it is rejected. */
const MAX_TRIES = 8;

/**
 * Who goes first: the least likely, and among these the policy decides. A key that no table names has likelihood 0, and most keys are such; so a
 * *census* walks the tables, never the residents: it lists what is named, and by counting knows whether anything else is there to go.
 */
export function createStore<K, V>({
  maxKeys,
  maxBytes,
  policy,
  control,
  identify,
  cursors,
  warmings,
  now,
  say,
}: StoreOptions<K, V>): Store<K, V> {
  const entries = createKeyMap<Entry<K, V>>();
  const held = new Set<Entry<K, V>>();
  /** Items that were never kept, on their way to those who asked for them. */
  const passing = new Set<Entry<K, V>>();
  const bytes = createSum();
  const expiry = createExpiry<Entry<K, V>>(now);
  let closed = false;
  /** How many resident entries are pinned. */
  let pinned = 0;

  /** The residents that tables name as at least so likely, or that are current keys. */
  const takeCensus = (least = 0): Map<Entry<K, V>, number> => {
    const named = new Map<Entry<K, V>, number>();
    const at = now();
    const see = (id: unknown, likelihood: number): void => {
      const entry = entries.get(id);
      if (entry && likelihood >= least && (likelihood === Infinity || entry.expires > at))
        named.set(entry, Math.max(likelihood, named.get(entry) ?? 0));
    };
    for (const { position, currentId, table } of cursors.list) {
      if (position > 0) see(currentId, Infinity);
      for (let i = 0; i < table.size; i++) see(table.ids[i], table.likelihoods[i] as number);
    }
    return named;
  };
  const isFree = (entry: Entry<K, V>, forWarm: boolean): boolean =>
    entry.pins === 0 && !(forWarm && entry.warm && warmings.has(entry.warm));
  /** The likelihood of the least likely that may go: 0 where no table names it; Infinity if none may. */
  const leastLikely = (named: ReadonlyMap<Entry<K, V>, number>, forWarm: boolean): number => {
    let unnamed = entries.size - pinned;
    if (forWarm) for (const { guarded } of warmings) unnamed -= guarded;
    let least = Infinity;
    for (const [entry, likelihood] of named) {
      if (!isFree(entry, forWarm)) continue;
      unnamed--;
      if (likelihood < least) least = likelihood;
    }
    return unnamed > 0 ? 0 : least;
  };

  const fits = (more: number, keys = held.size, sum = bytes.value): boolean => keys < maxKeys && (keys > 0 ? sum : 0) + more <= maxBytes;

  /** The entries to evict so that one of so many bytes fits; undefined if there are not enough that may go. */
  const chooseVictims = (newcomer: Entry<K, V>, limit: number): Entry<K, V>[] | undefined => {
    const victims: Entry<K, V>[] = [];
    const forWarm = limit < Infinity && newcomer.warm !== undefined;
    let bytesLeft = bytes.value;
    let named: Map<Entry<K, V>, number> | undefined;
    while (!fits(newcomer.bytes, held.size - victims.length, bytesLeft)) {
      const census = (named ??= takeCensus(Math.min(control?.shield ?? 0, limit)));
      const level = leastLikely(census, forWarm);
      if (level > limit || level === Infinity) return undefined;
      const mayGo = (entry: Entry<K, V>): boolean => isFree(entry, forWarm) && (census.get(entry) ?? 0) === level;
      const find = (key: K): Entry<K, V> | undefined => {
        const entry = entries.get(identify(key));
        return entry && mayGo(entry) ? entry : undefined;
      };
      const expired = newcomer.expires < Infinity ? expiry.find(mayGo) : undefined;
      // Where the policy names nobody this may find the key `undefined`, which may go as well.
      const victim = expired ?? find(policy.victim((key) => !find(key)) as K);
      if (!victim) return undefined;
      // Chosen once.
      census.set(victim, NaN);
      victims.push(victim);
      bytesLeft -= victim.bytes;
    }
    return victims;
  };

  /** Counts an entry as it is now (1), or no longer as it was (-1). */
  const count = ({ resident, pins, warm }: Entry<K, V>, change: 1 | -1): void => {
    if (!resident) return;
    if (pins > 0) pinned += change;
    else if (warm) warm.guarded += change;
  };
  const letGo = (entry: Entry<K, V>): void => {
    const { key, value, speculative: unused } = entry;
    const reason = entry.leaving as EvictionReason;
    // Only once.
    if (held.delete(entry)) bytes.add(-entry.bytes);
    else if (!passing.delete(entry)) return;
    if (held.size === 0) bytes.clear();
    say({ type: 'evict', key, bytes: entry.bytes, unused, reason }, { key, value, reason });
  };
  /** Makes what is there of the key leave, and what must leave so that an entry fits; else drops the entry. */
  const makeRoom = (entry: Entry<K, V>, limit: number): void => {
    // Hooks of the policy may fill the room, for a while.
    for (let tries = 0; tries < MAX_TRIES && !entry.leaving; tries++) {
      store.dropOld(entry.id, 'replaced');
      const victims = entry.bytes > maxBytes ? undefined : chooseVictims(entry, limit);
      if (!victims) break;
      for (const victim of victims) if (victim.resident && victim.pins === 0) store.dropOld(victim.id, 'capacity');
      if (fits(entry.bytes) && !entries.get(entry.id)) return;
    }
    store.drop(entry, 'rejected');
  };
  const store: Store<K, V> = {
    entries,
    held,
    admission(forWarm) {
      const mean = held.size > 0 ? bytes.value / held.size : 0;
      return fits(mean) ? 0 : leastLikely(takeCensus(), forWarm);
    },
    keep(entry, limit, from) {
      const { id, key, bytes: more, speculative } = entry;
      store.receive(entry);
      makeRoom(entry, limit);
      // The policy was asked, and may have closed the cache.
      if (entry.leaving) return false;
      passing.delete(entry);
      entries.set(id, entry);
      held.add(entry);
      if (entry.expires < Infinity) expiry.add(entry);
      bytes.add(more);
      entry.resident = true;
      count(entry, 1);
      // Said before the policy hears of it, which may close the cache.
      say({ type: 'store', key, bytes: more, from, speculative });
      policy.added(key, { bytes: more, speculative, at: now() });
      return true;
    },
    receive(entry) {
      if (closed) entry.leaving ??= 'rejected';
      else if (!entry.leaving) passing.add(entry);
    },
    drop(entry, reason) {
      if (entry.leaving) return;
      entry.leaving = reason;
      if (!held.has(entry)) passing.add(entry);
      if (entry.resident) {
        count(entry, -1);
        entry.resident = false;
        entries.delete(entry.id);
        expiry.delete(entry);
        policy.removed(entry.key);
      }
      if (entry.pins === 0) letGo(entry);
    },
    dropOld(id, reason) {
      const entry = entries.get(id);
      if (entry) store.drop(entry, entry.expires <= now() ? 'expired' : reason);
    },
    pin(entry) {
      if (entry.pins++ > 0 || !entry.resident) return;
      pinned++;
      if (entry.warm) entry.warm.guarded--;
    },
    unpin(entry) {
      if (--entry.pins > 0) return;
      if (entry.leaving) letGo(entry);
      else if (entry.resident) {
        pinned--;
        if (entry.warm) entry.warm.guarded++;
      }
    },
    close() {
      closed = true;
      for (const entry of [...held, ...passing]) {
        store.drop(entry, held.has(entry) ? 'close' : 'rejected');
        // Also of one that had left and is still being handed over, as only a close does not wait for that; what was never kept stays rejected.
        if (held.has(entry)) entry.leaving = 'close';
        letGo(entry);
      }
    },
    mark(entry, warm) {
      count(entry, -1);
      entry.warm = warm;
      count(entry, 1);
    },
  };
  return store;
}
