import { from, Observable, throwIfEmpty, type OperatorFunction, type Subscriber } from 'rxjs';
import { createBackoff } from '../../src/cache/backoff.js';
import type { Entry } from '../../src/cache/entry.js';
import { createKeyMap } from '../../src/structures/keyMap.js';
import { createLikelihoods } from '../../src/cache/likelihoods.js';
import { createLoadClaims } from '../../src/cache/loadClaims.js';
import { createMoveReader } from '../../src/cache/moveReader.js';
import { createCandidates } from '../../src/cache/nextCandidate.js';
import type { ReaderState } from '../../src/cache/readerState.js';
import { createStore } from '../../src/cache/store.js';
import { createTurnOrder } from '../../src/cache/turnOrder.js';
import { createVictims } from '../../src/cache/victims.js';
import { ClosedError } from '../../src/errors.js';
import { byArrival } from '../../src/eviction/byArrival.js';
import {
  checkNumber,
  resolveOptions,
  resolveReadOptions,
  type PrefetchCacheOptions,
} from '../../src/options.js';
import type {
  AccessPredictor,
  DataProvider,
  Predictor,
  PrefetchCache,
  Provider,
} from '../../src/types.js';
import { claimInstances } from './claimInstances.js';
import { createLoads } from './loads.js';
import { monotonicNow } from './monotonicNow.js';
import { createOutbox } from './outbox.js';
import { followSwitch } from './prefetchSwitch.js';
import { createReader, toSubscriber, type Reader, type ReaderMode } from './reader.js';
import { createReaderStates } from './readerStates.js';
import { createRefill } from './refill.js';
import { reportErrors } from './reportErrors.js';
import { safeIdentity, safePolicy } from './safePolicy.js';
import { takeSnapshot } from './snapshot.js';
import { createTransaction } from './transaction.js';
import { createWarms } from './warm.js';
import { createWrites } from './writes.js';

/** How many failed keys are remembered where no number of keys limits the cache. */
const MAX_RESTING = 1000;

/**
 * Builds the parts of one cache, in order: each gets what it needs, complete.
 *
 *     key -> reader -> store            what is resident
 *              |  \--> move -> plan     what is likely
 *              |  \--> loads            what is in flight  <- refill <- nextCandidate
 *              \-----> delivery         items, in order
 *     all of it in a transaction: state, then refill, then events (outbox), then items
 */
