import type { Acted, Emitted, Item, Step } from './log.js';
import {
  attached,
  budgetOf,
  isClearing,
  isSure,
  forError,
  isFailedBy,
  isFailing,
  lifetimeOf,
  pending,
  removeRequests,
  resident,
  startable,
  waiting,
  type Load,
  type Past,
  type Reader,
  type Request,
} from './past.js';

/** What a step changes in what is known. */
export function applyStep(past: Past, step: Step): void {
  if ('delivered' in step) applyAction(past, step);
  else applyEvent(past, step);
}

/** Removes the last one that is meant, or the first one. */
function remove<T>(list: T[], isMeant: (one: T) => unknown, end: 0 | -1 = -1): T | undefined {
  const index = end ? list.findLastIndex(isMeant) : list.findIndex(isMeant);
  return list.splice(index, index < 0 ? 0 : 1)[0];
}

/** A request without a load gets what there is of its key. */
function settle(past: Past, request: Request, at: number): void {
  const { id } = request;
  request.load = attached(past, id);
  if (request.load) request.load.isUsed = true;
  else request.item = resident(past, id, at)?.item;
}

/** What is resident of a key, and came before an item, is served no more. */
function retire({ residents }: Past, id: number, before = Infinity): void {
  for (const one of residents) if (one.item.id === id && one.item.n < before) one.isServed = false;
}

function detach(past: Past, isMeant: (load: Load) => boolean): void {
  for (const load of past.loads) if (isMeant(load)) load.isAttached = false;
  for (const load of past.loads)
    if (!load.isAttached) Object.assign(load, { warm: undefined, renews: false });
}

type StoreEvent = Extract<Emitted, { type: 'store' }>;

function applyEvent(past: Past, event: Emitted): void {
  switch (event.type) {
    case 'hit':
    case 'join':
    case 'miss':
      return requested(past, event);
    case 'load-start':
    case 'prefetch-start':
    case 'revalidate-start':
      return started(past, event);
    case 'revalidate-success':
    case 'revalidate-error':
    case 'revalidate-abort':
    case 'load-success':
    case 'prefetch-success':
    case 'load-error':
    case 'prefetch-error':
    case 'load-abort':
    case 'prefetch-abort':
      return ended(past, event);
    case 'store':
      return stored(past, event);
    case 'evict': {
      const left = ({ n }: Item): boolean => n === event.item?.n;
      if (event.reason === 'rejected' && remove(past.arrived, left))
        retire(past, event.key, event.item?.n);
      else remove(past.residents, ({ item }) => left(item));
      return;
    }
    case 'plan': {
      if (event.ended) return void past.positions.delete(event.reader);
      const position = past.positions.get(event.reader);
      if (position)
        position.plan = event.keys.map(([id, likelihood]) => ({
          id,
          likelihood,
          isStarted: false,
        }));
      return;
    }
    default:
  }
}

function supersede(past: Past, reader: Reader): void {
  if (past.config.order === 'switch' && !reader.isGet) removeRequests(past, reader);
}

function requested(past: Past, event: Extract<Emitted, { type: 'hit' | 'join' | 'miss' }>): void {
  const { key: id, at, moved: isMoving } = event;
  const reader = past.asking && past.readers.get(past.asking.reader);
  const position = past.positions.get(event.reader);
  if (!past.asking || !reader) return;
  const isHeld = event.type !== 'hit' || event.held;
  const request: Request = { reader: past.asking.reader, id, at, isHeld, isMoving };
  past.asking = undefined;
  supersede(past, reader);
  reader.requests.push(request);
  if (isMoving) {
    past.moving.push(request);
    if (position) Object.assign(position, { current: id, plan: [] });
    else past.positions.set(event.reader, { current: id, plan: [] });
  }
  const hit = resident(past, id, at);
  const load = attached(past, id);
  if (event.type === 'hit') request.item = hit?.item;
  if (hit) hit.isUnrequested = false;
  if (load && event.type !== 'hit') load.isUsed = true;
  // It may end before the predictor has answered.
  if (load?.renews === false && hit && hit.expires <= at) load.renews = undefined;
  if (event.type !== 'hit' && !isMoving) settle(past, request, at);
}

const REASON = {
  'load-start': 'demand',
  'prefetch-start': 'prefetch',
  'revalidate-start': 'revalidate',
} as const;

function started(
  past: Past,
  event: Extract<Emitted, { type: `${'load' | 'prefetch' | 'revalidate'}-start` }>,
): void {
  const { key: id, at: startedAt, load = NaN } = event;
  const reason = REASON[event.type];
  const byWarm = event.type === 'prefetch-start' && event.warm;
  const warm = [...past.warms].findLast(([, ids]) => byWarm && ids.includes(id))?.[0];
  const one: Load = { load, id, reason, startedAt, byWarm, warm, isAttached: true, isUsed: reason !== 'prefetch', renews: reason === 'revalidate' }; // prettier-ignore
  past.loads.push(one);
  if (reason === 'demand') for (const request of waiting(past, id)) request.load = one;
  if (reason !== 'prefetch') return;
  past.starts.push(startedAt);
  if (byWarm) return;
  const rows = startable(past, id);
  const [first] = rows;
  if (first && rows.length === 1) one.row = first[0];
  for (const [row] of rows) row.isStarted = rows.length === 1 ? true : undefined;
}

type EndEvent = Extract<
  Emitted,
  { type: `${'load' | 'prefetch' | 'revalidate'}-${'success' | 'error' | 'abort'}` }
