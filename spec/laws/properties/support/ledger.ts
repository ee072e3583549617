import type { CacheEvent } from '../../../../src/index.js';
import { notSubscribed } from './endings.js';
import { idOf, type Key } from './key.js';
import { judgeStart } from './starts.js';
import { bytesOf, judgeRejected, judgeStored, type Held, type Victim } from './stores.js';
import type { Item, Load, PlanDue, Warm, World } from './world.js';

/** An event of this type. */
export type EventOf<T extends CacheEvent<Key>['type']> = Extract<CacheEvent<Key>, { type: T }>;

/** What events have told of what is held. */
export interface Ledger {
  readonly held: Held[];
  /** Evicted for room since the last other event. */
  victims: Victim[];
  /** Items that were stored or rejected. */
  readonly told: Set<Item>;
  /** The load that an event told the end of last. */
  lastEnded: Load | undefined;
  /** How often something was stored or used. */
  place: number;
}

/** A `hit`, `join` or `miss`: the next request that nobody has told of. */
export function tellRequest(
  world: World,
  ledger: Ledger,
  event: EventOf<'hit' | 'join' | 'miss'>,
): void {
  const { figures, fail } = world;
  const id = idOf(event.key);
  const request = world.asks.shift();
  if (request?.id !== id)
    return fail(15, `a ${event.type} of key ${id} is said that nobody asked for`);
  const { reader, outcome, firstUse } = request;
  figures.requests++;
  figures[({ hit: 'hits', join: 'joins', miss: 'misses' } as const)[outcome]]++;
  figures.useful += Number(firstUse);
  figures.timely += Number(firstUse && outcome === 'hit');
  reader.cursor.number ??= event.reader;
  if (reader.cursor.number !== event.reader)
    fail(
      15,
      `a ${event.type} of key ${id} is said of cursor ${event.reader}, and ${reader.name} asked`,
    );
  const isExpired = event.type === 'hit' && world.config.ttl !== undefined;
  if (event.type !== outcome)
    fail(
      isExpired ? 18 : 1,
      `${reader.name} asks for key ${id}: a ${outcome} is said to be a ${event.type}`,
    );
  if (event.type !== 'miss' && event.firstUse !== firstUse)
    fail(16, `a ${event.type} of key ${id} says firstUse ${String(event.firstUse)}`);
  request.held = event.type === 'hit' ? event.held : true;
  if (event.type !== 'hit') return;
  if (event.held && request.isFree)
    fail(
      5,
      `the hit of ${reader.name} on key ${id} is said to be held, and nothing stands before it`,
    );
  if (!event.held) figures.waits.push(0);
  const resident = ledger.held.findLast((other) => other.id === id);
  if (!resident) return;
  if (event.firstUse) resident.unrequested = false;
  resident.usedAt = ++ledger.place;
}

/** The start of the next load that nobody has told of. */
export function tellStart(
  world: World,
  event: EventOf<'load-start' | 'prefetch-start'>,
  warmOf: (load: Load) => Warm | undefined,
): void {
  const load = world.begun.shift();
  const reason = event.type === 'load-start' ? 'demand' : 'prefetch';
  if (load?.id !== idOf(event.key) || load.reason !== reason)
    return world.fail(15, `a ${event.type} of key ${idOf(event.key)} is said, and none began`);
  if (event.type === 'load-start') return;
  load.byWarm = event.warm;
  if (event.warm) load.warm = warmOf(load);
  judgeStart(world, load);
}

const STATES: Record<string, readonly Load['state'][] | undefined> = {
  success: ['value'],
  error: ['error', 'empty'],
  abort: ['cancelled'],
};

/** The end of the load of this key that ended so first. */
export function tellEnd(
  world: World,
  ledger: Ledger,
  event: EventOf<
    `load-${'success' | 'error' | 'abort'}` | `prefetch-${'success' | 'error' | 'abort'}`
  >,
): void {
  const [kind, how = ''] = event.type.split('-');
  const isMeant = ({ id, isEndSaid, state, reason }: Load): boolean =>
    id === idOf(event.key) &&
    !isEndSaid &&
    STATES[how]?.includes(state) === true &&
    reason === (kind === 'load' ? 'demand' : 'prefetch');
  for (const load of world.loads) notSubscribed(world, load);
  const meant = world.loads.filter(isMeant).sort((a, b) => a.rank - b.rank);
  // One that was given up before it was subscribed to has no moment of its own.
  const load =
    meant.find(
      (other) =>
        !('warm' in event) || (event.warm === other.byWarm && event.used === usedAtEnd(other)),
    ) ?? meant[0];
  if (!load)
    return world.fail(15, `a ${event.type} of key ${idOf(event.key)} is said, and none ended so`);
  load.isEndSaid = true;
  ledger.lastEnded = load;
  if (event.duration !== load.endedAt - load.startedAt)
    world.fail(15, `a ${event.type} says that load ${load.n} took ${event.duration} ms`);
  if ('warm' in event && (event.warm !== load.byWarm || event.used !== usedAtEnd(load)))
    world.fail(
      15,
      `a ${event.type} of load ${load.n} says warm ${String(event.warm)}, used ${String(event.used)}`,
    );
  if ('error' in event && load.state === 'error' && event.error !== load.cause)
    world.fail(15, `a ${event.type} of load ${load.n} says ${String(event.error)}`);
}

