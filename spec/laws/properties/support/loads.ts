import { Observable } from 'rxjs';
import type { DataProvider, LoadContext, LoadResult } from '../../../../src/index.js';
import { aborted, cancelled, failLoad, finishLoad, notSubscribed } from './endings.js';
import { idOf, type Key } from './key.js';
import type { Rest } from './rest.js';
import { attachedLoad, pendingIn, type Item, type Load, type World } from './world.js';

/**
 * The provider of a script: its loads end when they are told to, and say what they see.
 *
 * @param began - called when a load begins, before it is in the air
 */
export function createProvider(
  world: World,
  rest: Rest,
  began: (load: Load) => void,
): DataProvider<Key, Item> {
  return {
    has: (key) => !world.refused.has(idOf(key)),
    load(key, context) {
      const load = begin(world, idOf(key), context, began);
      return run(world, rest, load);
    },
  };
}

function begin(world: World, id: number, context: LoadContext, began: (load: Load) => void): Load {
  const load = createLoad(world, id, context);
  world.tell(`load ${load.n} of ${id} begins (${load.reason})`);
  const other = attachedLoad(world, id);
  if (other)
    world.fail(1, `load ${load.n} of key ${id} begins while load ${other.n} of it is in the air`);
  if (world.closed) world.fail(13, `load ${load.n} of key ${id} begins after the cache closed`);
  began(load);
  world.loads.push(load);
  world.begun.push(load);
  if (load.reason === 'demand') give(world, load);
  return load;
}

function createLoad(world: World, id: number, context: LoadContext): Load {
  const isDemand = context.reason === 'demand';
  return {
    n: world.loads.length,
    id,
    reason: context.reason,
    startedAt: world.clock.now(),
    atStart: world.look(),
    context,
    state: 'live',
    attached: true,
    used: isDemand,
    byWarm: isDemand ? false : undefined,
    warm: undefined,
    sink: undefined,
    item: undefined,
    cause: undefined,
    atEnd: undefined,
    wasAtEnd: { attached: true, used: true, demanded: true, closed: false },
    endedAt: NaN,
    rank: Infinity,
    isEndSaid: false,
    hasAborted: false,
  };
}

function run(world: World, rest: Rest, load: Load): LoadResult<Item> {
  const { context, id, n } = load;
  const answer = world.config.answers[id];
  if (world.config.readsSignal)
    context.signal.addEventListener('abort', () => aborted(world, load));
  world.visit('load');
  if (answer === 'throws') {
    notSubscribed(world, load);
    failLoad(world, rest, load, 'error', new Error(`no load of key ${id} (load ${n})`));
    throw load.cause;
  }
  return new Observable<Item>((sink) => {
    load.sink = sink;
    if (answer === 'value')
      finishLoad(world, rest, load, { as: 'value', bytes: n % 4, twice: true });
    else if (answer === 'error' || answer === 'empty')
      finishLoad(world, rest, load, { as: answer });
    return () => {
      if (load.state === 'live') cancelled(world, load);
    };
  });
}

/** Those who wait for a load of this key have one now. */
function give(world: World, load: Load): void {
  const takers = pendingIn(world).filter(
    ({ id, item, load: other, failure }) => id === load.id && !item && !other && !failure,
  );
  if (takers.length === 0)
    world.fail(2, `load ${load.n} of key ${load.id} is a demand's, and nobody demands it`);
  for (const request of takers) request.load = load;
}
