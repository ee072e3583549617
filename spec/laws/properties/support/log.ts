import type {
  CacheEvent,
  CacheState,
  CacheStats,
  EvictionReason,
  LoadContext,
  PrefetchCache,
  WarmProgress,
} from '../../../../src/index.js';
import type { Config } from './program.js';

/** A key: a small number, or an object of which there are many with one number. */
export type Key = number | { readonly id: number };
export const idOf = (key: Key): number => (typeof key === 'number' ? key : key.id);

/** A value, with its number. */
export interface Item {
  readonly n: number;
  readonly id: number;
  readonly bytes: number;
}

/** Why a stream or a request failed: the load, by its number, or another reason. */
export type Cause = number | 'empty' | 'closed' | 'source' | 'unknown';

/** What the users of a cache do and see, in the order in which it happens. */
export type Action = Readonly<
  | { type: 'open'; reader: number; isGet: boolean; isSettled: boolean }
  | { type: 'ask' | 'asked'; reader: number; id: number; isInside: boolean }
  /** An item is handed to a reader, which has it in its hands until it is `taken`. */
  | { type: 'item'; reader: number; item: Item }
  | { type: 'failure'; reader: number; id: number; cause: Cause }
  | { type: 'errored'; reader: number; cause: Cause }
  | { type: 'taken' | 'completed' | 'unsubscribe'; reader: number }
  | { type: 'source completes' | 'source breaks'; reader: number }
  /** The provider is called, ends a load, or sees that it is unsubscribed or its signal aborts. */
  | { type: 'load'; load: number; id: number; reason: LoadContext['reason'] }
  | { type: 'value'; load: number; item: Item; isMidway: boolean }
  | { type: 'fail' | 'left' | 'abort'; load: number }
  | { type: 'predict' | 'predicted'; id: number; history: readonly number[] }
  | { type: 'observe'; id: number; reader: number; outcome: string; time: number }
  | { type: 'set'; item: Item; isMidway: boolean }
  | { type: 'invalidate' | 'reload' | 'reloaded' | 'toggle has'; id: number }
  | { type: 'invalidate where'; ids: readonly number[] }
  | { type: 'clear' | 'closing' | 'closed' | 'side streams completed' | 'timer' }
  | { type: 'switch'; isOn: boolean }
  /** `evictions$` emits. */
  | { type: 'evicted'; item: Item; reason: EvictionReason }
  | { type: 'warm'; warm: number; ids: readonly number[] }
  | { type: 'progress'; warm: number; progress: WarmProgress }
  | { type: 'warm completed' | 'stop warm'; warm: number }
  | { type: 'fault'; message: string }
  | Quiet
>;

/** A command has been done, and all events of it were delivered: what can be read then. */
export interface Quiet {
  readonly type: 'quiet';
  readonly stats: CacheStats;
  readonly state: CacheState<number>;
  readonly size: number;
  /** What `peek` returns for each id, and what `has` does. */
  readonly peeked: readonly (Item | undefined)[];
  readonly has: readonly boolean[];
  /** What the side streams emitted last. */
  readonly heard: Readonly<Record<'foldStats' | 'stats$' | 'foldState' | 'cacheState', unknown>>;
}

/** An action, with how many events had been delivered, and its time. */
export type Acted = Action & { readonly delivered: number; readonly at: number };
/** An event by ids, with the value that `evictions$` emitted with it. */
export type Emitted = CacheEvent<number> & { item?: Item; load?: number };
export type Step = Acted | Emitted;

/** All that happened, events at the moment at which they were emitted. */
export interface Log {
  readonly config: Config;
  readonly steps: readonly Step[];
}

/** Writes a log. */
export interface Recorder {
  /** What users did and saw, without what the cache emitted. */
  readonly actions: () => readonly Action[];
  readonly stats: () => CacheStats;
  readonly act: (action: Action) => void;
  readonly event: (event: CacheEvent<Key>) => void;
  readonly evicted: (item: Item, reason: EvictionReason) => void;
  readonly log: () => Log;
}