export function createCache<K, V>(
  provider: Provider<K, V>,
  predictor: Predictor<K>,
  given: PrefetchCacheOptions<K, V>,
): CacheParts<K, V> {
  // ---- What users gave.
  const options = resolveOptions(given);
  const {
    keyOf,
    maxKeys,
    maxBytes,
    sizeOf,
    concurrency,
    lookahead,
    historySize,
    ttl,
    prefetchBackoff,
    order,
    enabled$,
    scheduler,
  } = options;
  // A function has none of these members.
  const {
    control: ownControl,
    explain: ownExplain,
    observe,
  } = predictor as Partial<AccessPredictor<K>>;
  const release = claimInstances({
    predictor: observe && predictor,
    eviction: options.eviction,
    control: options.control,
  });
  const control = options.control ?? ownControl;
  const measured = options.control?.measure(predictor) ?? predictor;
  const { ended } = measured as Partial<AccessPredictor<K>>;
  const explain = ownExplain?.bind(predictor);
  const eviction = options.eviction ?? control?.eviction();
  const policy = eviction && !byArrival.has(eviction) ? safePolicy(eviction) : undefined;
  const { has: provides } = provider as Partial<DataProvider<K, V>>;
  const load = typeof provider === 'function' ? provider : provider.load.bind(provider);
  const identify: (key: K) => unknown = keyOf ?? ((key) => key);
  const isProvided = (key: K): boolean => provides?.call(provider, key) ?? true;
  const now = scheduler ? () => scheduler.now() : monotonicNow;
  let isClosed = false;
  const prefetching = { isOn: true };

  // ---- Events, and the order of everything.
  const outbox = createOutbox<K, V>(now, control);
  const { emit } = outbox;
  const transaction = createTransaction(outbox, () => {
    refill();
    warms.refill();
  });

  // ---- What is likely, and what is resident.
  const entries = createKeyMap<Entry<K, V>>();
  const likelihoods = createLikelihoods<K>((id, likelihood) => victims.fell(id, likelihood));
  const victims = createVictims<K, V>({
    entries,
    likelihoods,
    policy,
    shield: control?.shield ?? 0,
    identify: safeIdentity(identify),
    now,
  });
  const store = createStore<K, V>({
    maxKeys,
    maxBytes,
    entries,
    victims,
    policy,
    now,
    emit,
    freed: (id) => candidates.freed(id),
  });
  const has = (key: K): boolean => store.find(identify(key)) !== undefined;
  const backoff = createBackoff(
    prefetchBackoff,
    maxKeys === Infinity ? MAX_RESTING : maxKeys,
    now,
    (id) => candidates.freed(id),
  );
  const measure = (entry: Entry<K, V>): void => {
    if (ttl < Infinity) entry.expires = now() + ttl;
    if (sizeOf)
      entry.bytes = checkNumber(
        'sizeOf(value)',
        sizeOf(entry.value, entry.key),
        0,
        false,
        Number.MAX_VALUE,
      );
  };
  const isWanted = (key: K, id: unknown): boolean =>
    backoff.restsUntil(id) <= now() && isProvided(key);

  // ---- What is in flight.
  const claims = createLoadClaims<K>({
    likelihoodOf: likelihoods.of,
    isEnabled: () => prefetching.isOn,
    control,
    concurrency,
    now,
  });
  const loads = createLoads<K, V>({
    load,
    measure,
    transaction,
    emit,
    now,
    store,
    backoff,
    claims,
    likelihoodOf: likelihoods.of,
    freed: (id) => candidates.freed(id),
  });

  // ---- What is loaded next.
  const turnOrder = createTurnOrder<K>();
  const candidates = createCandidates<K>({
    turnOrder,
    admits: (likelihood) => control?.admits(likelihood, loads.prefetches.length) !== false,
    admission: () => store.admission(false),
    isAbsent: (id) => !store.find(id) && !loads.get(id),
    blockedUntil(id) {
      const entry = store.find(id);
      return loads.get(id)
        ? Infinity
        : entry
          ? (entry.expires ?? Infinity)
          : backoff.restsUntil(id);
    },
    isProvided,
    hasSlot: () => prefetching.isOn && loads.prefetches.length < concurrency,
    now,
  });
  const refill = createRefill<K, V>({ loads, candidates, concurrency });
  const warms = createWarms<K, V>({
    transaction,
    loads,
    concurrency,
    identify,
    findResident: store.find,
    isProvided,
    hasRoom: (id) => likelihoods.of(id) >= store.admission(true),
    guard: store.guard,
  });

  // ---- The readers.
  const states = createReaderStates<K>({
    historySize,
    keyOf,
    likelihoods,
    candidates,
    turnOrder,
    transaction,
    emit,
    dwellTime: control?.dwell ?? 0,
    scheduler,
    ended: (reader) => reportErrors(() => ended?.call(measured, reader)),
    abortUnwanted: loads.abortUnwanted,
  });
  const move = createMoveReader<K, V>({
    predictor: measured,
    beforeMove:
      control && (() => control.moved(now(), loads.prefetches.length, concurrency, maxKeys)),
    lookahead,
    keyOf,
    ttl,
    entries,
    likelihoods,
    planned: candidates.planned,
    isWanted,
    isResident: has,
    now,
    emit,
  });
  const { dwell, end } = states;
  const context = {
    identify,
    store,
    loads,
    policy,
    move,
    transaction,
    outbox,
    now,
    explain,
    dwell,
    end,
    isClosed: () => isClosed,
  };
  const readers = new Set<Reader<K>>();
  const whileOpen = <T>(subscribe: (subscriber: Subscriber<T>) => void): Observable<T> =>
    new Observable((subscriber) => {
      if (isClosed) subscriber.error(new ClosedError());
      else subscribe(subscriber);
    });
  const read =
    <R>(mode: ReaderMode, stateOf = states.add): OperatorFunction<K, R> =>
    (key$) =>
      whileOpen((subscriber) => {
        const reader = createReader(context, mode, stateOf(), subscriber);
        readers.add(reader);
        subscriber.add(() => readers.delete(reader));
        const keys = toSubscriber(reader);
        // First, so that it also stops a source that emits all in one call.
        subscriber.add(keys);
        key$.subscribe(keys);
      });
  let getState: ReaderState<K> | undefined;
  const getStream = read<V>(
    { order: 'merge', settled: false, isGet: true },
    () => (getState ??= states.add()),
  );

  // ---- On, off and closed.
  const switching =
    enabled$ &&
    followSwitch<K, V>(enabled$, {
      prefetching,
      states: states.all,
      candidates,
      loads,
      transaction,
    });
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    transaction.run(() => {
      reportErrors(() => switching?.unsubscribe());
      for (const reader of readers) reader.close();
      for (const state of states.all) end(state);
      warms.close();
      for (const one of loads.inFlight()) loads.abort(one);
      store.close();
      emit({ type: 'close' });
    });
    release();
  };

  return {
    stream: read<V>({ order, settled: false, isGet: false }),
    with: (own) => read({ ...resolveReadOptions(own, order), isGet: false }),
    get: (key) =>
      // Not `of`, which takes a key that has a method `schedule` for a scheduler.
      from([key]).pipe(
        getStream,
        throwIfEmpty(() => new ClosedError()),
      ),
    peek: (key) => store.find(identify(key))?.value,
    has,
    size: () => store.size,
    warm: (keys) => whileOpen((subscriber) => warms.start([...keys], subscriber)),
    ...createWrites<K, V>({
      identify,
      measure,
      store,
      loads,
      backoff,
      transaction,
      isClosed: () => isClosed,
    }),
    ...outbox.streams,
    stats: outbox.stats.read,
    snapshot: () =>
      takeSnapshot<K, V>({
        store,
        loads,
        readers: states.all,
        stats: outbox.stats.read,
        historySize,
        explain,
      }),
    close,
  };
}

/** What `prefetchCache` makes an operator of. */
export interface CacheParts<K, V> extends Omit<
  PrefetchCache<K, V>,
  'size' | typeof Symbol.dispose
> {
  readonly stream: OperatorFunction<K, V>;
  readonly size: () => number;
}
