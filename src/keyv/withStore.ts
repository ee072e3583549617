import { asyncScheduler, Observable, Subject, type Subscription } from 'rxjs';
import { timerOf } from '../../operators/internal/timerOf.js';
import { checkMethods, checkPart } from '../options.js';
import type { DataProvider, LoadContext, Provider } from '../provider.js';
import { onAbort } from '../net/onAbort.js';
import { createAttachedCaches, type AttachedCache } from './attachedCaches.js';
import { createChanges } from './changes.js';
import { createDelivery } from './delivery.js';
import { gatherLoads } from './gatherLoads.js';
import { createGeneration } from './generation.js';
import { createKeyTexts } from './keyTexts.js';
import type { KeyvLike } from './keyvLike.js';
import { checkLifetime, resolveStoreOptions, type WithStoreOptions } from './keyvOptions.js';
import { createLeaseQueue } from './leaseQueue.js';
import { createMessages } from './messages.js';
import { createSourceLoads, type Loaded } from './sourceLoads.js';
import { createStoreCalls } from './storeCalls.js';
import { createStoredItems } from './storedItems.js';
import type { BareStoreEvent, StoreEvent } from './storeEvents.js';
import { createStoreGate } from './storeGate.js';
import { startStoreLoad } from './storeLoad.js';
import { createStoreReader } from './storeReader.js';
import { jsonCodec, ownCodec } from './valueCodec.js';
import { passedOn, passOnSize } from './passedOn.js';
import { createWriteBehind } from './writeBehind.js';

/** A provider with a store in front of its source. */
export interface StoredProvider<K, V> extends DataProvider<K, V> {
  /** Loads one item: from the store, or else from the source. */
  load(key: K, context: LoadContext): Observable<V>;
  /**
   * The option `ttl` of a cache: the remaining lifetime of a value, so that no item of the
   * cache outlives that of the store.
   */
  readonly ttl: (value: V, key: K) => number;
  /**
   * Invalidates the items of a cache that `invalidate`, `set`, `clear` and other processes change.
   * @returns a function that detaches it
   */
  attach(cache: AttachedCache<K, V>): () => void;
  /**
   * Stores a value, also in the attached caches; other processes then load it from the store.
   * @returns whether the store has it by now. If not, it is tried again
   */
  set(key: K, value: V): Promise<boolean>;
  /**
   * Removes an item from the store, the attached caches, and those of other processes.
   * @returns whether it was removed by now. If not, it is tried again
   */
  invalidate(key: K): Promise<boolean>;
  /**
   * Removes all items of the namespace: each that was stored before counts as absent.
   * @returns whether the store knows by now. If not, it is tried again
   */
  clear(): Promise<boolean>;
  /** What happens between caches and the store. Completes after `close`; never errors. */
  readonly events$: Observable<StoreEvent<K>>;
  /**
   * Writes what waits, and does not use the store any more: loads then go to the source. It never
   * rejects. The store and the clients of bus and lease stay open.
   */
  close(): Promise<void>;
}

/**
 * Puts a store between caches and a source: a second level, which outlives the process, and which
 * several processes share.
 *
 * A load asks the store, then the source. Values of the source are written behind, and never delay
 * a reader. A store that is down, slow or wrong is an event and a detour, never an error of a load,
 * and never a longer wait than `timeout.hard` and the source.
 *
 * ```ts compile-only
 * const store = new Map<string, string>(); // or Keyv, over Redis or Valkey
 * const frames = withStore(loadFrame, store, { namespace: 'frames', ttl: 3_600_000 });
 * const cache = prefetchCache(frames, auto(), { ttl: frames.ttl });
 * frames.attach(cache);
 * ```
 *
 * @param provider - the source
 * @param store - Keyv 5 or 6, a Map, or any object with `get`, `set` and `delete`
 * @throws RangeError | TypeError for wrong arguments
 */
