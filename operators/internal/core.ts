import { asyncScheduler, Subject } from 'rxjs';
import { createBackoff, type Backoff } from '../../src/cache/backoff.js';
import type { Cursor } from '../../src/cache/cursor.js';
import { createCursors, type Cursors } from '../../src/cache/cursors.js';
import { createMoveCursor } from '../../src/cache/moveCursor.js';
import { createStore, type Store } from '../../src/cache/store.js';
import { oldest } from '../../src/eviction/oldest.js';
import { resolveOptions, type PrefetchCacheOptions, type ResolvedOptions } from '../../src/options.js';
import type { Predictor, Provider } from '../../src/types.js';
import { createFlights, type Flights } from './flights.js';
import { createJournal, type Journal } from './journal.js';
import { createLoad } from './load.js';
import type { Reader, ReaderContext } from './reader.js';
import { report } from './report.js';
import { safePolicy } from './safePolicy.js';
import { createSpeculation } from './speculation.js';
import { createTurns, type Turns } from './turns.js';
import type { Warming, WarmingOptions } from './warming.js';
import { speculate } from '../speculate.js';

/** How many failed keys are remembered where no number of keys limits the cache. */
const MAX_RESTING = 1000;

/** The parts of one cache, wired. */
export interface Core<K, V> extends ReaderContext<K, V>, WarmingOptions<K, V> {
  readonly options: ResolvedOptions<K, V>;
  readonly journal: Journal<K, V>;
  readonly turns: Turns;
  readonly store: Store<K, V>;
  readonly cursors: Cursors<K>;
  readonly flights: Flights<K, V>;
  readonly backoff: Backoff;
  readonly readers: Set<Reader<K>>;
  readonly warmings: Set<Warming<K, V>>;
  /** Whether a key is resident, and has not expired. */
  readonly isResident: (key: K) => boolean;
  /** One step: what `action` changes is followed by what it makes possible, its events and its items. */
  readonly step: (action: () => void) => void;
  readonly closed: boolean;
  close(): void;
}

/** Wires the parts of one cache. */
export function createCore<K, V>(provider: Provider<K, V>, predictor: Predictor<K>, given: PrefetchCacheOptions<K, V>): Core<K, V> {
  const options = resolveOptions(given);
  const { keyOf, concurrency, ttl, maxKeys } = options;
  const { scheduler = asyncScheduler } = given;
  const now = (): number => scheduler.now();
  const expiryNow = ttl === Infinity ? () => 0 : now;
  const identify: (key: K) => unknown = keyOf ?? ((key) => key);
  const has = typeof provider === 'function' ? undefined : provider.has?.bind(provider);
  const isAdmitted = (key: K): boolean => !has || has(key);

  const journal = createJournal<K, V>();
  const wakeUps = new Subject<void>();
  const readers = new Set<Reader<K>>();
  const warmings = new Set<Warming<K, V>>();
  const turns = createTurns(journal, () => {
    wakeUps.next();
    for (const warming of warmings) warming.wake();
  });
  const policy = safePolicy(given.eviction ?? oldest<K>());
  const cursors = createCursors<K>(options);
  const store = createStore<K, V>({
    ...options,
    policy,
    identify,
    cursors,
    left: ({ key, value, bytes, speculative: unused }, reason) =>
      journal.say({ type: 'evict', key, at: now(), bytes, unused, reason }, { key, value, reason }),
  });
  const isResident = (key: K): boolean => {
    const entry = store.entries.get(identify(key));
    return entry !== undefined && expiryNow() < entry.expires;
  };
  const backoff = createBackoff(options.retryAfter, maxKeys === Infinity ? MAX_RESTING : maxKeys);

  let enabled = true;
  let closed = false;
  const isEnabled = (): boolean => enabled;
  const flights = createFlights<K, V>({ ...options, load: createLoad(provider), journal, turns, store, cursors, backoff, now, isEnabled });
  const move = createMoveCursor<K, V>({
    predictor,
    keyOf,
    entries: store.entries,
    isWanted: (key, id) => (backoff.size === 0 || !backoff.isResting(id, now())) && isAdmitted(key),
    isResident,
    now,
    expiryNow,
    failed: ({ id, current }, error) => journal.say({ type: 'predictor-error', key: current as K, at: now(), cursor: id, error }),
  });
  const step = (action: () => void): void => {
    turns.enter();
    try {
      action();
    } finally {
      turns.leave();
    }
  };
  const endCursor = (cursor: Cursor<K>): void => {
    cursors.remove(cursor);
    if (cursor.position > 0) journal.say({ type: 'plan', at: now(), cursor: cursor.id, keys: [], ended: true });
  };
  const { next, hold } = createSpeculation({ cursors, store, flights, backoff, isAdmitted, now, isEnabled, concurrency });
  const subscriptions = wakeUps.pipe(speculate(next, hold, concurrency)).subscribe({ error: report });
  const setEnabled = (value: boolean): void => {
    enabled = value;
    if (value) turns.stir();
    else flights.cancelSpeculative();
  };
  // Its error or end keeps its last word.
  subscriptions.add(given.enabled$?.subscribe({ next: (value) => step(() => setEnabled(value)), error: () => undefined }));

  return {
    options,
    journal,
    turns,
    store,
    cursors,
    flights,
    backoff,
    readers,
    warmings,
    policy,
    move,
    identify,
    isAdmitted,
    isResident,
    now,
    expiryNow,
    concurrency,
    step,
    endCursor,
    forget: (reader) => readers.delete(reader),
    get closed() {
      return closed;
    },
    close() {
      if (closed) return;
      closed = true;
      subscriptions.unsubscribe();
      step(() => {
        for (const reader of readers) reader.close();
        for (const cursor of [...cursors.list]) endCursor(cursor);
        for (const warming of warmings) warming.close();
        for (const flight of flights.live) flights.cancel(flight);
        store.close();
        journal.say({ type: 'close', at: now() });
        journal.close();
      });
    },
  };
}
