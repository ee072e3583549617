import { asyncScheduler } from 'rxjs';
import { createBackoff } from '../../src/cache/backoff.js';
import type { Cursor } from '../../src/cache/cursor.js';
import { createCursors } from '../../src/cache/cursors.js';
import { createMoveCursor } from '../../src/cache/moveCursor.js';
import { createStore } from '../../src/cache/store.js';
import { oldest } from '../../src/eviction/oldest.js';
import { checkNumber, resolveOptions, type PrefetchCacheOptions } from '../../src/options.js';
import type { Predictor, Provider } from '../../src/types.js';
import { createFlights } from './flights.js';
import { createLoad } from './load.js';
import type { Parts } from './parts.js';
import { safePolicy } from './safePolicy.js';
import { createSpeculation } from './speculation.js';
import { createTurns } from './turns.js';

/** How many failed keys are remembered where no number of keys limits the cache. */
const MAX_RESTING = 1000;

/** The parts of one cache, and how it ends. */
export interface Core<K, V> {
  readonly parts: Parts<K, V>;
  readonly close: () => void;
}

/** Wires the parts of one cache. */
export function createCore<K, V>(provider: Provider<K, V>, predictor: Predictor<K>, given: PrefetchCacheOptions<K, V>): Core<K, V> {
  const options = resolveOptions(given);
  const { keyOf, ttl, maxKeys, lookahead } = options;
  const { scheduler = asyncScheduler } = given;
  const now = (): number => scheduler.now();
  const expiryNow = ttl === Infinity ? () => 0 : now;
  const identify: (key: K) => unknown = keyOf ?? ((key) => key);

  const control = given.control ?? (typeof predictor === 'object' ? predictor.control : undefined);
  const turns = createTurns<K, V>(now, control, () => {
    speculate();
    for (const warming of parts.warmings) warming.wake();
  });
  const policy = safePolicy(given.eviction ?? control?.eviction() ?? oldest<K>());
  const cursors = createCursors<K>(options);
  const store = createStore<K, V>({
    ...options,
    policy,
    shield: control?.shield ?? 0,
    identify,
    cursors,
    left: ({ key, value, bytes, speculative: unused }, reason) =>
      turns.say({ type: 'evict', key, bytes, unused, reason }, { key, value, reason }),
  });
  const backoff = createBackoff(options.retryAfter, maxKeys === Infinity ? MAX_RESTING : maxKeys, now);
  const isAdmitted = (key: K): boolean => typeof provider === 'function' || (provider.has?.(key) ?? true);
  const isWanted = (key: K, id: unknown): boolean => !backoff.isResting(id) && isAdmitted(key);
  const find: Parts<K, V>['find'] = (id) => {
    const entry = store.entries.get(id);
    return entry && expiryNow() < entry.expires ? entry : undefined;
  };

  const parts = {
    ...options,
    control,
    explain: typeof predictor === 'object' ? predictor.explain?.bind(predictor) : undefined,
    dwell:
      control && control.dwell > 0
        ? (cursor: Cursor<K>) => {
            cursor.stay?.unsubscribe();
            cursor.stay = scheduler.schedule(() => {
              cursor.stay = undefined;
              turns.step(turns.stir);
            }, control.dwell);
          }
        : undefined,
    turns,
    cursors,
    store,
    backoff,
    readers: new Set(),
    warmings: new Set(),
    load: createLoad(provider),
    move: createMoveCursor<K, V>({
      predictor: given.control?.measure(predictor) ?? predictor,
      moved: control && (() => control.moved(now(), flights.speculative.size, options.concurrency, maxKeys)),
      lookahead,
      keyOf,
      entries: store.entries,
      isWanted,
      isResident: (key) => find(identify(key)) !== undefined,
      now,
      expiryNow,
      failed: ({ id, current }, error) => turns.say({ type: 'predictor-error', key: current as K, cursor: id, error }),
    }),
    policy,
    measure: (value, key) => (options.sizeOf ? checkNumber('sizeOf(value)', options.sizeOf(value, key), 0, false, Number.MAX_VALUE) : 0),
    identify,
    isAdmitted,
    isWanted,
    enabled: true,
    closed: false,
    now,
    expiryNow,
    find,
    endCursor(cursor: Cursor<K>) {
      cursors.remove(cursor);
      cursor.stay?.unsubscribe();
      if (cursor.position > 0) turns.say({ type: 'plan', cursor: cursor.id, keys: [], ended: true });
      // What a move that is under way brings is not installed.
      cursor.position = 0;
      flights.dropUnwanted();
    },
  } as { -readonly [P in keyof Parts<K, V>]: Parts<K, V>[P] };
  const flights = (parts.flights = createFlights(parts));

  const speculate = createSpeculation(parts);
  const enable = (value: boolean): void =>
    turns.step(() => {
      parts.enabled = value;
      flights.dropUnwanted();
      turns.stir();
    });
  // Its error or end keeps its last word.
  const switching = given.enabled$?.subscribe({ next: enable, error: () => undefined });

  return {
    parts,
    close() {
      if (parts.closed) return;
      parts.closed = true;
      switching?.unsubscribe();
      turns.step(() => {
        for (const reader of parts.readers) reader.close();
        for (const cursor of [...cursors.list]) parts.endCursor(cursor);
        for (const warming of parts.warmings) warming.close();
        for (const flight of flights.live) flights.cancel(flight);
        store.close();
        turns.say({ type: 'close' });
      });
    },
  };
}
