import { idOf, KEYS } from './key.js';
import {
  attachedLoad,
  isDemanded,
  isLive,
  isWarmHeld,
  pendingIn,
  type Cursor,
  type Reader,
  type World,
} from './world.js';

/** A key of a plan that may be started now. */
export interface Wanted {
  readonly id: number;
  readonly likelihood: number;
  /** Whether it may be started without any doubt. */
  readonly sure: boolean;
}

/** What can be seen at one moment, by the plainest reading of the laws. */
export interface Look extends Room {
  readonly enabled: boolean;
  /** Keys that cursors asked for last. */
  readonly currents: ReadonlySet<number>;
  /** How likely each key is, as the likeliest cursor says. */
  readonly likelihoods: readonly number[];
  /** Loads in the air that cursors alone hold; those that a warm may hold are not counted. */
  readonly unrequested: number;
  /** The same, and those that a warm may hold. */
  readonly perhapsUnrequested: number;
  /** What each cursor would start. */
  readonly wanted: ReadonlyMap<Cursor, readonly Wanted[]>;
  /** Keys that the provider does not have. */
  readonly refused: ReadonlySet<number>;
  /** Keys that rest after a failure. */
  readonly resting: ReadonlySet<number>;
  /**
   * Whether no cursor is moving and no stream about to fail, so that it is sure which cursors there
   * are and what they name.
   */
  readonly knowsCursors: boolean;
  /** Whether no request is about to be let go either, so that it is sure who wants what. */
  readonly isSure: boolean;
}

/** What is held, and what may leave. */
interface Room {
  readonly size: number;
  readonly bytes: number;
  /** Keys of which something is held, with its bytes. */
  readonly bytesOf: ReadonlyMap<number, number>;
  /** Residents that a request would hit. */
  readonly served: ReadonlySet<number>;
  /** Residents that have expired and are still held. */
  readonly expired: ReadonlySet<number>;
  /** Keys whose item is on its way to somebody. */
  readonly pinned: ReadonlySet<number>;
  /** Residents that may leave for room, with their likelihoods; what has expired has none. */
  readonly loose: ReadonlyMap<number, number>;
  /** The least likelihood among those that may leave. */
  readonly threshold: number;
  /** Whether nothing can be kept before something leaves, without any doubt. */
  readonly isFull: boolean;
  /**
   * Whether something of a key has expired and something of it is on its way, so that nobody knows
   * whether that is one thing.
   */
  readonly isVague: boolean;
  /** Whether anything can be kept, without any doubt. */
  readonly hasRoom: boolean;
}

/** @param isResting - whether a key rests after a failure */
export function createLook(world: World, isResting: (id: number) => boolean): () => Look {
  const { cursors, loads } = world;
  return () => {
    const live = cursors.filter((cursor) => cursor.live);
    const currents = new Set(
      live.flatMap(({ current }) => (current === undefined ? [] : [current])),
    );
    const likelihoods = Array.from({ length: KEYS }, (_, id) =>
      Math.max(0, ...live.map(({ table }) => table.get(id) ?? 0)),
    );
    const room = roomIn(world, currents, likelihoods);
    const undemanded = loads.filter(
      (load) => isLive(load) && !isDemanded(world, load) && !isWarmHeld(load),
    );
    const look = {
      ...room,
      currents,
      likelihoods,
      enabled: world.enabled,
      refused: new Set(world.refused),
      resting: new Set(likelihoods.map((_, id) => id).filter(isResting)),
      knowsCursors: knowsCursors(world),
      isSure: knowsCursors(world) && isSettled(world) && !room.isVague,
    };
    return {
      ...look,
      unrequested: undemanded.filter(({ byWarm }) => byWarm !== undefined).length,
      perhapsUnrequested: undemanded.length,
      wanted: new Map(live.map((cursor) => [cursor, wantedBy(world, cursor, look)])),
    };
  };
}

