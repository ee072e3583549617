import { asyncScheduler, type SchedulerLike } from 'rxjs';
import { createBackoff } from '../../src/cache/backoff.js';
import type { Cursor } from '../../src/cache/cursor.js';
import { createCursors } from '../../src/cache/cursors.js';
import { createMoveCursor } from '../../src/cache/moveCursor.js';
import { createEntry } from '../../src/cache/entry.js';
import { createStore } from '../../src/cache/store.js';
import { oldest } from '../../src/eviction/oldest.js';
import { checkNumber, resolveOptions, type PrefetchCacheOptions } from '../../src/options.js';
import type { AccessPredictor, DataProvider, Predictor, Provider } from '../../src/types.js';
import { createFlights } from './flights.js';
import { monotonicNow } from './monotonicNow.js';
import type { Parts } from './parts.js';
import { report, reportErrors } from './reportErrors.js';
import { safePolicy } from './safePolicy.js';
import { createSpeculation } from './speculation.js';
import { createTurns } from './turns.js';

/** How many failed keys are remembered where no number of keys limits the cache. */
const MAX_RESTING = 1000;

/** Wires the parts of one cache. */
export function createCore<K, V>(provider: Provider<K, V>, predictor: Predictor<K>, given: PrefetchCacheOptions<K, V>): Parts<K, V> {
  const options = resolveOptions(given);
  const { keyOf, maxKeys, sizeOf, concurrency, scheduler } = options;
  // A function has nothing of these names.
  const teller = predictor as Partial<AccessPredictor<K>>;
  const knower = provider as Partial<DataProvider<K, V>>;
  const control = options.control ?? teller.control;
  const timer: Pick<SchedulerLike, 'schedule'> = scheduler?.schedule ? (scheduler as SchedulerLike) : asyncScheduler;
  const now = scheduler ? () => scheduler.now() : monotonicNow;
  const identify: (key: K) => unknown = keyOf ?? ((key) => key);
  const turns = createTurns<K, V>(now, control, () => {
    speculate();
    for (const warming of parts.warmings) warming.wake();
  });
  const cursors = createCursors<K>(options);
  const backoff = createBackoff(options.retryAfter, maxKeys === Infinity ? MAX_RESTING : maxKeys, now);

  const parts = {
    ...options,
    control,
    turns,
    say: turns.say,
    cursors,
    backoff,
    now,
    readers: new Set(),
    warmings: new Set(),
    enabled: true,
    closed: false,
    predictor: options.control?.measure(predictor) ?? predictor,
    explain: teller.explain?.bind(predictor),
    policy: safePolicy(options.eviction ?? control?.eviction() ?? oldest<K>()),
    provider,
    identify,
    isAdmitted: (key) => knower.has?.(key) ?? true,
    isWanted: (key, id) => !backoff.isResting(id) && parts.isAdmitted(key),
    isResident: (key) => parts.find(parts.identify(key)) !== undefined,
    createEntry: (id, key, value) => createEntry(id, key, value, 0, Infinity),
    measure(entry) {
      if (options.ttl < Infinity) entry.expires = now() + options.ttl;
      if (sizeOf) entry.bytes = checkNumber('sizeOf(value)', sizeOf(entry.value, entry.key), 0, false, Number.MAX_VALUE);
    },
    moved: control && (() => control.moved(now(), flights.speculative.size, concurrency, maxKeys)),
    dwell: control?.dwell
      ? (cursor) => {
          cursor.stay?.unsubscribe();
          // What was stopped for its new plan may have ended it.
          if (!cursors.list.has(cursor)) return;
          cursor.stay = timer.schedule(() => {
            turns.step(() => {
              cursor.stay = undefined;
            });
          }, control.dwell);
        }
      : undefined,
    endCursor(cursor: Cursor<K>) {
      cursors.list.delete(cursor);
      cursor.stay?.unsubscribe();
      if (cursor.position > 0) turns.say({ type: 'plan', cursor: cursor.id, keys: [], ended: true });
      // What a move that is under way brings is not installed.
      cursor.position = 0;
      flights.dropUnwanted();
    },
    close() {
      if (parts.closed) return;
      parts.closed = true;
      turns.step(() => {
        reportErrors(() => switching?.unsubscribe());
        for (const reader of parts.readers) reader.close();
        for (const cursor of cursors.list) parts.endCursor(cursor);
        for (const warming of parts.warmings) warming.close();
        for (const flight of flights.live) flights.cancel(flight);
        store.close();
        turns.say({ type: 'close' });
      });
    },
  } as { -readonly [P in keyof Parts<K, V>]: Parts<K, V>[P] };
  const store = (parts.store = createStore({ ...parts, identify: safely(identify) }));
  parts.find = (id) => {
    const entry = store.entries.get(id);
    return entry && (entry.expires === Infinity || now() < entry.expires) ? entry : undefined;
  };
  const flights = (parts.flights = createFlights(parts));
  parts.move = createMoveCursor(parts);
  const speculate = createSpeculation(parts);

  const enable = (value: boolean): void =>
    turns.step(() => {
      // What the plans had begun may be begun again.
      if (value && !parts.enabled) for (const cursor of cursors.list) cursor.plan = cursor.plan.map((place) => Math.max(place, ~place));
      parts.enabled = value;
      flights.dropUnwanted();
      turns.stir();
    });
  // Its error or end keeps its last word.
  const switching = options.enabled$?.subscribe({ next: enable, error: () => undefined });
  return parts;
}

/** What `keyOf` throws in the middle of an eviction is reported: the key is then none that may go. */
function safely<K>(identify: (key: K) => unknown): (key: K) => unknown {
  const nobody = Symbol();
  return (key) => {
    try {
      return identify(key);
    } catch (error) {
      // A policy that names nobody names `undefined`, which need not be a key.
      if (key !== undefined) report(error);
      return nobody;
    }
  };
}
