import {
  cacheState,
  foldState,
  foldStats,
  type CacheState,
  type CacheStats,
} from '../../../../src/index.js';
import { idOf, type Key, type Quiet, type Recorder } from './log.js';
import type { Stage } from './play.js';
import { KEYS, type Place } from './program.js';

/** What the side streams emitted last. */
export interface Heard {
  foldStats: CacheStats;
  stats$: CacheStats | undefined;
  foldState: CacheState<Key>;
  cacheState: CacheState<Key> | undefined;
}

/** Listens to all side streams. */
export function listen({ cacheOf, visit }: Stage, recorder: Recorder): Heard {
  const cache = cacheOf();
  const { act } = recorder;
  let [open, isListening] = [6, false];
  const call = (place: Place, hear: () => void): void => {
    if (isListening) act({ type: 'fault', message: 'a listener is called inside of another' });
    isListening = true;
    hear();
    visit(place);
    isListening = false;
  };
  const side = {
    error: (error: unknown) => act({ type: 'fault', message: `a side stream errors: ${String(error)}` }), // prettier-ignore
    complete() {
      open--;
      if (open === 0) act({ type: 'side streams completed' });
    },
  };
  const heard: Heard = {
    foldStats: cache.stats(),
    stats$: undefined,
    foldState: cache.snapshot(),
    cacheState: undefined,
  };
  const folded = foldState(cache.snapshot());
  const { events$ } = cache;
  events$.subscribe({
    ...side,
    next(event) {
      call('event', () => recorder.event(event));
      call(event.type as Place, () => undefined);
    },
  });
  cache.evictions$.subscribe({
    ...side,
    next: ({ value, reason }) => call('eviction', () => recorder.evicted(value, reason)),
  });
  events$.pipe(foldStats()).subscribe({ ...side, next: (stats) => (heard.foldStats = stats) });
  events$.pipe(folded).subscribe({ ...side, next: (state) => (heard.foldState = state) });
  cache.stats$.subscribe({
    ...side,
    next: (stats) => call('state', () => (heard.stats$ = stats)),
  });
  cacheState(cache).subscribe({
    ...side,
    next: (state) => call('state', () => (heard.cacheState = state)),
  });
  return heard;
}

/** Reads all that there is to read, when all is quiet. */
export function readQuiet({ cacheOf, key }: Stage, heard: Heard): Quiet {
  const cache = cacheOf();
  const ids = Array.from({ length: KEYS }, (_, id) => id);
  return {
    type: 'quiet',
    stats: cache.stats(),
    state: stateById(cache.snapshot()),
    size: cache.size,
    peeked: ids.map((id) => cache.peek(key(id))),
    has: ids.map((id) => cache.has(key(id))),
    heard: {
      ...heard,
      foldState: stateById(heard.foldState),
      cacheState: heard.cacheState && stateById(heard.cacheState),
    },
  };
}

/** A state by ids, its parts in an order of their own. */
function stateById(state: CacheState<Key>): CacheState<number> {
  const { residents, inFlight, plan, readers } = state;
  const byId = <T extends { readonly key: Key }>(one: T) => ({ ...one, key: idOf(one.key) });
  const inOrder = <T>(list: T[]): T[] =>
    list
      .map((one) => [JSON.stringify(one), one] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, one]) => one);
  return {
    ...state,
    residents: [inOrder(residents.flat().map(byId))],
    inFlight: inOrder(inFlight.map(byId)),
    // The keys of a plan have an order, the plans have none.
    plan: plan.map(byId).sort((a, b) => a.reader - b.reader),
    readers: inOrder(
      readers.map(({ id, current, history }) => ({
        id,
        current: idOf(current),
        history: history.map(idOf),
      })),
    ),
  };
}