/** The budget of a cache. */
export function budgetOf({ config: { maxKeys, maxBytes } }: World): {
  readonly maxKeys: number;
  readonly maxBytes: number;
} {
  return {
    maxKeys: maxKeys ?? (maxBytes === undefined ? 100 : Infinity),
    maxBytes: maxBytes ?? Infinity,
  };
}

function roomIn(world: World, currents: ReadonlySet<number>, likelihoods: readonly number[]): Room {
  const { cache, key } = world;
  const { maxKeys, maxBytes } = budgetOf(world);
  const { residents, stats } = cache.snapshot();
  const held = residents.flat().map((resident) => idOf(resident.key));
  const items = new Set(pendingIn(world).flatMap(({ item }) => (item ? [item] : [])));
  const pinned = new Set([...items].map(({ id }) => id));
  const isLoose = (id: number): boolean => {
    const item = cache.peek(key(id));
    // What has expired is not to be seen, and may leave all the same.
    return !currents.has(id) && (item ? !items.has(item) : !pinned.has(id));
  };
  const expired = new Set(held.filter((id) => !cache.has(key(id))));
  const loose = new Map(
    held.filter(isLoose).map((id) => [id, expired.has(id) ? 0 : (likelihoods[id] ?? 0)]),
  );
  return {
    size: held.length,
    bytes: stats.bytes,
    bytesOf: new Map(residents.flat().map((resident) => [idOf(resident.key), resident.bytes])),
    served: new Set(held.filter((id) => cache.has(key(id)))),
    expired,
    pinned,
    loose,
    threshold: Math.min(Infinity, ...loose.values()),
    isFull: held.length >= maxKeys || (stats.bytes >= maxBytes && stats.bytes > 0),
    isVague: [...expired].some((id) => pinned.has(id)),
    hasRoom: held.length < maxKeys && maxBytes === Infinity,
  };
}

function knowsCursors(world: World): boolean {
  // While the predictor is asked, the table of its cursor is on its way.
  return !pendingIn(world).some(({ state }) => state === 'asking') && !world.readers.some(isDying);
}

function isSettled({ closed, releasing, places, readers }: World): boolean {
  // While the progress of a warm is told, a get that has just completed may not have let go yet.
  const isTold = places.some(({ place }) => place === 'progress');
  return (
    !closed &&
    !isTold &&
    releasing === 0 &&
    !readers.some(({ superseded }) => superseded.length > 0)
  );
}

/**
 * What a cursor would start: of its plan what was not started, is not there and would find room.
 */
function wantedBy(
  world: World,
  cursor: Cursor,
  look: Room & Pick<Look, 'likelihoods' | 'refused' | 'resting' | 'isSure'>,
): Wanted[] {
  const { cache, key } = world;
  const isWanted = ({ id }: { readonly id: number }): boolean =>
    cursor.started.get(id) !== true &&
    !cache.has(key(id)) &&
    !attachedLoad(world, id) &&
    !look.resting.has(id) &&
    !look.refused.has(id);
  const isAdmitted = (id: number): boolean =>
    look.hasRoom || (look.likelihoods[id] ?? 0) >= look.threshold;
  return cache
    .snapshot()
    .plan.filter((planned) => planned.reader === cursor.number)
    .map((planned) => ({ id: idOf(planned.key), likelihood: planned.likelihood }))
    .filter(isWanted)
    .filter(({ id }) => isAdmitted(id) || !look.isFull || !look.isSure || look.expired.has(id))
    .map(({ id, likelihood }) => ({
      id,
      likelihood,
      sure: look.isSure && isAdmitted(id) && !cursor.started.has(id),
    }));
}

/** Whether an unsettled stream is to fail as soon as it is its turn. */
export function isDying(reader: Reader): boolean {
  if (reader.isGet || reader.settled || reader.end) return false;
  for (const { failure, item } of reader.pending) {
    if (failure) return true;
    if (reader.order === 'concat' && !item) return false;
  }
  return false;
}
