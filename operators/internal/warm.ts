import type { Subscriber } from 'rxjs';
import type { Entry } from '../../src/cache/entry.js';
import type { WarmProgress } from '../../src/types.js';
import type { Load, WarmOwner } from './load.js';
import type { Loads } from './loads.js';
import type { Transaction } from './transaction.js';

/** The running warms of a cache. */
export interface Warms<K> {
  /** Loads keys in order, in slots of its own, until `subscriber` unsubscribes. */
  start(keys: readonly K[], subscriber: Subscriber<WarmProgress>): void;
  /** Fills the free slots of all warms. A warm that cannot start a load costs nothing. */
  readonly refill: () => void;
  /** Completes all running warms; called when the cache closes. */
  close(): void;
}

/** The parts of the cache that warms use. */
export interface WarmOptions<K, V> {
  readonly transaction: Transaction;
  readonly loads: Loads<K, V>;
  readonly concurrency: number;
  readonly identify: (key: K) => unknown;
  readonly findFresh: (id: unknown) => Entry<K, V> | undefined;
  /** Whether the provider has a key. */
  readonly isProvided: (key: K) => boolean;
  /** Whether there is room for an item of this key without evicting guarded residents. */
  readonly hasRoom: (id: unknown) => boolean;
  /** Whether a prefetch may start now. Called only when there is a key to load. */
  readonly mayStart: () => boolean;
  /** Guards a resident from other warms; `undefined` ends that. */
  readonly guard: (entry: Entry<K, V>, warm: WarmOwner | undefined) => void;
}

/** One run of `warm`. */
interface RunningWarm extends WarmOwner {
  fill(): void;
  close(): void;
}

/** The running warms of a cache, each with slots of its own. */
export function createWarms<K, V>(options: WarmOptions<K, V>): Warms<K> {
  const running = new Set<RunningWarm>();
  /** The warms that may have a free slot. */
  const ready = new Set<RunningWarm>();
  /** The warms whose next load must wait until prefetches may start. */
  const held = new Set<RunningWarm>();
  return {
    start(keys, subscriber) {
      createWarm(options, keys, subscriber, { running, ready, held });
    },
    refill() {
      for (const warm of ready) {
        ready.delete(warm);
        warm.fill();
      }
      for (const warm of held) {
        if (!options.mayStart()) return;
        held.delete(warm);
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
    findFresh,
    isProvided,
    hasRoom,
    mayStart,
    guard,
  }: WarmOptions<K, V>,
  keys: readonly K[],
  subscriber: Subscriber<WarmProgress>,
  { running, ready, held }: Readonly<Record<'running' | 'ready' | 'held', Set<RunningWarm>>>,
): void {
  const total = keys.length;
  const counts = { done: 0, failed: 0, skipped: 0 };
  const inFlight = new Set<Load<K, V>>();
  /** How many keys have been considered. */
  let considered = 0;
  /** How many keys were settled at the last emitted progress. */
  let emitted = -1;

  const skipRest = (): void => {
    counts.skipped += total - considered;
    considered = total;
  };
  /** Why a key is not loaded; undefined if it must be loaded. */
  const judge = (key: K, id: unknown): 'failed' | 'skipped' | undefined => {
    const entry = findFresh(id);
    if (entry && !entry.warm) guard(entry, warm);
    try {
      // `isProvided` calls the provider, which may have loaded the key itself.
      return entry || loads.get(id) || !isProvided(key) || findFresh(id) || loads.get(id)
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
    // User parts may have stopped this warm.
    if (!running.has(warm)) return;
    // Only likelier or guarded items could make room, for this key and all others: skip the rest.
    if (!reason && !hasRoom(id)) return skipRest();
    if (!reason && !mayStart()) return void held.add(warm);
    considered++;
    if (reason) counts[reason]++;
    else {
      const load = loads.warm(id, key, warm);
      if (load.warm !== warm) return;
      // The provider was called, and may have stopped this warm.
      if (running.has(warm)) inFlight.add(load);
      else loads.leaveWarm(load);
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
    held.delete(warm);
    for (const entry of warm.entries) guard(entry as Entry<K, V>, undefined);
    return true;
  };

  const warm: RunningWarm = {
    entries: new Set(),
    fill() {
      try {
        while (
          running.has(warm) &&
          !held.has(warm) &&
          considered < total &&
          inFlight.size < concurrency
        )
          loadNext();
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