/**
 * Events are delivered after the changes that they are about, but `stats()` counts them at once: so
 * the moment of each action among the events is known.
 *
 * @param cacheOf - the cache, once it is made
 */
export function createRecorder(
  config: Config,
  cacheOf: () => PrefetchCache<Key, Item>,
  now: () => number,
): Recorder {
  const events: Emitted[] = [];
  const actions: { readonly action: Acted; readonly counted: number }[] = [];
  const act = (action: Action): void => {
    const counted = countEvents(cacheOf().stats());
    actions.push({ action: { ...action, delivered: events.length, at: now() }, counted });
  };
  return {
    actions: () =>
      actions.map(({ action: { delivered: _delivered, ...action } }) => action as Action),
    stats: () => cacheOf().stats(),
    act,
    event: (event) => void events.push(byId(event)),
    evicted(item, reason) {
      const last = events.at(-1);
      if (last?.type === 'evict' && !last.item && last.key === item.id) last.item = item;
      act({ type: 'evicted', item, reason });
    },
    log() {
      const steps: Step[] = [];
      let [next, counted] = [0, 0];
      for (const one of actions) {
        for (let event; (event = events[next]); next++) {
          const weight = weightOf(event);
          if (next >= one.action.delivered && counted + Math.max(weight, 0.5) > one.counted) break;
          counted += weight;
          steps.push(event);
        }
        steps.push(one.action);
      }
      steps.push(...events.slice(next));
      nameLoads(steps);
      return { config, steps };
    },
  };
}

/** Gives the events of loads the numbers that the provider gave them. */
function nameLoads(steps: readonly Step[]): void {
  const ids = new Map<number, number>();
  /** Loads whose end the provider has brought and no event has told. */
  const over: number[] = [];
  const next = (from: number, ...types: Step['type'][]): number | undefined =>
    (steps.slice(from).find(({ type }) => types.includes(type)) as { load: number } | undefined)
      ?.load;
  steps.forEach((step, i) => {
    switch (step.type) {
      case 'load':
        ids.set(step.load, step.id);
        break;
      case 'value':
      case 'fail':
        over.push(step.load);
        break;
      case 'load-start':
      case 'prefetch-start':
      case 'revalidate-start':
        step.load = next(i, 'load') ?? NaN;
        break;
      case 'load-abort':
      case 'prefetch-abort':
      case 'revalidate-abort':
        step.load = next(i, 'left', 'abort') ?? NaN;
        if (over.includes(step.load)) over.splice(over.indexOf(step.load), 1);
        break;
      case 'load-success':
      case 'load-error':
      case 'prefetch-success':
      case 'prefetch-error':
      case 'revalidate-success':
      case 'revalidate-error': {
        const place = over.findLastIndex((load) => ids.get(load) === step.key);
        step.load = over.splice(place, place < 0 ? 0 : 1)[0] ?? NaN;
        break;
      }
      default:
    }
  });
}

/** How much an event adds to `countEvents`. */
function weightOf(event: Emitted): number {
  if (event.type === 'plan' || event.type === 'close') return 0;
  return event.type === 'hit' && !event.held ? 2 : 1;
}

function countEvents(stats: CacheStats): number {
  const { requests, loads, prefetches, inFlight, residents, evictions, evictionsBy } = stats;
  const starts = loads + prefetches + stats.revalidations;
  const stores = residents + evictions - evictionsBy.rejected;
  return (
    requests + 2 * starts - inFlight + stores + evictions + stats.predictorErrors + stats.wait.count
  );
}

function byId(event: CacheEvent<Key>): Emitted {
  const { key, keys } = event as { key?: Key; keys?: readonly (readonly [Key, number])[] };
  return {
    ...event,
    ...(key !== undefined && { key: idOf(key) }),
    ...(keys && { keys: keys.map(([one, likelihood]) => [idOf(one), likelihood]) }),
  } as Emitted;
}
