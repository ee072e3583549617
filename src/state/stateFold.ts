import { castDraft, Immer } from 'immer';
import type { CacheEvent, PlanEvent } from '../events.js';
import type { CacheState } from '../types.js';
import { createResidentPages } from './residentPages.js';
import { createStats } from './stats.js';
import { sameKey } from '../options.js';

/** The state after some more events. */
export type StateFold<K> = (events: readonly CacheEvent<K>[]) => CacheState<K>;

// An instance of its own, which freezes nothing: keys may be objects of users.
const immer = /* @__PURE__ */ new Immer({ autoFreeze: false });

/**
 * Folds events into immutable states: what they do not change stays identical.
 *
 * @param from - the state before the first event; by default an empty one
 */
export function createStateFold<K>(from: CacheState<K> = emptyState()): StateFold<K> {
  const stats = createStats<K>(from.stats, plansBySize(from));
  const pages = createResidentPages(from.residents);
  let state = from;

  return (events) => {
    if (events.length === 0) return state;
    let { inFlight, plan, readers } = state;
    for (const event of events) {
      stats.count(event);
      switch (event.type) {
        case 'load-start':
          inFlight = [...inFlight, { key: event.key, reason: 'demand' }];
          break;
        case 'prefetch-start':
          inFlight = [...inFlight, { key: event.key, reason: 'prefetch' }];
          break;
        case 'load-success':
        case 'load-error':
        case 'load-abort':
          inFlight = without(inFlight, event.key, 'demand');
          break;
        case 'prefetch-success':
        case 'prefetch-error':
        case 'prefetch-abort':
          inFlight = without(inFlight, event.key, 'prefetch');
          break;
        case 'store':
          pages.add({ key: event.key, bytes: event.bytes, unrequested: event.unrequested });
          break;
        case 'evict':
          if (event.reason !== 'rejected') pages.remove({ key: event.key, bytes: event.bytes, unrequested: event.unused });
          break;
        case 'hit':
          if (event.firstUse) pages.use(event.key);
          readers = moved(readers, event, from.historySize);
          break;
        case 'join':
        case 'miss':
          readers = moved(readers, event, from.historySize);
          break;
        case 'plan':
          plan = plan.filter(({ reader }) => reader !== event.reader);
          if (event.keys.length > 0) plan = [...plan, ...plannedBy(event)];
          if (event.ended) readers = readers.filter(({ id }) => id !== event.reader);
          break;
        case 'serve':
        case 'predictor-error':
        case 'close':
          break;
        default:
          event satisfies never;
      }
    }
    // Only whole parts enter the draft, so that no key is ever wrapped in one.
    state = immer.produce(state, (draft) => {
      for (const [number, page] of pages.takeChanges()) draft.residents[number] = castDraft([...page]);
      if (inFlight !== state.inFlight) draft.inFlight = castDraft([...inFlight]);
      if (plan !== state.plan) draft.plan = castDraft([...plan]);
      if (readers !== state.readers) draft.readers = castDraft([...readers]);
      draft.stats = castDraft(stats.read());
    });
    return state;
  };
}

function emptyState<K>(): CacheState<K> {
  return { residents: [], inFlight: [], plan: [], readers: [], stats: createStats<K>().read(), historySize: 30 };
}

/** What a plan event adds to the state. */
function plannedBy<K>({ keys, why, reader }: PlanEvent<K>): CacheState<K>['plan'] {
  return keys.map(([key, likelihood], i) => {
    const reason = why?.[i];
    return reason ? { key, likelihood, reader, why: reason } : { key, likelihood, reader };
  });
}

function plansBySize<K>({ plan }: CacheState<K>): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const { reader } of plan) sizes.set(reader, (sizes.get(reader) ?? 0) + 1);
  return sizes;
}

function without<K>(inFlight: CacheState<K>['inFlight'], key: K, reason: 'demand' | 'prefetch'): CacheState<K>['inFlight'] {
  const place = inFlight.findIndex((flight) => flight.reason === reason && sameKey(flight.key, key));
  return inFlight.filter((_, i) => i !== place);
}

function moved<K>(
  readers: CacheState<K>['readers'],
  event: { key: K; reader: number; moved: boolean },
  historySize: number,
): CacheState<K>['readers'] {
  const { key: current, reader: id } = event;
  if (!event.moved) return readers;
  const before = readers.find((reader) => reader.id === id);
  const after = { id, current, history: [...(before?.history ?? []), current].slice(-historySize) };
  return before ? readers.map((reader) => (reader === before ? after : reader)) : [...readers, after];
}
