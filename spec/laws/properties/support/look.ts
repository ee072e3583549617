import { idOf, KEYS } from './key.js';
import { attachedLoad, isDemanded, isLive, isWarmHeld, pendingIn, type Cursor, type Reader, type World } from './world.js';

/** A key of a plan that may be started now. */
export interface Wanted {
  readonly id: number;
  readonly likelihood: number;
  /** Whether it may be started without any doubt. */
  readonly sure: boolean;
}

/** What can be seen at one moment, by the plainest reading of the laws. */
export interface Look {
  readonly now: number;
  readonly size: number;
  readonly bytes: number;
  readonly enabled: boolean;
  /** Keys that cursors asked for last. */
  readonly currents: ReadonlySet<number>;
  readonly likelihoods: readonly number[];
  /** Residents that may leave for room. */
  readonly loose: ReadonlySet<number>;
  /** Whether nothing can be kept before something leaves. */
  readonly isFull: boolean;
  /** The least likelihood among those that may leave. */
  readonly threshold: number;
  /** Loads in the air that cursors alone hold, those not counted that a warm may hold. */
  readonly speculative: number;
  /** What each cursor would start. */
  readonly wanted: ReadonlyMap<Cursor, readonly Wanted[]>;
  /** Whether no stream is about to fail, so that it is sure which cursors there are. */
  readonly isSure: boolean;
}

/** @param isResting - whether a key rests after a failure */
export function createLook(world: World, isResting: (id: number) => boolean): () => Look {
  const { config, cache, cursors, readers, loads, clock, key } = world;
  const { maxKeys = config.maxBytes === undefined ? 100 : Infinity, maxBytes = Infinity } = config;
  return () => {
    const { residents, plan, stats } = cache.snapshot();
    const live = cursors.filter((cursor) => cursor.live);
    const currents = new Set(live.flatMap(({ current }) => (current === undefined ? [] : [current])));
    const likelihoods = Array.from({ length: KEYS }, (_, id) => Math.max(0, ...live.map(({ table }) => table.get(id) ?? 0)));
    const held = residents.flat().map((resident) => idOf(resident.key));
    const pinned = new Set(pendingIn(world).flatMap(({ item }) => (item ? [item] : [])));
    const isLoose = (id: number): boolean => {
      if (currents.has(id)) return false;
      const item = cache.peek(key(id));
      // What has expired is not to be seen, and may leave all the same.
      return item ? !pinned.has(item) : ![...pinned].some((other) => other.id === id);
    };
    const loose = new Set(held.filter(isLoose));
    const expired = new Set(held.filter((id) => !cache.has(key(id))));
    const threshold = Math.min(Infinity, ...[...loose].map((id) => (expired.has(id) ? 0 : (likelihoods[id] ?? 0))));
    const isFull = held.length >= maxKeys || (stats.bytes >= maxBytes && stats.bytes > 0);
    const hasRoom = held.length < maxKeys && maxBytes === Infinity;
    const isSure = !readers.some(isDying);

    const wantedBy = (cursor: Cursor): Wanted[] =>
      plan
        .filter((planned) => planned.cursor === cursor.number)
        .map(({ key, likelihood }) => ({ id: idOf(key), likelihood }))
        .filter(
          ({ id }) =>
            cursor.started.get(id) !== true && !cache.has(key(id)) && !attachedLoad(world, id) && !isResting(id) && !world.refused.has(id),
        )
        .map(({ id, likelihood }) => {
          const isAdmitted = hasRoom || (likelihoods[id] ?? 0) >= threshold;
          return {
            id,
            likelihood,
            sure: isSure && isAdmitted && cursor.started.get(id) === undefined,
            may: isAdmitted || !isFull || !isSure || expired.has(id),
          };
        })
        .filter(({ may }) => may);

    return {
      now: clock.now(),
      size: held.length,
      bytes: stats.bytes,
      enabled: world.enabled,
      currents,
      likelihoods: likelihoods.map((likelihood, id) => (expired.has(id) && held.includes(id) ? 0 : likelihood)),
      loose,
      isFull,
      threshold,
      speculative: loads.filter((load) => isLive(load) && !isDemanded(world, load) && !isWarmHeld(load) && isKnown(load)).length,
      wanted: new Map(live.map((cursor) => [cursor, wantedBy(cursor)])),
      isSure,
    };
  };
}

/** Whether it is known who began a load. */
function isKnown({ reason, byWarm }: { readonly reason: string; readonly byWarm: boolean | undefined }): boolean {
  return reason === 'demand' || byWarm !== undefined;
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
