import type { Entry } from '../../src/cache/entry.js';
import { readPlan } from '../../src/cache/plan.js';
import type { ReaderState } from '../../src/cache/readerState.js';
import type { Explanation } from '../../src/events.js';
import type { Load } from './load.js';
import type { Loads } from './loads.js';
import type { CacheOutbox } from './outbox.js';
import { reportErrors } from './reportErrors.js';
import type { Transaction } from './transaction.js';

/** Emits requests and plans, for readers of keys and of views. */
export interface Requests<K, V> {
  /**
   * Marks a resident as requested, and emits the hit.
   *
   * @param isHeld - whether its item waits
   * @param isStale - whether the item has expired
   */
  hit(
    state: ReaderState<K>,
    entry: Entry<K, V>,
    isMove: boolean,
    isHeld: boolean,
    isStale: boolean,
  ): void;
  /** Marks a load as used, and emits the join; without a load it emits the miss. */
  joinOrMiss(state: ReaderState<K>, key: K, load: Load<K, V> | undefined, isMove: boolean): void;
  /**
   * Emits the plan of a reader that has moved, if the plan has any effect. Aborts the prefetches
   * that no prediction names any more.
   */
  replan(state: ReaderState<K>): void;
}

/** The parts of the cache that requests use. */
export interface RequestOptions<K, V> {
  readonly loads: Loads<K, V>;
  readonly transaction: Transaction;
  readonly outbox: CacheOutbox<K, V>;
  /** Explains why a key is planned, if the predictor can. */
  readonly explain: ((key: K) => Explanation) | undefined;
  /** Called when a plan was emitted. The plan starts once the reader has stayed for `dwell`. */
  readonly dwell: (state: ReaderState<K>) => void;
}

/** Creates the part that emits the requests and plans of all readers of one cache. */
export function createRequests<K, V>({
  loads,
  transaction,
  outbox,
  explain,
  dwell,
}: RequestOptions<K, V>): Requests<K, V> {
  const { stats } = outbox;
  const { prefetches } = loads;
  const emitHit = (
    reader: number,
    key: K,
    moved: boolean,
    firstUse: boolean,
    held: boolean,
    isStale: boolean,
  ): void => {
    const stale = isStale && { stale: true as const };
    outbox.emit({ type: 'hit', key, reader, moved, firstUse, ...stale, held });
  };
  const hasEffect = ({ plan, isPlanEmitted }: ReaderState<K>): boolean =>
    outbox.hasListeners || plan.length > 0 || isPlanEmitted || prefetches.length > 0;
  const emitPlan = (state: ReaderState<K>): void => {
    const { position } = state;
    const keys = readPlan(state);
    const why =
      explain && outbox.hasListeners
        ? reportErrors(() => keys.map(([key]) => explain(key)))
        : undefined;
    // `explain` may have moved or ended the reader.
    if (state.position !== position) return;
    state.isPlanEmitted = keys.length > 0;
    outbox.emit({ type: 'plan', reader: state.id, keys, ...(why && { why }), ended: false });
    if (prefetches.length > 0) loads.abortUnwanted();
    transaction.needsRefill();
    dwell(state);
  };
  return {
    hit(state, entry, isMove, isHeld, isStale) {
      const { key, unrequested } = entry;
      entry.unrequested = false;
      if (outbox.hasListeners || unrequested)
        emitHit(state.id, key, isMove, unrequested, isHeld, isStale);
      else stats.hit(unrequested, isHeld);
    },
    joinOrMiss({ id: reader }, key, load, moved) {
      outbox.emit(
        load
          ? { type: 'join', key, reader, moved, firstUse: !load.isUsed }
          : { type: 'miss', key, reader, moved },
      );
      if (load) load.isUsed = true;
    },
    replan(state) {
      if (hasEffect(state)) emitPlan(state);
    },
  };
}