// One idea: the parts, and what each of them uses.
export function withStore<K, V>(
  provider: Provider<K, V>,
  store: KeyvLike,
  options: WithStoreOptions<K, V>,
): StoredProvider<K, V> {
  const { load, loadMany } = Object(provider) as Partial<DataProvider<K, V>>;
  checkPart('provider', provider, load || !loadMany ? 'load' : 'loadMany', 'has', 'keys', 'stats');
  checkMethods('store', store, ['get', 'set', 'delete']);
  const { namespace, version, ttl, staleFor, serialize, keyOf, scheduler, ...resolved } = resolveStoreOptions(options); // prettier-ignore
  const { bus, lease } = resolved;
  const timer = timerOf(scheduler);
  const now = (): number => (scheduler ?? asyncScheduler).now();
  const events$ = new Subject<StoreEvent<K>>();
  const emit = (event: BareStoreEvent<K>): void => {
    if (events$.observed) events$.next({ ...event, namespace, at: now() });
  };
  const timed = { ...resolved, timer, now, emit };
  const lifetimeOf = (value: V, key: K): number =>
    typeof ttl === 'function' ? checkLifetime(ttl(value, key)) : ttl;
  let isOpen = true;

  const texts = createKeyTexts(keyOf);
  const attached = createAttachedCaches<K, V>(texts, (error) =>
    emit({ type: 'store-error', during: 'cache', error, keys: [] }),
  );
  const calls = createStoreCalls(store, namespace, (error) =>
    emit({ type: 'store-error', during: 'store', error, keys: [] }),
  );
  const gate = createStoreGate(now, (duration) =>
    emit(duration === undefined ? { type: 'store-resumed' } : { type: 'store-paused', duration }),
  );
  const generation = createGeneration(
    now,
    () => changes.wasCleared(),
    () => changes.keepGeneration(),
  );
  const codec = serialize ? ownCodec(serialize) : jsonCodec<V>();
  const items = createStoredItems({ texts, codec, namespace, version, staleFor, generation, now });
  const { generationKey } = items;
  const reader = createStoreReader<K>({ ...timed, calls, gate, generation, generationKey });
  const writes = createWriteBehind<K, V>({ ...timed, calls, gate, onOverflow: () => void changes.clear() }); // prettier-ignore
  const delivery = createDelivery<K, V>(lifetimeOf);
  const sources = createSourceLoads<K, V>(gatherLoads(provider), (loaded) => storeValue(loaded));
  const leases = lease && createLeaseQueue<K>({ ...timed, lease });
  const messages = bus && createMessages<K>({
    ...timed,
    bus,
    namespace,
    onKeys: (changed) => changes.haveChanged(changed),
    onClear: (next) => changes.wasCleared(next),
    onAll: (why) => changes.mayHaveChanged(why),
  }); // prettier-ignore
  const changes = createChanges<K, V>({ items, writes, sources, attached, generation, messages, texts, emit, isOpen: () => isOpen }); // prettier-ignore
  const refreshing = new Map<string, Subscription>();
  const parts = { ...timed, staleFor, items, reader, writes, sources, leases, attached, delivery, refreshing, isOpen: () => isOpen }; // prettier-ignore

  const storeValue = ({
    key,
    text,
    value,
    lease: held,
    isOutdated,
  }: Loaded<K, V>): number | undefined => {
    let lifetime: number;
    try {
      lifetime = lifetimeOf(value, key);
    } catch (error) {
      emit({ type: 'store-error', during: 'ttl', error, keys: [key] });
      held?.release();
      return undefined;
    }
    if (isOutdated || !isOpen) held?.release();
    else changes.keep(key, text, value, lifetime, held);
    return lifetime;
  };
  const closeNow = async (): Promise<void> => {
    isOpen = false;
    for (const work of [...refreshing.values()]) work.unsubscribe();
    writes.close();
    await writes.flush();
    await changes.flush();
    messages?.close();
    calls.close();
    events$.complete();
  };
  let closing: Promise<void> | undefined;

  return passOnSize(provider, {
    ...passedOn(provider),
    load: (key, { reason, signal }) =>
      new Observable((subscriber) => {
        const abort = (): void => subscriber.error(signal.reason);
        if (signal.aborted) return abort();
        subscriber.add(onAbort(signal, abort));
        startStoreLoad(parts, key, reason, subscriber);
      }),
    ttl: delivery.ttl,
    attach(cache) {
      checkMethods('cache', cache, ['set', 'invalidate', 'invalidateWhere', 'clear']);
      return attached.add(cache);
    },
    set: (key, value) => changes.set(key, value, lifetimeOf(value, key)),
    invalidate: (key) => changes.invalidate(key),
    clear: () => changes.clear(),
    events$: events$.asObservable(),
    close: () => (closing ??= closeNow()),
  });
}
