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
    let { inFlight, plan, cursors } = state;
    for (const event of events) {
      stats.count(event);
      switch (event.type) {
        case 'load-start':
          inFlight = [...inFlight, { key: event.key, reason: 'demand' }];
          break;
        case 'prefetch-start':
          inFlight = [...inFlight, { key: event.key, reason: 'prefetch' }];
          break;
        case 'load-complete':
        case 'load-error':
        case 'load-cancel':
          inFlight = without(inFlight, event.key, 'demand');
          break;
        case 'prefetch-success':
        case 'prefetch-error':
        case 'prefetch-cancel':
          inFlight = without(inFlight, event.key, 'prefetch');
          break;
        case 'store':
          pages.add({ key: event.key, bytes: event.bytes, speculative: event.speculative });
          break;
        case 'evict':
          if (event.reason !== 'rejected') pages.remove({ key: event.key, bytes: event.bytes, speculative: event.unused });
          break;
        case 'hit':
          if (event.firstUse) pages.use(event.key);
          cursors = moved(cursors, event, from.historySize);
          break;
        case 'join':
        case 'miss':
          cursors = moved(cursors, event, from.historySize);
          break;
        case 'plan':
          plan = plan.filter(({ cursor }) => cursor !== event.cursor);
          if (event.keys.length > 0) plan = [...plan, ...plannedBy(event)];
          if (event.ended) cursors = cursors.filter(({ id }) => id !== event.cursor);
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
      if (cursors !== state.cursors) draft.cursors = castDraft([...cursors]);
      draft.stats = castDraft(stats.read());
    });
    return state;
  };
}

function emptyState<K>(): CacheState<K> {
  return { residents: [], inFlight: [], plan: [], cursors: [], stats: createStats<K>().read(), historySize: 30 };
}

/** What a plan event adds to the state. */
function plannedBy<K>({ keys, why, cursor }: PlanEvent<K>): CacheState<K>['plan'] {
  return keys.map(([key, likelihood], i) => {
    const reason = why?.[i];
    return reason ? { key, likelihood, cursor, why: reason } : { key, likelihood, cursor };
  });
}

function plansBySize<K>({ plan }: CacheState<K>): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const { cursor } of plan) sizes.set(cursor, (sizes.get(cursor) ?? 0) + 1);
  return sizes;
}

function without<K>(inFlight: CacheState<K>['inFlight'], key: K, reason: 'demand' | 'prefetch'): CacheState<K>['inFlight'] {
  const place = inFlight.findIndex((flight) => flight.reason === reason && sameKey(flight.key, key));
  return inFlight.filter((_, i) => i !== place);
}

function moved<K>(
  cursors: CacheState<K>['cursors'],
  event: { key: K; cursor: number; moved: boolean },
  historySize: number,
): CacheState<K>['cursors'] {
  const { key: current, cursor: id } = event;
  if (!event.moved) return cursors;
  const before = cursors.find((cursor) => cursor.id === id);
  const after = { id, current, history: [...(before?.history ?? []), current].slice(-historySize) };
  return before ? cursors.map((cursor) => (cursor === before ? after : cursor)) : [...cursors, after];
}
