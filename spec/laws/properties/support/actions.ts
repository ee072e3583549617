import type { Command } from './command.js';
import { createItem, finishLoad, type Outcome } from './endings.js';
import { giveUp } from './handing.js';
import type { Readers } from './readers.js';
import type { Rest } from './rest.js';
import type { Warms } from './warms.js';
import { isLive, type Item, type Load, type World } from './world.js';

/** Those who act upon the cache. */
export interface Actors {
  readonly readers: Readers;
  readonly warms: Warms;
  readonly rest: Rest;
}

const MAX_STREAMS = 4;
const MAX_GETS = 6;

/** Does commands; one that finds nothing to act upon does nothing. */
export function createActions(world: World, actors: Actors): World['act'] {
  const { cache, clock, armed, refused } = world;
  const { readers } = actors;

  const read = (command: Command): void => {
    const active = world.readers.filter(({ end }) => !end);
    const streams = active.filter(({ isGet }) => !isGet);
    switch (command.do) {
      case 'open':
        if (streams.length < MAX_STREAMS) readers.open(command.settled, command.ids, command.ends);
        return;
      case 'get':
        if (active.length - streams.length < MAX_GETS) readers.get(command.id);
        return;
      case 'push':
        return choose(pushable(world), command.pick, (reader) => readers.push(reader, command.id));
      case 'complete':
        return choose(pushable(world), command.pick, (reader) => readers.complete(reader));
      case 'break':
        return choose(pushable(world), command.pick, (reader) => readers.break(reader));
      case 'unsubscribe':
        return choose(active, command.pick, (reader) => readers.unsubscribe(reader));
      default:
        return write(world, actors, command);
    }
  };

  return (command) => {
    switch (command.do) {
      case 'inside':
        armed.push(command);
        return;
      case 'advance':
        clock.advance(command.ms);
        return;
      case 'toggle has':
        if (!refused.delete(command.id)) refused.add(command.id);
        return;
      case 'close':
        close(world);
        cache.close();
        return;
      default:
        return read(command);
    }
  };
}

/** Streams whose sources have not ended. */
function pushable({ readers }: World): World['readers'][number][] {
  return readers.filter(({ sink, source }) => sink && !sink.closed && source === 'live');
}

/** From now on nothing is expected but what closing does. */
function close(world: World): void {
  if (world.closed) return;
  world.closed = true;
  for (const reader of world.readers) giveUp(reader);
  for (const cursor of world.cursors) cursor.live = false;
}

function write(world: World, { warms, rest }: Actors, command: Command): void {
  const { cache, enabled$ } = world;
  const end = (pick: number, outcome: Outcome): void => {
    const pending = world.loads.filter((load) => isLive(load) && load.sink);
    choose(pending, pick, (load) => finishLoad(world, rest, load, outcome));
  };
  switch (command.do) {
    case 'warm':
      return warms.start(command.ids);
    case 'cancel warm':
      return choose(
        world.warms.filter(({ end }) => !end),
        command.pick,
        (warm) => warms.stop(warm),
      );
    case 'set':
      if (!world.closed) rest.forget(command.id);
      return set(world, command.id, command.bytes);
    case 'invalidate':
      if (!world.closed) rest.forget(command.id);
      detach(world, ({ id }) => id === command.id);
      return cache.invalidate(world.key(command.id));
    case 'clear':
      if (!world.closed) rest.forgetAll();
      detach(world, () => true);
      world.clearing = true;
      cache.clear();
      world.clearing = false;
      return;
    case 'switch':
      if (enabled$ && !world.switchEnded) {
        // What plans had started may be started again.
        if (command.on && !world.enabled)
          for (const cursor of world.cursors) cursor.started.clear();
        world.enabled = command.on;
      }
      return enabled$?.next(command.on);
    case 'switch ends':
      world.switchEnded = true;
      return command.fails ? enabled$?.error(new Error('enabled$ broke')) : enabled$?.complete();
    case 'resolve':
      return end(command.pick, { as: 'value', bytes: command.bytes, twice: command.twice });
    case 'reject':
      return end(command.pick, { as: 'error' });
    case 'empty':
      return end(command.pick, { as: 'empty' });
  }
}

function set(world: World, id: number, bytes: number): void {
  const item = createItem(world, id, bytes);
  item.atSet = world.look();
  detach(world, (load) => load.id === id);
  // Where a listener sets it, the one that it heard of is in already.
  const outer = world.cache.peek(world.key(id));
  if (outer && world.setting.includes(outer)) noteSet(world, outer);
  world.setting.push(item);
  world.cache.set(world.key(id), item);
  world.setting.splice(world.setting.indexOf(item), 1);
  noteSet(world, item);
  // Closed meanwhile, or before: it never came in.
  if (world.closed) item.destroyed = true;
}

function noteSet({ wereSet }: World, item: Item): void {
  if (!wereSet.includes(item)) wereSet.push(item);
}

/** No request joins these any more. */
function detach(world: World, isMeant: (load: Load) => boolean): void {
  for (const load of world.loads) if (isLive(load) && isMeant(load)) load.attached = false;
}

function choose<T>(from: readonly T[], pick: number, act: (chosen: T) => void): void {
  const chosen = from[pick % from.length];
  if (chosen !== undefined) act(chosen);
}
