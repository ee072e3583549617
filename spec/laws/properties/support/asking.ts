import type { Key } from './key.js';
import { isDying } from './look.js';
import { attachedLoad, isLive, isPending, type Reader, type Request, type World } from './world.js';

/** One request, and what must be true when the call returns. */
export function ask(world: World, reader: Reader, id: number, emit: (key: Key) => void): void {
  const { moving } = world;
  if (reader.order === 'switch') supersede(reader);
  const request = createRequest(world, reader, id);
  world.tell(`${reader.name} asks for ${id}: ${request.outcome}`);
  reader.pending.push(request);
  world.asks.push(request);
  if (moving.some((outer) => outer.reader.cursor === reader.cursor)) reader.cursor.replaced++;
  moving.push(request);
  emit(world.key(id));
  moving.splice(moving.lastIndexOf(request), 1);
  // A stream that is being asked already hands over, and lets go, when that call returns.
  const isNested = moving.some((outer) => outer.reader === reader);
  if (!isNested) reader.superseded = [];
  settle(world, request);
  if (request.state !== 'waiting') return;
  if (
    !request.item &&
    !request.failure &&
    !(request.load && isLive(request.load)) &&
    !isDying(reader)
  )
    world.fail(2, `${reader.name} has asked for key ${id}, and no load of it is in the air`);
  if (request.item && !isNested && mustBeHandedAtOnce(world, request))
    world.fail(5, `the hit of ${reader.name} on key ${id} is not handed over in the same call`);
}

/**
 * The cursor has moved: what the request has or waits for is settled, unless a load begins for it.
 */
export function settle(world: World, request: Request): void {
  if (request.state !== 'asking') return;
  request.state = 'waiting';
  if (request.outcome === 'hit') return;
  request.item = world.cache.peek(world.key(request.id));
  request.load = request.item ? undefined : attachedLoad(world, request.id);
  if (request.load) request.load.used = true;
}

function createRequest(world: World, reader: Reader, id: number): Request {
  const { cursor } = reader;
  const item = world.cache.peek(world.key(id));
  const load = item ? undefined : attachedLoad(world, id);
  const source = item?.load ?? load;
  const firstUse = source !== undefined && !source.used;
  if (source) source.used = true;
  const moves = cursor.current !== id;
  if (moves) {
    cursor.position++;
    cursor.current = id;
    cursor.history = [...cursor.history, id].slice(-world.config.historySize);
  }
  return {
    id,
    reader,
    askedAt: world.clock.now(),
    outcome: item ? 'hit' : load ? 'join' : 'miss',
    firstUse,
    position: cursor.position,
    isFree: world.places.length === 0 && (reader.order === 'merge' || reader.pending.length === 0),
    state: moves ? 'asking' : 'waiting',
    item,
    load,
    failure: undefined,
    held: undefined,
  };
}

/** Those that came before are given up as soon as the new one holds what it needs. */
function supersede(reader: Reader): void {
  reader.superseded.push(...reader.pending.filter(({ state }) => state !== 'handing'));
  for (const old of reader.superseded) old.state = 'given up';
  reader.pending = reader.pending.filter(isPending);
}

/** Law 5: unless it is held behind an earlier one, or code that the cache calls has asked. */
function mustBeHandedAtOnce(world: World, { reader, outcome }: Request): boolean {
  if (outcome !== 'hit' || reader.end || world.closed || reader.pending.length > 1) return false;
  return world.places.every((visit) => visit.place === 'item' && visit.reader !== reader);
}
