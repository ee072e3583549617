import type { OperatorFunction } from 'rxjs';
import { createBackoff } from '../../src/cache/backoff.js';
import type { Entry } from '../../src/cache/entry.js';
import { createGate } from '../../src/cache/gate.js';
import { createKeyMap } from '../../src/structures/keyMap.js';
import { createLikelihoods } from '../../src/cache/likelihoods.js';
import { createLoadClaims } from '../../src/cache/loadClaims.js';
import { createMoves } from '../../src/cache/move.js';
import { createCandidates } from '../../src/cache/nextCandidate.js';
import { createStore } from '../../src/cache/store.js';
import { createTurnOrder } from '../../src/cache/turnOrder.js';
import { createVictims } from '../../src/cache/victims.js';
import {
  resolveOptions,
  resolveReadOptions,
  type PrefetchCacheOptions,
} from '../../src/options.js';
import type { Predictor, PrefetchCache, Provider } from '../../src/types.js';
import { createLoads } from './loads.js';
import { createOutbox } from './outbox.js';
import { createFollowers } from './followers.js';
import { followSwitch } from './followSwitch.js';
import { createPacer } from './pacer.js';
import { createReaders } from './readers.js';
import { createReaderStates } from './readerStates.js';
import { createRefill } from './refill.js';
import { reportErrors } from './reportErrors.js';
import { createRequests } from './requests.js';
import { safeIdentity } from './safePolicy.js';
import { takeSnapshot } from './takeSnapshot.js';
import { timerOf } from './timerOf.js';
import { createTransaction } from './transaction.js';
import { resolveUserParts } from './resolveUserParts.js';
import { createWarms } from './warm.js';
import { createWrites } from './writes.js';

/** How many failed keys are remembered if `maxKeys` is Infinity. */
const MAX_RESTING = 1000;

/**
 * Builds the parts of one cache, in the order of their needs.
 *
 *     key$ -> readers -> reader -> store           look up, pin      -> victims -> likelihoods
 *                          |----> moves            history, predict, plan -> candidates
 *                          |----> requests         hit, join, miss and plan as events
 *                          |----> loads            join, load, abort -> store, claims, backoff
 *                          \----> item             (delivery, one a reader)
 *     view$ -> readers -> view -> the same, for several keys at once; a map comes out
 *     slot -> refill -> candidates -> loads        candidates ask turnOrder, store, backoff
 *     warm(), set(), reload(), invalidate(), clear() -> warms, writes -> loads, store
 *     a new item, an invalidated key -> followers -> views, readers that follow
 *     enabled$ -> followSwitch -> gate, loads      candidates, claims, warms ask the gate
 *     all of them -> transaction -> outbox         state, then refill, then events, then items
 *
 * `refill`, `warms`, `victims` and `candidates` are called by parts that are built before them: in
 * callbacks, of which none runs before the cache is complete.
 */