>;
const HOUR = 3_600_000;

function ended(past: Past, event: EndEvent): void {
  const { loads, rests, config } = past;
  const index = loads.findIndex(({ load }) => load === event.load);
  const load = loads[index];
  if (!load) return;
  loads.splice(index, 1);
  const { id } = load;
  const requests = pending(past).filter((request) => request.load === load);
  const [, how] = event.type.split('-');
  if (how === 'success' && load.item && load.isAttached) {
    past.arrived.push(load.item);
    if (load.renews !== false) past.renewed.add(load.item);
  }
  if (how === 'abort') {
    // It may be started again when prefetches may start.
    if (!load.row) return;
    if (isClearing(past)) load.row.isStarted = false;
    else if (config.onRequest === 'abort' && (past.hasLeft || !isSure(past)))
      load.row.isStarted = undefined;
    return;
  }
  for (const request of requests) {
    request.load = undefined;
    if (how === 'success') request.item = load.item;
    else if (load.reason === 'demand') {
      request.item = forError(past, id, event.at)?.item;
      if (!request.item) request.failure = load;
    } else settle(past, request, event.at);
  }
  if (!load.isAttached) return;
  const rest = Math.max(config.prefetchBackoff, Math.min(2 * (rests.get(id)?.rest ?? 0), HOUR));
  rests.delete(id);
  if (how === 'success') return;
  rests.set(id, { until: event.at + rest, rest });
  const { maxKeys } = budgetOf(config);
  const [oldest] = rests.keys();
  if (oldest === undefined || rests.size <= Math.min(maxKeys, 1000)) return;
  past.forgotten.set(oldest, rests.get(oldest)?.until ?? 0);
  rests.delete(oldest);
}

function stored(past: Past, { key, bytes, at, unrequested: isUnrequested }: StoreEvent): void {
  const item = remove(past.arrived, ({ id }) => id === key);
  retire(past, key);
  if (!item) return;
  const expires = at + lifetimeOf(past.config, item);
  past.residents.push({ item, bytes, expires, isServed: true, isUnrequested });
}

function applyAction(past: Past, action: Acted): void {
  const reader = 'reader' in action ? past.readers.get(action.reader) : undefined;
  switch (action.type) {
    case 'open':
      return void past.readers.set(action.reader, {
        ...action,
        isLate: past.isClosed,
        source: 'live',
        end: undefined,
        requests: [],
        hands: undefined,
      });
    case 'ask':
      past.asking = action;
      // What comes before it is superseded.
      if (reader && !isFailing(past, reader)) supersede(past, reader);
      return;
    case 'predicted': {
      const request = past.moving.pop();
      if (!request) return;
      request.isMoving = false;
      if (!request.item) settle(past, request, action.at);
      return;
    }
    case 'quiet':
      past.hasLeft = false;
      return;
    case 'value':
    case 'fail': {
      const load = past.loads.find((other) => other.load === action.load);
      if (load && action.type === 'value') load.item = action.item;
      return;
    }
    default:
      if (reader) applyReader(past, reader, action);
      else applyWrite(past, action);
  }
}

function applyReader(past: Past, reader: Reader, action: Acted): void {
  switch (action.type) {
    case 'item':
      reader.hands = action.item;
      return void remove(reader.requests, ({ item }) => item?.n === action.item.n, 0);
    case 'failure':
      return void remove(reader.requests, (request) => isFailedBy(request, action), 0);
    case 'taken':
      reader.hands = undefined;
      return;
    case 'source completes':
      reader.source = 'completed';
      return;
    case 'source breaks':
      reader.source = 'broken';
      removeRequests(past, reader);
      return;
    case 'completed':
    case 'errored':
    case 'unsubscribe':
      reader.end = action.type;
      removeRequests(past, reader);
      return;
    default:
  }
}

function applyWrite(past: Past, action: Acted): void {
  const { rests, refused, warms } = past;
  switch (action.type) {
    case 'set':
      if (past.isClosed) return;
      past.arrived.push(action.item);
      rests.delete(action.item.id);
      return detach(past, ({ id }) => id === action.item.id);
    case 'reload':
      return past.isClosed ? undefined : detach(past, ({ id }) => id === action.id);
    case 'reloaded': {
      // A load that began inside of the call may be used.
      const load = attached(past, action.id);
      if (load?.renews === false) load.renews = undefined;
      return;
    }
    case 'invalidate':
      if (past.isClosed) return;
      rests.delete(action.id);
      retire(past, action.id);
      return detach(past, ({ id }) => id === action.id);
    case 'invalidate where':
      if (past.isClosed) return;
      for (const id of action.ids) {
        rests.delete(id);
        retire(past, id);
      }
      return detach(past, ({ id }) => action.ids.includes(id));
    case 'clear':
      if (past.isClosed) return;
      rests.clear();
      for (const { item } of past.residents) retire(past, item.id);
      return detach(past, () => true);
    case 'closing':
      past.isClosed = true;
      for (const reader of past.readers.values()) reader.requests = [];
      return;
    case 'switch':
      past.isEnabled = action.isOn;
      return;
    case 'toggle has':
      if (!refused.delete(action.id)) refused.add(action.id);
      return;
    case 'warm':
      return void warms.set(action.warm, action.ids);
    case 'warm completed':
    case 'stop warm':
      warms.delete(action.warm);
      for (const load of past.loads) if (load.warm === action.warm) load.warm = undefined;
      return;
    default:
  }
}
