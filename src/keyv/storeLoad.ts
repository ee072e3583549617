import { Subscription, type Subscriber } from 'rxjs';
import { MAX_DELAY } from '../structures/maxDelay.js';
import type { Timer } from '../../operators/internal/timerOf.js';
import type { LoadContext } from '../provider.js';
import type { AttachedCaches } from './attachedCaches.js';
import type { Delivery } from './delivery.js';
import type { HeldLease } from './lease.js';
import type { LeaseQueue } from './leaseQueue.js';
import type { SourceLoads } from './sourceLoads.js';
import type { BareStoreEvent, MissReason } from './storeEvents.js';
import type { Read, StoreReader } from './storeReader.js';
import type { StoredItems } from './storedItems.js';
import type { WriteBehind } from './writeBehind.js';

/** What a load needs. */
export interface StoreLoadOptions<K, V> {
  readonly items: StoredItems<K, V>;
  readonly reader: StoreReader<K>;
  readonly writes: WriteBehind<K, V>;
  readonly sources: SourceLoads<K, V>;
  readonly leases: LeaseQueue<K> | undefined;
  readonly attached: AttachedCaches<K, V>;
  readonly delivery: Delivery<K, V>;
  readonly staleFor: number;
  readonly soft: number;
  readonly hard: number;
  readonly leaseFor: number;
  readonly timer: Timer;
  readonly now: () => number;
  readonly emit: (event: BareStoreEvent<K>) => void;
  /** Whether the store is still used. */
  readonly isOpen: () => boolean;
  /** The texts of keys whose load continues after an expired item was served. */
  readonly refreshing: Map<string, Subscription>;
}

/** Milliseconds, at most, for which a cache keeps an expired item that it got. */
const STALE_LIFETIME = 1000;

/**
 * One load: the store is asked, then the source; the first value counts.
 *
 * ```
 * read ── fresh ──> value
 *      ── absent, broken, failed, late ──> lease ──> source ──> value or error
 *      ── expired, within staleFor ─────────^  after `soft`, or if the source fails: the expired value
 * ```
 *
 * `subscriber` gets one value, or an error. If it leaves, the load of the source is aborted; but it
 * continues after an expired value was served in its place.
 */