// One idea: every arrow between the parts.
export function createCache<K, V>(
  provider: Provider<K, V>,
  givenPredictor: Predictor<K>,
  given: PrefetchCacheOptions<K, V>,
): CacheParts<K, V> {
  const options = resolveOptions(given);
  const { keyOf, maxKeys, maxPerSecond, concurrency, historySize, ttl, order, enabled$ } = options;
  const { staleWhileRevalidate, staleIfError } = options;
  const user = resolveUserParts(provider, givenPredictor, options);
  const { load, many, isProvided, identify, measure, now, control, policy, predictor, explain } =
    user;
  let isClosed = false;

  // ---- Events, and the order of everything.
  const outbox = createOutbox<K, V>(now, control);
  const { emit } = outbox;
  const transaction = createTransaction(outbox, () => {
    refill();
    // An error of a clock does not keep back the batch.
    reportErrors(warms.refill);
    loads.refilled();
    pacer?.refilled();
  });

  // ---- When prefetches may start.
  const gate = createGate(options.onRequest);
  const timer = timerOf(options.scheduler);
  const pacer =
    maxPerSecond < Infinity ? createPacer({ maxPerSecond, now, timer, transaction }) : undefined;
  const isPaced = (): boolean => pacer?.admits() !== false;

  // ---- What is likely, and what is resident.
  const entries = createKeyMap<Entry<K, V>>();
  const likelihoods = createLikelihoods<K>((id, likelihood) => victims.fell(id, likelihood));
  const victims = createVictims<K, V>({
    entries,
    likelihoods,
    policy,
    grace: Math.max(staleWhileRevalidate, staleIfError),
    shield: control?.shield ?? 0,
    identify: safeIdentity(identify),
    now,
  });
  const store = createStore<K, V>({
    maxKeys,
    maxBytes: options.maxBytes,
    entries,
    victims,
    staleWhileRevalidate,
    staleIfError,
    policy,
    now,
    emit,
    kept: (entry) => followers.arrived(entry),
    unblocked: (id) => candidates.unblocked(id),
  });
  const has = (key: K): boolean => store.find(identify(key)) !== undefined;
  const backoff = createBackoff<K>(
    options.prefetchBackoff,
    maxKeys === Infinity ? MAX_RESTING : maxKeys,
    now,
    (id) => candidates.unblocked(id),
  );
  const isPlannable = (key: K, id: unknown): boolean =>
    backoff.restsUntil(id) <= now() && isProvided(key);

  // ---- What is in flight.
  const claims = createLoadClaims<K>({
    likelihoodOf: likelihoods.of,
    keeps: gate.keeps,
    control,
    concurrency,
    now,
  });
  const followers = createFollowers<K, V>();
  const loads = createLoads<K, V>({
    load,
    many,
    timer,
    measure,
    transaction,
    emit,
    now,
    store,
    backoff,
    claims,
    followers,
    gate,
    pacer,
    likelihoodOf: likelihoods.of,
    unblocked: (id) => candidates.unblocked(id),
  });

  // ---- What is loaded next.
  const turnOrder = createTurnOrder<K>();
  const candidates = createCandidates<K>({
    turnOrder,
    admits: (likelihood) => control?.admits(likelihood, loads.prefetches.length) !== false,
    admission: () => store.admission(false),
    isAbsent: (id) => !store.findFresh(id) && !loads.get(id),
    blockedUntil(id) {
      const entry = store.findFresh(id);
      return loads.get(id)
        ? Infinity
        : entry
          ? (entry.expires ?? Infinity)
          : backoff.restsUntil(id);
    },
    isProvided,
    hasSlot: () => loads.prefetches.length < concurrency && gate.starts(),
    isPaced,
    now,
  });
  const refill = createRefill<K, V>({ loads, candidates, concurrency });
  const warms = createWarms<K, V>({
    transaction,
    loads,
    concurrency,
    identify,
    findFresh: store.findFresh,
    isProvided,
    hasRoom: (id) => likelihoods.of(id) >= store.admission(true),
    mayStart: () => gate.isClear() && isPaced(),
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
    timer,
    ended: user.ended,
    abortUnwanted: loads.abortUnwanted,
  });
  const moves = createMoves<K, V>({
    predictor,
    beforeMove:
      control && (() => control.moved(now(), loads.prefetches.length, concurrency, maxKeys)),
    lookahead: options.lookahead,
    keyOf,
    canExpire: ttl !== Infinity,
    entries,
    likelihoods,
    planned: candidates.planned,
    isPlannable,
    isResident: has,
    now,
    emit,
  });
  const readers = createReaders<K, V>(
    {
      identify,
      store,
      loads,
      policy,
      moves,
      requests: createRequests({ loads, transaction, outbox, explain, dwell: states.dwell }),
      followers,
      transaction,
      outbox,
      now,
      end: states.end,
      isClosed: () => isClosed,
    },
    states.add,
  );

  // ---- On, off and closed.
  const switching = enabled$ && followSwitch<K, V>(enabled$, { gate, loads, transaction });
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    transaction.run(() => {
      reportErrors(() => switching?.unsubscribe());
      reportErrors(() => pacer?.close());
      readers.close();
      for (const state of states.all) states.end(state);
      warms.close();
      for (const one of loads.inFlight()) loads.abort(one);
      store.close();
      emit({ type: 'close' });
    });
    user.release();
  };

  return {
    stream: readers.read<V>({ order, settled: false, follow: false }),
    with: (own) => readers.read(resolveReadOptions(own, order)),
    get: readers.get,
    view: readers.view,
    peek: (key) => store.find(identify(key))?.value,
    has,
    size: () => store.size,
    warm: (keys) => readers.whileOpen((subscriber) => warms.start([...keys], subscriber)),
    ...createWrites<K, V>({
      identify,
      measure,
      store,
      loads,
      backoff,
      followers,
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

/** The methods of a cache, from which `prefetchCache` builds the operator. */
export interface CacheParts<K, V> extends Omit<
  PrefetchCache<K, V>,
  'size' | typeof Symbol.dispose
> {
  readonly stream: OperatorFunction<K, V>;
  readonly size: () => number;
}
