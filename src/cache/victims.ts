import { addToHeap, type HeapOrder, moveInHeap, removeFromHeap } from '../structures/heap.js';
import type { EvictionPolicy } from '../types.js';
import type { Entry, WarmGuard } from './entry.js';
import { createExpiry } from './expiry.js';
import type { KeyMap } from '../structures/keyMap.js';
import type { Likelihoods } from './likelihoods.js';
import { createSum, type Sum } from '../structures/sum.js';

/**
 * The residents as victims: the least likely one that may leave is evicted first. Among equals, the
 * policy chooses.
 */
export interface Victims<K, V> {
  /** Adds an entry that became resident. */
  add(entry: Entry<K, V>): void;
  /** Removes an entry that is no longer resident. */
  remove(entry: Entry<K, V>): void;
  /** Puts a resident that is no longer pinned back into its heap. */
  unpinned(entry: Entry<K, V>): void;
  /** Guards a resident for a running warm; `undefined` ends that. */
  guard(entry: Entry<K, V>, warm: WarmGuard | undefined): void;
  /** Updates a key that became less likely, or is no longer the current key of a reader. */
  fell(id: unknown, likelihood: number): void;
  /**
   * The likelihood of the least likely resident that may leave; Infinity if none may.
   * @param forWarm - whether guarded residents may not leave
   */
  least(forWarm: boolean): number;
  /** A resident that is served no more and may leave; undefined for none. */
  expired(forWarm: boolean): Entry<K, V> | undefined;
  /** Whether evicting residents of a likelihood of at most `limit` can free enough bytes. */
  canFree(isEnough: (bytes: number) => boolean, limit: number, forWarm: boolean): boolean;
  /**
   * The next victim; undefined if no resident may leave.
   * @param isFirst - whether it is the first victim for the same new item
   */
  next(limit: number, forWarm: boolean, isFirst: boolean): Entry<K, V> | undefined;
}

/** The parts of the cache that the choice of a victim uses. */
export interface VictimOptions<K, V> {
  readonly entries: KeyMap<Entry<K, V>>;
  readonly likelihoods: Pick<Likelihoods<K>, 'refresh' | 'protection'>;
  /** The eviction policy; undefined if the order of arrival decides. */
  readonly policy: EvictionPolicy<K> | undefined;
  /** For how long an expired item may still be served, in ms. */
  readonly grace: number;
  /** Residents below this likelihood are equal to the policy. */
  readonly shield: number;
  readonly identify: (key: K) => unknown;
  readonly now: () => number;
}

/** How many shielded residents a policy may name before the order of arrival decides instead. */
const MAX_SHIELDED = 1024;

/**
 * Heaps of residents, by rank and then by arrival.
 *
 * The rank of a resident is a lower bound of its likelihood. A fall of the likelihood lowers the
 * rank at once; a rise is applied when the resident comes to the top. A resident that may not leave
 * (it is pinned, or the current key of a reader) is taken out when it comes to the top, and put
 * back when it may leave again. So a choice costs O(log residents), amortized, however many
 * residents are named, pinned or current.
 */
export function createVictims<K, V>(options: VictimOptions<K, V>): Victims<K, V> {
  const { entries, likelihoods, policy, grace, shield, identify, now } = options;
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
  /** Residents that running warms guard. */
  const guarded: Heap = { items: [], bytes: createSum() };
  const heapOf = ({ warm }: Ranked): Heap => (warm ? guarded : open);
  const expiry = createExpiry<K, V>(
    (id) => entries.get(id),
    () => entries.size,
    grace,
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

  /** The likelihood of an entry; Infinity if it may not leave. */
  const likelihoodOf = (entry: Ranked): number =>
    entry.pins > 0 ? Infinity : likelihoods.protection(entry.id);
  /** The top of a heap, after its rank has been brought up to date. */
  const rankedTop = ({ items }: Heap): Ranked | undefined => {
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
    const first = rankedTop(open);
    const other = forWarm ? undefined : rankedTop(guarded);
    return first && !(other && order.isBefore(other, first)) ? first : other;
  };

  /**
   * Lets the policy choose among the residents as likely as `first`; all likelihoods below `floor`
   * are equal.
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
    // `undefined` may be a key: a policy that names it may mean the key, or no victim.
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
