import type { Item } from '../log.js';
import {
  budgetOf,
  bytesIn,
  isDead,
  isFailing,
  isRequested,
  isSure,
  likelihoodOf,
  loose,
  pending,
  resident,
  type Load,
  type Past,
  type Resident,
} from '../past.js';
import type { Emitted, Quiet } from '../log.js';
import type { Fail, Fold } from './fold.js';

/** Laws 6, 7, 14, 18: what is resident, and what leaves. */
export const residents: Fold = (fail) => {
  /** All values that came, and those that left. */
  const came = new Map<number, Item>();
  const gone = new Set<number>();
  /** Those for which room could have been made when they came. */
  const keepable = new Set<number>();
  /** What left for room since the last event of another kind. */
  let victims: { readonly left: Resident; readonly likelihood: number }[] = [];

  const evicted = (past: Past, event: Extract<Emitted, { type: 'evict' }>): void => {
    const { item, reason, key } = event;
    if (!item) return fail(6, `an evict of key ${key} comes without its value`);
    const name = `item ${item.n} of key ${key}`;
    if (gone.has(item.n)) fail(6, `${name} leaves twice`);
    gone.add(item.n);
    if (reason === 'rejected' && keepable.has(item.n) && !past.isClosed)
      fail(6, `${name} is rejected, and room could be made for it`);
    const found = past.residents.find((one) => one.item.n === item.n);
    if (reason === 'rejected') return;
    if (!found) return fail(6, `${name} leaves (${reason}) and was not resident`);
    if (reason === 'expired' && found.expires > event.at) fail(18, `${name} leaves as expired`);
    if (isPinned(past, item) && reason !== 'close')
      fail(6, `${name} leaves (${reason}) before it is handed over`);
    if (reason !== 'capacity') return;
    judgeVictim(past, found, event.at, fail);
    if (isSure(past)) victims.push({ left: found, likelihood: likelihoodOf(past, item.id) });
  };
  const stored = (past: Past, event: Extract<Emitted, { type: 'store' }>): void => {
    const { maxKeys, maxBytes } = budgetOf(past.config);
    const item = past.arrived.findLast(({ id }) => id === event.key);
    if (!item) return fail(6, `key ${event.key} is stored, and no value of it came`);
    const size = past.residents.length + 1;
    const bytes = bytesIn(past.residents) + event.bytes;
    if (size > maxKeys || bytes > maxBytes) fail(6, `${size} items of ${bytes} bytes are resident`);
    const isAsked = event.from === 'set' || isPinned(past, item) || past.renewed.has(item);
    const limit = isAsked || !isSure(past) ? Infinity : likelihoodOf(past, event.key);
    for (const { left, likelihood } of victims)
      if (likelihood > limit && event.from !== 'warm')
        fail(7, `key ${left.item.id} leaves for key ${event.key}, which is less likely`);
    const last = victims.at(-1)?.left;
    if (last && size < maxKeys && bytes + last.bytes <= maxBytes)
      fail(6, `key ${last.item.id} leaves for key ${event.key}, and there was room`);
  };

  let asks = 0;
  return (past, step) => {
    if (!('delivered' in step)) {
      if (step.type === 'store') stored(past, step);
      if (step.type === 'evict') evicted(past, step);
      else victims = [];
      return;
    }
    switch (step.type) {
      case 'ask':
        asks++;
        return;
      case 'asked':
        asks--;
        return;
      case 'set':
      case 'value': {
        if (past.isClosed) return;
        came.set(step.item.n, step.item);
        const load = past.loads.find((one) => step.type === 'value' && one.load === step.load);
        // Where user code is called midway, the cache may hold more than is known.
        const isKnown = !step.isMidway && (asks === 0 || past.config.order !== 'switch');
        const isPlain = load ? load.isAttached && !load.byWarm : step.type === 'set';
        if (isKnown && isPlain && couldKeep(past, step.item, load, step.at))
          keepable.add(step.item.n);
        return;
      }
      case 'item':
        if (gone.has(step.item.n) && !past.isClosed)
          fail(6, `item ${step.item.n} is handed over after it left`);
        return;
      case 'quiet':
        return judgeQuiet(past, step, came, gone, fail);
      default:
    }
  };
};

const isPinned = (past: Past, { n }: Item): boolean =>
  [...past.readers.values()].some(
    (reader) =>
      reader.hands?.n === n ||
      (!isFailing(past, reader) && reader.requests.some(({ item }) => item?.n === n)),
  );

/** Of all that may leave the least likely does, and what has expired before it. */
function judgeVictim(past: Past, victim: Resident, at: number, fail: Fail): void {
  if (!isSure(past)) return;
  const all = loose(past);
  if (!all.includes(victim))
    return fail(6, `key ${victim.item.id} leaves for room, and may not leave`);
  if (past.warms.size > 0) return;
  const rank = (one: Resident): number =>
    isDead(past, one, at) ? -1 : likelihoodOf(past, one.item.id);
  const spared = all.find((other) => rank(other) < rank(victim));
  if (spared) fail(6, `key ${victim.item.id} leaves, and not key ${spared.item.id}`);
}

/** Whether room can surely be made for an item, of what is no likelier than it. */
function couldKeep(past: Past, item: Item, load: Load | undefined, at: number): boolean {
  if (!isSure(past)) return false;
  const { maxKeys, maxBytes } = budgetOf(past.config);
  const limit = !load || isRequested(past, load) ? Infinity : likelihoodOf(past, item.id);
  const leaving = loose(past).filter(
    (one) =>
      isDead(past, one, at) || one.item.id === item.id || likelihoodOf(past, one.item.id) <= limit,
  );
  const rest = past.residents.filter((one) => !leaving.includes(one));
  const bytes = past.config.hasSizes ? item.bytes : 0;
  return rest.length < maxKeys && bytesIn(rest) + bytes <= maxBytes;
}

function judgeQuiet(
  past: Past,
  { size, peeked, has, at }: Quiet & { readonly at: number },
  came: ReadonlyMap<number, Item>,
  gone: ReadonlySet<number>,
  fail: Fail,
): void {
  if (size !== past.residents.length)
    fail(6, `${size} items are resident, and events tell of ${past.residents.length}`);
  peeked.forEach((item, id) => {
    if (has[id] !== (item !== undefined)) fail(20, `has(${id}) and peek(${id}) differ`);
    if (item && gone.has(item.n)) fail(6, `peek(${id}) returns an item that left`);
    if (resident(past, id, at)?.item !== item) fail(18, `peek(${id}) is not what is resident`);
  });
  for (const { n, id } of came.values()) {
    const isHere = past.residents.some(({ item }) => item.n === n);
    if (!gone.has(n) && !isHere && !pending(past).some(({ item }) => item?.n === n))
      fail(6, `item ${n} of key ${id} is gone, and no event tells of it`);
  }
}