function usedAtEnd({ state, used, wasAtEnd }: Load): boolean {
  return state === 'cancelled' ? used : wasAtEnd.used;
}

/** Something is kept. */
export function tellStored(world: World, ledger: Ledger, event: EventOf<'store'>): void {
  const { held, told, victims } = ledger;
  const id = idOf(event.key);
  const isMeant = (other: Item): boolean => other.id === id && !told.has(other);
  const nextSet = world.wereSet.find(isMeant) ?? world.setting.findLast(isMeant);
  const item = event.from === 'set' ? nextSet : ledger.lastEnded?.item;
  if (item?.id !== id || told.has(item))
    return world.fail(16, `key ${id} is stored, and nothing of it came`);
  told.add(item);
  item.kept = true;
  judgeStored(world, item, event, victims, held);
  const place = ++ledger.place;
  const expires = event.at + (world.config.ttl ?? Infinity);
  held.push({
    id,
    item,
    bytes: event.bytes,
    unrequested: event.unrequested,
    storedAt: place,
    usedAt: place,
    expires,
  });
}

/** A value leaves, and its event has just been said. */
export function tellLeft(
  world: World,
  ledger: Ledger,
  item: Item,
  { bytes, unused, reason }: EventOf<'evict'>,
): void {
  const { held, told, victims } = ledger;
  const { id, n } = item;
  const isUnused = item.load?.reason === 'prefetch' && !item.load.used;
  if (bytes !== bytesOf(world, item) || unused !== isUnused)
    world.fail(16, `item ${n} of key ${id} leaves with ${bytes} bytes, unused ${String(unused)}`);
  world.figures.evictions++;
  world.figures.wasted += Number(isUnused);
  if (reason === 'rejected') {
    told.add(item);
    return judgeRejected(world, item);
  }
  const resident = held.find((other) => other.item === item);
  if (!resident) return world.fail(6, `item ${n} of key ${id} leaves (${reason}) and was not held`);
  held.splice(held.indexOf(resident), 1);
  if (reason === 'capacity' || reason === 'expired') victims.push({ ...resident, reason });
}

/**
 * A cursor made a plan: the first of those that are due, but for one that a move inside of its move
 * replaced.
 */
export function tellPlan(world: World, event: EventOf<'plan'>): void {
  const cursor = world.cursors.find(({ number }) => number === event.reader);
  const said = JSON.stringify(event.keys);
  if (!cursor) return world.fail(3, `a plan of cursor ${event.reader} is said, whom nobody knows`);
  if (event.ended) {
    if (event.keys.length > 0) world.fail(3, `${cursor.name} ends with the plan ${said}`);
    return;
  }
  const { name, plansDue } = cursor;
  const due = plansDue.at(-1);
  const place = plansDue.findIndex((plan) => isPlanOf(plan, event.keys));
  if (due && place < 0) {
    const wrong = event.keys.map(([key]) => idOf(key)).find((id) => !due.eligible.has(id));
    const law = wrong === undefined ? 3 : (due.barred.get(wrong) ?? 3);
    world.fail(
      law,
      `the plan of ${name} is ${said}, made of ${JSON.stringify([...due.eligible])}, of which ${due.size} fit`,
    );
  }
  plansDue.splice(0, place + 1);
}

/** A plan holds the likeliest of what may be in it. */
function isPlanOf({ eligible, size }: PlanDue, keys: readonly (readonly [Key, number])[]): boolean {
  const likeliest = [...eligible.values()].sort((a, b) => b - a).slice(0, size);
  const isEligible = keys.every(([key, likelihood]) => eligible.get(idOf(key)) === likelihood);
  const isOnce = new Set(keys.map(([key]) => idOf(key))).size === keys.length;
  return (
    isEligible && isOnce && String(keys.map(([, likelihood]) => likelihood)) === String(likeliest)
  );
}
