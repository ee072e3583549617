import { isDeepStrictEqual } from 'node:util';
import type { CacheState, CacheStats } from '../../../../src/index.js';
import type { Journal } from './journal.js';
import { idOf, KEYS, type Key } from './key.js';
import { budgetOf } from './look.js';
import type { Told } from './watch.js';
import {
  isDemanded,
  isLive,
  hasComeIn,
  isWarmHeld,
  pendingIn,
  type Item,
  type World,
} from './world.js';

/** What must be true whenever nothing is under way. */
export function checkQuiet(world: World, journal: Journal, told: Told): void {
  checkWanted(world);
  checkHandedOver(world);
  checkHeld(world, journal);
  checkState(world, told);
  checkFigures(world, journal);
}

/**
 * Laws 2, 4, 12, 14, 19: what is in the air is wanted by somebody, and who waits, waits for
 * something.
 */
function checkWanted(world: World): void {
  const { config, cursors, loads, closed, enabled } = world;
  const live = loads.filter(isLive);
  if (closed && live.length > 0)
    world.fail(13, `load ${live[0]?.n ?? NaN} is in the air after the cache closed`);
  let unrequested = 0;
  for (const load of live) {
    const { n, id, attached } = load;
    if (isDemanded(world, load) || isWarmHeld(load)) continue;
    unrequested++;
    if (!attached)
      world.fail(14, `load ${n} of key ${id} was detached, is wanted by nobody and goes on`);
    if (!enabled)
      world.fail(
        19,
        `load ${n} of key ${id} goes on, while speculation is off and nobody demands it`,
      );
    if (!cursors.some((cursor) => cursor.live && cursor.table.has(id)))
      world.fail(12, `load ${n} of key ${id} is wanted by nobody and goes on`);
  }
  if (unrequested > config.concurrency)
    world.fail(
      2,
      `${unrequested} unrequested loads are in the air, with ${config.concurrency} slots`,
    );
  for (const { reader, id, item, failure, load } of pendingIn(world))
    if (!item && !failure && !(load && isLive(load)))
      world.fail(4, `${reader.name} waits for key ${id}, and no load of it is in the air`);
}

/** Law 5: what may be handed over was. */
function checkHandedOver(world: World): void {
  for (const { name, order, pending, source, end, isGet, sink } of world.readers) {
    const due = order === 'concat' ? pending.slice(0, 1) : pending;
    const late = due.find(({ item, failure }) => item !== undefined || failure !== undefined);
    if (late)
      world.fail(late.failure ? 8 : 5, `${name} was not handed key ${late.id}, which is ready`);
    if (end && sink && !sink.closed)
      world.fail(12, `${name} has ended (${end}), and its source is not unsubscribed`);
    if (!end && (world.closed || (!isGet && source === 'completed' && pending.length === 0)))
      world.fail(world.closed ? 13 : 12, `${name} does not end`);
  }
}

/** Laws 6, 13, 18: what is held. */
function checkHeld(world: World, { held }: Journal): void {
  const { cache, items, clock } = world;
  const { maxKeys, maxBytes } = budgetOf(world);
  const bytes = held.reduce((sum, resident) => sum + resident.bytes, 0);
  if (cache.size !== held.length)
    world.fail(6, `${cache.size} keys are held, and events tell of ${held.length}`);
  if (held.length > maxKeys || bytes > maxBytes)
    world.fail(6, `${held.length} keys of ${bytes} bytes are held`);
  const pinned = pendingIn(world).flatMap(({ item }) => (item ? [item.id] : []));
  for (const { id, item, expires } of held) {
    const found = cache.peek(world.key(id));
    if (expires <= clock.now() && found === item)
      world.fail(18, `key ${id} has expired and is served`);
    if (expires > clock.now() && found !== item && !pinned.includes(id))
      world.fail(18, `key ${id} is held and not served`);
    if (item.destroyed) world.fail(6, `key ${id} is held and was evicted`);
  }
  for (let id = 0; id < KEYS; id++) {
    const found = cache.peek(world.key(id));
    if (cache.has(world.key(id)) !== (found !== undefined))
      world.fail(20, `has(${id}) and peek(${id}) do not agree`);
    if (found && !held.some(({ item }) => item === found))
      world.fail(6, `key ${id} is served and not held`);
  }
  const isSomewhere = (item: Item): boolean =>
    held.some((resident) => resident.item === item) ||
    pendingIn(world).some((request) => request.item === item);
  const lost = items.find((item) => hasComeIn(item) && !item.destroyed && !isSomewhere(item));
  if (lost)
    world.fail(6, `item ${lost.n} of key ${lost.id} is not held, and its leaving was not said`);
}

