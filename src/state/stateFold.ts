import { castDraft, Immer } from 'immer';
import type { CacheEvent, PlanEvent } from '../events.js';
import type { CacheState } from '../types.js';
import { createLoadList } from './loadList.js';
import { createResidentPages } from './residentPages.js';
import { createStats } from './stats.js';

/** Returns the state after some more events. */
export type StateFold<K> = (events: readonly CacheEvent<K>[]) => CacheState<K>;

// A private instance that freezes nothing: keys may be objects of users.
const immer = /* @__PURE__ */ new Immer({ autoFreeze: false });

/**
 * Folds events into immutable states; unchanged parts stay identical.
 *
 * @param from - the state before the first event; by default an empty one
 */
export function createStateFold<K>(from: CacheState<K> = emptyState()): StateFold<K> {
  const stats = createStats<K>(from.stats, plansBySize(from));
  const pages = createResidentPages(from.residents);
  const loads = createLoadList(from.inFlight);
  const plans = new Map<number, CacheState<K>['plan'][number][]>();
  for (const item of from.plan) plans.set(item.reader, [...(plans.get(item.reader) ?? []), item]);
  const readers = new Map(from.readers.map((reader) => [reader.id, reader]));
  const changed = { plan: false, readers: false };
  let state = from;

  const move = ({
    key: current,
    reader: id,
    moved,
  }: {
    key: K;
    reader: number;
    moved: boolean;
  }): void => {
    if (!moved) return;
    readers.set(id, {
      id,
      current,
      history: [...(readers.get(id)?.history ?? []), current].slice(-from.historySize),
    });
    changed.readers = true;
  };
  const plan = (event: PlanEvent<K>): void => {
    // The newest plan comes last.
    if (plans.delete(event.reader)) changed.plan = true;
    if (event.keys.length > 0) {
      plans.set(event.reader, plannedBy(event));
      changed.plan = true;
    }
    if (event.ended && readers.delete(event.reader)) changed.readers = true;
  };
  const count = (event: CacheEvent<K>): void => {
    stats.count(event);
    switch (event.type) {
      case 'load-start':
        loads.add(event.key, 'demand');
        break;
      case 'prefetch-start':
        loads.add(event.key, 'prefetch');
        break;
      case 'revalidate-start':
        loads.add(event.key, 'revalidate');
        break;
      case 'revalidate-success':
      case 'revalidate-error':
      case 'revalidate-abort':
        loads.remove(event.key, 'revalidate');
        break;
      case 'load-success':
      case 'load-error':
      case 'load-abort':
        loads.remove(event.key, 'demand');
        break;
      case 'prefetch-success':
      case 'prefetch-error':
      case 'prefetch-abort':
        loads.remove(event.key, 'prefetch');
        break;
      case 'store':
        pages.add({ key: event.key, bytes: event.bytes, unrequested: event.unrequested });
        break;
      case 'evict':
        if (event.reason !== 'rejected')
          pages.remove({ key: event.key, bytes: event.bytes, unrequested: event.unused });
        break;
      case 'hit':
        if (event.firstUse) pages.use(event.key);
        move(event);
        break;
      case 'join':
      case 'miss':
        move(event);
        break;
      case 'plan':
        plan(event);
        break;
      case 'serve':
      case 'predictor-error':
      case 'close':
        break;
      default:
        event satisfies never;
    }
  };

  return (events) => {
    if (events.length === 0) return state;
    events.forEach(count);
    const changes = pages.takeChanges();
    // Only whole parts are assigned to the draft, so that immer never wraps a key.
    state = immer.produce(state, (draft) => {
      if (changes.length > 0) draft.residents = castDraft(withPages(state.residents, changes));
      if (loads.isChanged) draft.inFlight = castDraft(loads.take());
      if (changed.plan) draft.plan = castDraft([...plans.values()].flat());
      if (changed.readers) draft.readers = castDraft([...readers.values()]);
      draft.stats = castDraft(stats.read());
    });
    changed.plan = changed.readers = false;
    return state;
  };
}

function withPages<P>(
  pages: readonly P[],
  changes: readonly (readonly [number: number, page: P])[],
): P[] {
  const list = [...pages];
  for (const [number, page] of changes) list[number] = page;
  return list;
}

function emptyState<K>(): CacheState<K> {
  return {
    residents: [],
    inFlight: [],
    plan: [],
    readers: [],
    stats: createStats<K>().read(),
    historySize: 30,
  };
}

/** The part of `CacheState.plan` that a plan event adds. */
function plannedBy<K>({ keys, why, reader }: PlanEvent<K>): CacheState<K>['plan'][number][] {
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
