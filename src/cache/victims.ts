import { addToHeap, type HeapOrder, moveInHeap, removeFromHeap } from '../structures/heap.js';
import type { EvictionPolicy } from '../types.js';
import type { Entry, WarmGuard } from './entry.js';
import { createExpiry } from './expiry.js';
import type { KeyMap } from '../structures/keyMap.js';
import type { Likelihoods } from './likelihoods.js';
import { createSum, type Sum } from '../structures/sum.js';

/**
 * Who goes first: the least likely resident that may leave, and among equals the one that the
 * policy names.
 */
export interface Victims<K, V> {
  /** An entry became resident. */
  add(entry: Entry<K, V>): void;
  /** An entry is no longer resident. */
  remove(entry: Entry<K, V>): void;
  /** Nothing pins a resident any more. */
  unpinned(entry: Entry<K, V>): void;
  /** A running warm guards a resident; undefined: none does any more. */
  guard(entry: Entry<K, V>, warm: WarmGuard | undefined): void;
  /** A key became less likely, or is no longer the current one of a reader. */
  fell(id: unknown, likelihood: number): void;
  /**
   * The likelihood of the least likely resident that may leave; Infinity if none may.
   * @param forWarm - whether guarded ones may not
   */
  least(forWarm: boolean): number;
  /** An expired resident that may leave. */
  expired(forWarm: boolean): Entry<K, V> | undefined;
  /**
   * Whether the bytes of residents that may leave and are at most as likely as `limit` are enough.
   */
  canFree(isEnough: (bytes: number) => boolean, limit: number, forWarm: boolean): boolean;
  /**
   * The next to leave; undefined if none may.
   * @param isFirst - whether nothing left yet for the same newcomer
   */
  next(limit: number, forWarm: boolean, isFirst: boolean): Entry<K, V> | undefined;
}

/** What the choice of a victim needs of the cache. */
export interface VictimOptions<K, V> {
  readonly entries: KeyMap<Entry<K, V>>;
  readonly likelihoods: Pick<Likelihoods<K>, 'refresh' | 'protection'>;
  /** Undefined where the order of arrival decides. */
  readonly policy: EvictionPolicy<K> | undefined;
  /** Residents less likely than this are equal. */
  readonly shield: number;
  readonly identify: (key: K) => unknown;
  readonly now: () => number;
}

/**
 * How many residents that may not leave a policy can name before the order of arrival decides in
 * its place.
 */
const MAX_SHIELDED = 1024;

/**
 * Heaps of residents by *rank*: at most their likelihood, and the order of arrival among equals. A
 * key that becomes less likely takes its lower rank at once; one that becomes likelier rises when
 * it comes to the top. A resident that may not leave, as a request holds it or a reader is at its
 * key, is taken out when it comes to the top, and comes back when that has ended. So a choice is
 * O(log residents), amortized, however many are named, pinned or current.
 */