/** Law 16: what events tell is what is there. */
function checkState(world: World, { folded, state, live, stats }: Told): void {
  const { cache } = world;
  const snapshot = cache.snapshot();
  const now = cache.stats();
  const expectSame = (what: string, a: unknown, b: unknown): void => {
    // The first is far cheaper, and mostly enough.
    if (JSON.stringify(a) === JSON.stringify(b) || isDeepStrictEqual(a, b)) return;
    const isObject = typeof a === 'object' && typeof b === 'object' && a && b && !Array.isArray(a);
    if (!isObject)
      return world.fail(
        16,
        `${what} is not what is there: ${JSON.stringify(a)}, not ${JSON.stringify(b)}`,
      );
    for (const [part, value] of Object.entries(a))
      expectSame(`${what}: ${part}`, value, (b as Record<string, unknown>)[part]);
  };
  expectSame('foldStats', folded, now);
  expectSame('stats$', stats, now);
  expectSame('foldState', comparable(state), comparable(snapshot));
  expectSame('cacheState', comparable(live), comparable(snapshot));
  expectSame('snapshot().stats', snapshot.stats, now);
  const { inFlight } = snapshot;
  const loads = world.loads.filter(isLive).map(({ id, reason }) => `${id} ${reason}`);
  expectSame(
    'inFlight',
    inFlight.map(({ key, reason }) => `${idOf(key)} ${reason}`).sort(),
    loads.sort(),
  );
  const moved = world.cursors.filter(
    ({ live: isThere, position }) => isThere && position > 0 && !world.closed,
  );
  const cursors = moved.map(({ number, current, history }) => ({ id: number, current, history }));
  expectSame('cursors', comparable(snapshot)?.cursors, sorted(cursors));
}

/** A state without what has no order. */
function comparable(state: CacheState<Key> | undefined): Record<string, unknown> | undefined {
  if (!state) return undefined;
  const residents = state.residents.flat().map(({ key, ...rest }) => ({ id: idOf(key), ...rest }));
  const inFlight = state.inFlight.map(({ key, ...rest }) => ({ id: idOf(key), ...rest }));
  // The keys of a plan have an order, the plans have none.
  const planned = state.plan.map(({ key, ...rest }) => ({ id: idOf(key), ...rest }));
  const plan = [...new Set(planned.map(({ reader }) => reader))].map((reader) =>
    planned.filter((key) => key.reader === reader),
  );
  const cursors = state.readers.map(({ id, current, history }) => ({
    id,
    current: idOf(current),
    history: history.map(idOf),
  }));
  return {
    residents: sorted(residents),
    inFlight: sorted(inFlight),
    plan: sorted(plan),
    cursors: sorted(cursors),
    stats: state.stats,
  };
}

function sorted(values: readonly unknown[]): unknown[] {
  return values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** Law 16: the figures are what was counted by hand. */
function checkFigures(world: World, { held }: Journal): void {
  const { cache, figures, loads } = world;
  const stats = cache.stats();
  const { waits, ...counted } = figures;
  const prefetches = loads.filter(({ reason }) => reason === 'prefetch');
  const expected: Partial<Record<keyof CacheStats, number>> = {
    ...counted,
    loads: loads.length - prefetches.length,
    prefetches: prefetches.length,
    prefetchErrors: prefetches.filter(({ state }) => state === 'error' || state === 'empty').length,
    residents: cache.size,
    bytes: held.reduce((sum, resident) => sum + resident.bytes, 0),
    inFlight: loads.filter(isLive).length,
    planned: cache.snapshot().plan.length,
  };
  for (const [name, count] of Object.entries(expected) as [keyof CacheStats, number][])
    if (stats[name] !== count)
      world.fail(16, `stats().${name} is ${JSON.stringify(stats[name])}, counted were ${count}`);
  const by = Object.values(stats.evictionsBy).reduce((sum, count) => sum + count, 0);
  if (by !== stats.evictions) world.fail(16, `${stats.evictions} evictions are ${by} by reason`);
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  if (stats.wait.count !== waits.length || Math.abs(stats.wait.total - total) > 1e-9)
    world.fail(16, `the waits are ${JSON.stringify(stats.wait)}, not [${waits.join()}]`);
  const p95 = waits.toSorted((a, b) => a - b)[Math.ceil(0.95 * waits.length) - 1] ?? 0;
  if (Math.abs(stats.wait.p95 - p95) > 0.05 * p95 + 1e-9)
    world.fail(16, `the p95 of waits is ${stats.wait.p95}, and really ${p95}`);
}

/**
 * Law 3: a free slot is not left free while a cursor wants something.
 *
 * @param hasHanded - whether items were handed over since slots were filled: before, these took
 *   room and could not be displaced
 */
export function checkSlotsFull(world: World, hasHanded: boolean): void {
  const { unrequested, wanted, enabled } = world.look();
  const { maxKeys, maxBytes, concurrency } = world.config;
  if (
    !enabled ||
    world.closed ||
    unrequested >= concurrency ||
    (hasHanded && (maxKeys ?? maxBytes) !== undefined)
  )
    return;
  for (const [{ name }, keys] of wanted) {
    const key = keys.find(({ sure }) => sure);
    if (key)
      world.fail(
        world.switchEnded ? 19 : 3,
        `a slot is free, ${name} wants key ${key.id} (${key.likelihood}), and nothing is started`,
      );
  }
}
