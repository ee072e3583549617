import type { Subscriber } from 'rxjs';
import type { Entry } from '../../src/cache/entry.js';
import type { WarmProgress } from '../../src/types.js';
import type { Load, WarmOwner } from './load.js';
import type { Loads } from './loads.js';
import type { Transaction } from './transaction.js';

/** The running warms of a cache. */
export interface Warms<K> {
  /** Loads keys in order, in slots of their own, until it is unsubscribed. */
  start(keys: readonly K[], subscriber: Subscriber<WarmProgress>): void;
  /** Loads what fits the free slots of the warms that have any: O(1) for the others. */
  refill(): void;
  /** The cache closes: all complete. */
  close(): void;
}

/** What warms need of the cache. */
export interface WarmOptions<K, V> {
  readonly transaction: Transaction;
  readonly loads: Loads<K, V>;
  readonly concurrency: number;
  readonly identify: (key: K) => unknown;
  readonly findResident: (id: unknown) => Entry<K, V> | undefined;
  /** Whether the provider has a key. */
  readonly isProvided: (key: K) => boolean;
  /** Whether an item of this key would find room without displacing what a running warm brought. */
  readonly hasRoom: (id: unknown) => boolean;
  /** A resident is guarded from other warms, or no longer. */
  readonly guard: (entry: Entry<K, V>, warm: WarmOwner | undefined) => void;
}

/** One run of `warm`. */
interface RunningWarm extends WarmOwner {
  fill(): void;
  close(): void;
}

/** No warm runs yet. */
export function createWarms<K, V>(options: WarmOptions<K, V>): Warms<K> {
  const running = new Set<RunningWarm>();
  /** Those that may have a free slot. */
  const ready = new Set<RunningWarm>();
  return {
    start(keys, subscriber) {
      createWarm(options, keys, subscriber, running, ready);
    },
    refill() {
      for (const warm of ready) {
        ready.delete(warm);
        warm.fill();
      }
    },
    close() {
      for (const warm of running) warm.close();
    },
  };
}

// One idea: the progress of a list of keys.
function createWarm<K, V>(
  {
    transaction,
    loads,
    concurrency,
    identify,
    findResident,
    isProvided,
    hasRoom,
    guard,
  }: WarmOptions<K, V>,
  keys: readonly K[],
  subscriber: Subscriber<WarmProgress>,
  running: Set<RunningWarm>,
  ready: Set<RunningWarm>,
): void {
  const total = keys.length;
  const counts = { done: 0, failed: 0, skipped: 0 };
  const inFlight = new Set<Load<K, V>>();
  /** How many keys were considered. */
  let considered = 0;
  /** How many keys were settled when progress was emitted last. */
  let emitted = -1;

  const skipRest = (): void => {
    counts.skipped += total - considered;
    considered = total;
  };
  /** Why a key is not loaded; undefined if it is to be. */
  const judge = (key: K, id: unknown): 'failed' | 'skipped' | undefined => {
    const entry = findResident(id);
    if (entry && !entry.warm) guard(entry, warm);
    try {
      // The provider is asked, and may have loaded the key itself.
      return entry || loads.get(id) || !isProvided(key) || findResident(id) || loads.get(id)
        ? 'skipped'
        : undefined;
    } catch {
      return 'failed';
    }
  };
  const loadNext = (): void => {
    const key = keys[considered] as K;
    const id = identify(key);
    const reason = running.has(warm) ? judge(key, id) : undefined;
    // Parts of users were asked.
    if (!running.has(warm)) return;
    // Only something likelier could make room, for this key or for another: no more are loaded.
    if (!reason && !hasRoom(id)) return skipRest();
    considered++;
    if (reason) counts[reason]++;
    else {
      const load = loads.warm(id, key, warm);
      if (load.warm === warm) inFlight.add(load);
    }
  };
  const emitProgress = (): void => {
    const settled = counts.done + counts.failed + counts.skipped;
    if (!running.has(warm) || settled === emitted) return;
    emitted = settled;
    subscriber.next({ ...counts, total });
    if (settled === total) subscriber.complete();
  };
  const stop = (): boolean => {
    if (!running.delete(warm)) return false;
    ready.delete(warm);
    for (const entry of warm.entries) guard(entry as Entry<K, V>, undefined);
    return true;
  };

  const warm: RunningWarm = {
    entries: new Set(),
    fill() {
      try {
        while (running.has(warm) && considered < total && inFlight.size < concurrency) loadNext();
      } catch (error) {
        subscriber.error(error);
      }
      transaction.later(emitProgress);
    },
    ended(load, result) {
      inFlight.delete(load as Load<K, V>);
      counts[result]++;
      ready.add(warm);
      transaction.needsRefill();
    },
    close() {
      stop();
      transaction.later(() => subscriber.complete());
    },
  };
  if (concurrency === 0) skipRest();
  running.add(warm);
  ready.add(warm);
  subscriber.add(() => {
    if (!stop()) return;
    transaction.run(() => {
      for (const load of inFlight) loads.leaveWarm(load);
    });
  });
  transaction.run(() => transaction.needsRefill());
}