// One idea: the stages of one load, which share their state.
export function startStoreLoad<K, V>(
  options: StoreLoadOptions<K, V>,
  key: K,
  reason: LoadContext['reason'],
  subscriber: Subscriber<V>,
): void {
  const { items, reader, writes, sources, leases, attached, delivery } = options;
  const { staleFor, soft, hard, leaseFor, timer, now, emit, isOpen, refreshing } = options;
  const text = items.textOf(key);
  const storedKey = items.storedKey(text);
  const startedAt = now();
  /** The lease, and the load of the source. */
  const work = new Subscription();
  let isWorking = false;
  /** Whether the work continues when the subscriber has left. */
  let keepsWorking = false;
  /** Whether the subscriber has got an expired item, and the work continues. */
  let isRefreshing = false;
  let isSoft = soft === 0;
  let stale: { readonly value: V; readonly expires: number } | undefined;

  // ---- Outcomes.

  const isOver = (): boolean => (isRefreshing ? work.closed : subscriber.closed);
  const give = (value: V, lifetime: number | undefined): void => {
    if (isOver()) return;
    if (isRefreshing) {
      delivery.run(key, value, lifetime, () => attached.set(key, value));
      work.unsubscribe();
      return;
    }
    delivery.run(key, value, lifetime, () => subscriber.next(value));
    subscriber.complete();
  };
  const giveStale = (why: 'slow' | 'failed'): boolean => {
    if (!stale || subscriber.closed) return false;
    const left = stale.expires + staleFor - now();
    if (!(left > 0)) return false;
    emit({ type: 'store-stale', key, reason: why, age: now() - stale.expires });
    give(stale.value, Math.min(left, STALE_LIFETIME));
    return true;
  };
  /** Serves the expired item; the work goes on, unless that of an earlier request does. */
  const giveStaleAndRefresh = (): void => {
    if (!stale || subscriber.closed || !isWorking) return;
    const mayRefresh = !refreshing.has(text);
    keepsWorking = mayRefresh;
    if (!giveStale('slow')) keepsWorking = false;
    else if (mayRefresh) {
      isRefreshing = true;
      refreshing.set(text, work);
      work.add(() => {
        if (refreshing.get(text) === work) refreshing.delete(text);
      });
    }
  };
  const fail = (error: unknown): void => {
    if (isOver()) return;
    if (isRefreshing) {
      emit({ type: 'store-error', during: 'source', error, keys: [key] });
      work.unsubscribe();
    } else if (!giveStale('failed')) subscriber.error(error);
  };

  // ---- The store.

  let hasMissed = false;
  /** Emits the first miss: a load that waits for a lease reads again. */
  const missed = (miss: MissReason, error?: unknown): void => {
    if (hasMissed) return;
    hasMissed = true;
    emit({ type: 'store-miss', key, reason: miss, ...(error !== undefined && { error }) });
  };
  const readThen = (otherwise: () => void, detour: () => void): Read<K> => ({
    key,
    storedKey,
    detour,
    answered: (stored) =>
      items.read(storedKey, stored, (item) => {
        if (isOver()) return;
        if ('reason' in item) missed(item.reason, item.error);
        else {
          const remaining = item.expires - now();
          if (remaining > 0) {
            emit({ type: 'store-hit', key, remaining, wait: now() - startedAt });
            return give(item.value, remaining);
          }
          missed('expired');
          stale = item;
        }
        otherwise();
        if (isSoft && reason === 'demand') giveStaleAndRefresh();
      }),
  });

  // ---- The source.

  const load = (lease: HeldLease | undefined): void => {
    work.add(
      sources
        .load({ key, text, reason, lease })
        .subscribe({ next: ({ value, lifetime }) => give(value, lifetime), error: fail }),
    );
  };
  const begin = (mayWait: boolean): void => {
    if (isWorking || isOver()) return;
    isWorking = true;
    if (!leases || !mayWait || sources.has(text)) return load(undefined);
    const patience = reason === 'demand' ? Math.max(hard - (now() - startedAt), 0) : leaseFor;
    const leaseKey = items.leaseKey(text);
    const look = (notYet: () => void, failed: () => void): void => {
      const once = onlyOnce();
      reader.now(readThen(once(notYet), once(failed)));
    };
    work.add(leases({ key, leaseKey, patience, look, load }));
  };

  subscriber.add(() => {
    if (!keepsWorking) work.unsubscribe();
  });
  const pending = writes.peek(storedKey);
  // A revalidation wants what the source has now: nothing that was stored, or begun, before.
  if (reason === 'revalidate') sources.outdate(text);
  if (!isOpen() || reason === 'revalidate' || (pending && !pending.content)) return begin(false);
  if (pending?.content) {
    const remaining = pending.content.expires - now();
    if (remaining > 0) {
      emit({ type: 'store-hit', key, remaining, wait: 0 });
      return give(pending.content.value as V, remaining);
    }
  }
  if (reason === 'demand' && staleFor > 0 && soft > 0 && soft <= MAX_DELAY)
    subscriber.add(
      timer.schedule(() => {
        isSoft = true;
        giveStaleAndRefresh();
      }, soft),
    );
  // What a store that fails cannot share needs no lease.
  const first = readThen(
    () => begin(true),
    () => begin(false),
  );
  if (reason === 'demand') reader.now(first);
  else subscriber.add(reader.together(first));
}

/** Wraps functions of which only one is to be called, and once. */
function onlyOnce(): (call: () => void) => () => void {
  let isCalled = false;
  return (call) => () => {
    if (isCalled) return;
    isCalled = true;
    call();
  };
}