export function createVictims<K, V>(options: VictimOptions<K, V>): Victims<K, V> {
  const { entries, likelihoods, policy, shield, identify, now } = options;
  type Ranked = Entry<K, V>;
  const order: HeapOrder<Ranked> = {
    isBefore: (a, b) => a.rank < b.rank || (a.rank === b.rank && a.arrival < b.arrival),
    moved: (entry, place) => (entry.place = place),
  };
  interface Heap {
    readonly items: Ranked[];
    readonly bytes: Sum;
  }
  const open: Heap = { items: [], bytes: createSum() };
  /** Those that running warms guard. */
  const guarded: Heap = { items: [], bytes: createSum() };
  const heapOf = ({ warm }: Ranked): Heap => (warm ? guarded : open);
  const expiry = createExpiry<K, V>(
    (id) => entries.get(id),
    () => entries.size,
  );
  let arrivals = 0;

  const put = (entry: Ranked, rank: number): void => {
    const heap = heapOf(entry);
    entry.rank = rank;
    heap.bytes.add(entry.bytes);
    addToHeap(heap.items, entry, order);
  };
  const takeOut = (entry: Ranked): void => {
    if (entry.place < 0) return;
    const heap = heapOf(entry);
    removeFromHeap(heap.items, entry.place, order);
    entry.place = -1;
    heap.bytes.add(-entry.bytes);
  };

  /** Infinity where the entry may not leave. */
  const likelihoodOf = (entry: Ranked): number =>
    entry.pins > 0 ? Infinity : likelihoods.protection(entry.id);
  /** The top of a heap once it has its true rank. */
  const settle = ({ items }: Heap): Ranked | undefined => {
    for (let top; (top = items[0]);) {
      const likelihood = likelihoodOf(top);
      if (likelihood <= top.rank) return top;
      if (likelihood === Infinity) takeOut(top);
      else {
        top.rank = likelihood;
        moveInHeap(items, 0, order);
      }
    }
    return undefined;
  };
  const top = (forWarm: boolean): Ranked | undefined => {
    const first = settle(open);
    const other = forWarm ? undefined : settle(guarded);
    return first && !(other && order.isBefore(other, first)) ? first : other;
  };

  /**
   * Asks the policy among the residents that are as likely as the top, where all below `floor` are.
   */
  const choose = (
    first: Ranked,
    floor: number,
    forWarm: boolean,
    isFirst: boolean,
  ): Ranked | undefined => {
    const levelOf = (entry: Ranked): number => {
      const likelihood = likelihoodOf(entry);
      return likelihood < floor ? 0 : likelihood;
    };
    const level = levelOf(first);
    const find = (key: K): Ranked | undefined => {
      const entry = entries.get(identify(key));
      return entry && !(forWarm && entry.warm) && levelOf(entry) === level ? entry : undefined;
    };
    // `undefined` may be a key.
    const asked = { shielded: 0, isUndefinedFree: false };
    const named = policy?.victim((key) => {
      if (!find(key)) return ++asked.shielded <= MAX_SHIELDED;
      if (key === undefined) asked.isUndefinedFree = true;
      return false;
    });
    if (asked.shielded > MAX_SHIELDED) return first;
    const victim = named !== undefined || asked.isUndefinedFree ? find(named as K) : undefined;
    return victim ?? (isFirst ? undefined : top(forWarm));
  };

  const victims: Victims<K, V> = {
    add(entry) {
      entry.arrival = ++arrivals;
      put(entry, 0);
      expiry.add(entry);
    },
    remove: takeOut,
    unpinned(entry) {
      if (entry.place < 0) put(entry, 0);
    },
    guard(entry, warm) {
      const isOut = entry.place < 0;
      takeOut(entry);
      entry.warm = warm;
      if (!isOut) put(entry, entry.rank);
    },
    fell(id, likelihood) {
      const entry = entries.get(id);
      if (!entry) return;
      if (entry.place < 0) put(entry, 0);
      else if (likelihood < entry.rank) {
        entry.rank = likelihood;
        moveInHeap(heapOf(entry).items, entry.place, order);
      }
    },
    least(forWarm) {
      likelihoods.refresh();
      return victims.expired(forWarm) ? 0 : (top(forWarm)?.rank ?? Infinity);
    },
    expired(forWarm) {
      if (expiry.isEmpty()) return undefined;
      likelihoods.refresh();
      return expiry.first(
        now,
        (entry) => !(forWarm && entry.warm) && likelihoodOf(entry) < Infinity,
      );
    },
    canFree(isEnough, limit, forWarm) {
      likelihoods.refresh();
      if (!isEnough(open.bytes.value + (forWarm ? 0 : guarded.bytes.value))) return false;
      const taken: Ranked[] = [];
      const freed = createSum();
      for (let next; !isEnough(freed.value) && (next = top(forWarm)) && next.rank <= limit;) {
        takeOut(next);
        taken.push(next);
        freed.add(next.bytes);
      }
      for (const entry of taken) put(entry, entry.rank);
      return isEnough(freed.value);
    },
    next(limit, forWarm, isFirst) {
      likelihoods.refresh();
      const first = top(forWarm);
      if (!first || first.rank > limit) return undefined;
      return policy ? choose(first, Math.min(shield, limit), forWarm, isFirst) : first;
    },
  };
  return victims;
}
