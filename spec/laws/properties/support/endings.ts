import type { Rest } from './rest.js';
import {
  attachedLoad,
  isDemanded,
  isLive,
  isWarmHeld,
  pendingIn,
  type Item,
  type Load,
  type Request,
  type World,
} from './world.js';

/** How a load ends. */
export type Outcome =
  | { readonly as: 'value'; readonly bytes: number; readonly twice: boolean }
  | { readonly as: 'error' | 'empty' };

/** A value that comes into the world. */
export function createItem({ items }: World, id: number, bytes: number, load?: Load): Item {
  const item: Item = {
    n: items.length,
    id,
    bytes,
    load,
    destroyed: false,
    kept: false,
    atSet: undefined,
  };
  items.push(item);
  return item;
}

/** Ends a load as a source does; one that has ended already does nothing. */
export function finishLoad(world: World, rest: Rest, load: Load, outcome: Outcome): void {
  const { sink, id, n } = load;
  if (load.state !== 'live' || !sink) return;
  world.tell(`load ${n} of ${id} ends: ${outcome.as}`);
  if (outcome.as === 'value') {
    end(world, load, 'value');
    const item = (load.item = createItem(world, id, outcome.bytes, load));
    if (load.wasAtEnd.attached) rest.forget(id);
    for (const request of heldBy(world, load)) request.item ??= item;
    sink.next(item);
    // Of several values the first counts.
    if (outcome.twice) sink.next(createItem(world, id, outcome.bytes));
    sink.complete();
    return;
  }
  failLoad(
    world,
    rest,
    load,
    outcome.as,
    outcome.as === 'error' ? new Error(`no item of key ${id} (load ${n})`) : undefined,
  );
  if (load.cause) sink.error(load.cause);
  else sink.complete();
}

/** A load is failing: who demands it, fails with it or has another one. */
export function failLoad(
  world: World,
  rest: Rest,
  load: Load,
  state: 'error' | 'empty',
  cause: unknown,
): void {
  if (load.state !== 'live') return;
  end(world, load, state);
  load.cause = cause;
  if (load.wasAtEnd.attached) rest.failed(load.id, world.clock.now());
  if (load.reason === 'prefetch' && !load.used) world.figures.wasted++;
  for (const request of heldBy(world, load)) if (!request.item) lose(world, request, load);
}

/** A load was unsubscribed before it ended. */
export function cancelled(world: World, load: Load): void {
  const { n, id } = load;
  world.tell(`load ${n} of ${id} is given up`);
  judgeCancel(world, load);
  conclude(world, load, 'cancelled');
  if (load.reason === 'prefetch' && !load.used) world.figures.wasted++;
  if (load.hasAborted) world.fail(4, `the signal of load ${n} aborts before it is unsubscribed`);
  world.visit('teardown');
}

/** The signal of a load aborts. */
export function aborted(world: World, load: Load): void {
  if (load.hasAborted) world.fail(4, `the signal of load ${load.n} aborts twice`);
  load.hasAborted = true;
  if (load.sink && load.state !== 'cancelled')
    world.fail(4, `the signal of load ${load.n} aborts, and it is ${load.state}`);
  notSubscribed(world, load);
  world.visit('abort');
}

/** A load was given up, perhaps, before anybody subscribed to it. */
export function notSubscribed(world: World, load: Load): void {
  if (load.sink || load.state !== 'live' || isLive(load)) return;
  conclude(world, load, 'cancelled');
  if (load.reason === 'prefetch' && !load.used) world.figures.wasted++;
}

function heldBy(world: World, load: Load): Request[] {
  return pendingIn(world).filter((request) => request.load === load && request.state !== 'asking');
}

function end(world: World, load: Load, state: 'value' | 'error' | 'empty'): void {
  load.atEnd = world.look();
  Object.assign(load.wasAtEnd, {
    attached: load.attached,
    used: load.used,
    demanded: isDemanded(world, load),
    closed: world.closed,
  });
  conclude(world, load, state);
}

function conclude(world: World, load: Load, state: Load['state']): void {
  load.state = state;
  load.endedAt = world.clock.now();
  load.rank = world.ended++;
}

/** A demand's load failed: it fails with it if a demand began it, and is given another one else. */
function lose(world: World, request: Request, load: Load): void {
  request.load = undefined;
  if (load.reason === 'demand') {
    request.failure = load;
    return;
  }
  request.item = world.cache.peek(world.key(load.id));
  if (request.item) return;
  request.load = attachedLoad(world, load.id);
  if (request.load) request.load.used = true;
}

/** Laws 2 and 4: only what nobody wants any more is given up. */
function judgeCancel(world: World, load: Load): void {
  const { id, n, attached } = load;
  const { perhapsUnrequested, knowsCursors } = world.look();
  // Given up by `close`, or by a stream that fails or supersedes: whether by right is seen when all
  // is quiet.
  if (isDemanded(world, load) || !knowsCursors || world.closed) return;
  if (isWarmHeld(load)) world.fail(4, `load ${n} of key ${id} is given up while a warm wants it`);
  const isNamed = world.cursors.some(({ live, table }) => live && table.has(id));
  if (isNamed && world.enabled && attached && perhapsUnrequested - 1 < world.config.concurrency)
    world.fail(
      world.switchEnded ? 19 : 4,
      `load ${n} of key ${id} is given up while a cursor names it and has a slot for it`,
    );
}
