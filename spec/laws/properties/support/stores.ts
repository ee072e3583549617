import type { StoreEvent } from '../../../../src/index.js';
import type { Key } from './key.js';
import { budgetOf, type Look } from './look.js';
import type { Item, Load, World } from './world.js';

/** A resident, as events tell of it. */
export interface Held {
  readonly id: number;
  readonly item: Item;
  readonly bytes: number;
  unrequested: boolean;
  /** Numbers that rise. */
  readonly storedAt: number;
  usedAt: number;
  readonly expires: number;
}

/** A resident that left to make room, or because it had expired. */
export interface Victim extends Held {
  readonly reason: 'capacity' | 'expired';
}

/**
 * Who goes first among the least likely, in the plainest way; sieve and lhd have models of their
 * own elsewhere.
 */
const GOES_FIRST: Record<string, ((a: Held, b: Held) => number) | undefined> = {
  oldest: (a, b) => a.storedAt - b.storedAt,
  lru: (a, b) => a.usedAt - b.usedAt,
  largest: (a, b) => b.bytes - a.bytes || a.storedAt - b.storedAt,
  smallest: (a, b) => a.bytes - b.bytes || a.storedAt - b.storedAt,
};

/** Something was kept, after these left to make room. */
export function judgeStored(
  world: World,
  item: Item,
  event: StoreEvent<Key>,
  victims: readonly Victim[],
  held: readonly Held[],
): void {
  const { load } = item;
  const look = item.atSet ?? load?.atEnd;
  if (event.bytes !== bytesOf(world, item))
    world.fail(
      16,
      `key ${item.id} is stored with ${event.bytes} bytes, and has ${bytesOf(world, item)}`,
    );
  if (load) judgeSource(world, load, event);
  if (look?.isSure) judgeVictims(world, item, look, victims, held);
}

function judgeSource(
  world: World,
  { n, id, reason, byWarm, wasAtEnd }: Load,
  event: StoreEvent<Key>,
): void {
  const from = byWarm ? 'warm' : reason;
  if (!wasAtEnd.attached) world.fail(14, `load ${n} of key ${id} is stored, and was detached`);
  if (event.from !== from)
    world.fail(15, `load ${n} is stored from ${event.from}, and a ${from} began it`);
  if (event.unrequested === wasAtEnd.used)
    world.fail(15, `load ${n} is stored as unrequested: ${String(event.unrequested)}`);
}

function judgeVictims(
  world: World,
  item: Item,
  look: Look,
  victims: readonly Victim[],
  held: readonly Held[],
): void {
  // What this one replaces leaves in any case.
  const forRoom = victims.filter(
    ({ id, reason }) => id !== item.id && (reason === 'capacity' || look.expired.has(id)),
  );
  const limit = limitOf(item, look);
  const loose = [...look.loose].filter(([id]) => id !== item.id);
  const likelihoodOf = (id: number): number => look.loose.get(id) ?? Infinity;
  for (const { id } of forRoom) {
    if (look.currents.has(id))
      world.fail(6, `key ${id} leaves for key ${item.id}, and is the current key of a cursor`);
    else if (!look.loose.has(id))
      world.fail(6, `key ${id} leaves for key ${item.id}, and was not handed over yet`);
    else if (likelihoodOf(id) > limit)
      world.fail(
        7,
        `key ${id} (${likelihoodOf(id)}) leaves for key ${item.id} (${limit}), which is less likely`,
      );
    const spared = loose.find(
      ([other, likelihood]) =>
        likelihood < likelihoodOf(id) && !forRoom.some((victim) => victim.id === other),
    );
    if (spared && !item.load?.byWarm)
      world.fail(
        6,
        `key ${id} (${likelihoodOf(id)}) leaves for key ${item.id}, and not key ${spared[0]} (${spared[1]})`,
      );
  }
  if (forRoom.length > 0) judgePolicy(world, item, look, forRoom, held);
}

/** Of those of one likelihood the policy's favourites left, and not more than had to. */
function judgePolicy(
  world: World,
  item: Item,
  look: Look,
  victims: readonly Victim[],
  held: readonly Held[],
): void {
  const { config } = world;
  const last = victims.at(-1);
  const compare = GOES_FIRST[config.eviction];
  const least = last ? look.loose.get(last.id) : undefined;
  // Of two of a key the older one is on its way to somebody, and is not a resident any more.
  const isResident = ({ id }: Held, i: number): boolean =>
    ![...held.slice(i + 1), ...victims, item].some((other) => other.id === id);
  const spared = held.filter(
    (other, i) => isResident(other, i) && look.loose.get(other.id) === least,
  );
  const hasExpired = ({ id }: Held): boolean => look.expired.has(id);
  const overdue = last && !hasExpired(last) ? spared.find(hasExpired) : undefined;
  if (last && overdue && !item.load?.byWarm)
    world.fail(6, `key ${last.id} leaves, and not key ${overdue.id}, which has expired`);
  const better =
    last && compare && !hasExpired(last)
      ? spared.find((other) => compare(other, last) < 0)
      : undefined;
  if (better && !item.load?.byWarm)
    world.fail(
      6,
      `key ${last?.id ?? NaN} leaves, and not key ${better.id}, which ${config.eviction} lets go first`,
    );
  if (last && fits(world, item, look, victims.slice(0, -1)))
    world.fail(6, `key ${last.id} leaves for key ${item.id}, which has room without that`);
}

/** Something was delivered and not kept. */
export function judgeRejected(world: World, item: Item): void {
  const look = item.atSet ?? item.load?.atEnd;
  if (
    !look ||
    (item.load && !item.load.wasAtEnd.attached) ||
    !look.isSure ||
    item.load?.byWarm ||
    item.load?.wasAtEnd.closed
  )
    return;
  const limit = limitOf(item, look);
  const mayGo = [...look.loose].filter(([id, likelihood]) => id !== item.id && likelihood <= limit);
  const bytesOfId = (id: number): number => look.bytesOf.get(id) ?? 0;
  if (
    fits(
      world,
      item,
      look,
      mayGo.map(([id]) => ({ id, bytes: bytesOfId(id) })),
    )
  )
    world.fail(6, `key ${item.id} is rejected, and room could be made for it`);
}

/** Nothing likelier than this may leave for an item. */
function limitOf({ id, load }: Item, look: Look): number {
  return !load || load.wasAtEnd.demanded ? Infinity : (look.likelihoods[id] ?? 0);
}

/** Whether an item has room when these have left, and what it replaces. */
function fits(
  world: World,
  item: Item,
  look: Look,
  gone: readonly { readonly id: number; readonly bytes: number }[],
): boolean {
  const { maxKeys, maxBytes } = budgetOf(world);
  const replaced = look.bytesOf.has(item.id) && !look.pinned.has(item.id) ? 1 : 0;
  const freed = gone.reduce(
    (sum, { bytes }) => sum + bytes,
    replaced * (look.bytesOf.get(item.id) ?? 0),
  );
  return (
    look.size - gone.length - replaced < maxKeys &&
    look.bytes - freed + bytesOf(world, item) <= maxBytes
  );
}

/** The size of an item, as the cache is told. */
export function bytesOf({ config }: World, { bytes }: Item): number {
  return config.sized ? bytes : 0;
}
