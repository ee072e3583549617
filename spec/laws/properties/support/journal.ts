import type { CacheEvent, Eviction } from '../../../../src/index.js';
import { idOf, type Key } from './key.js';
import {
  tellEnd,
  tellLeft,
  tellPlan,
  tellRequest,
  tellStart,
  tellStored,
  type EventOf,
  type Ledger,
} from './ledger.js';
import { isDying } from './look.js';
import type { Held } from './stores.js';
import { isLive, type Item, type Load, type Warm, type World } from './world.js';

/** Holds each event against what was seen to happen, and folds residents in the plainest way. */
export interface Journal {
  readonly held: readonly Held[];
  event(event: CacheEvent<Key>): void;
  eviction(eviction: Eviction<Key, Item>): void;
  /** Everything that happened has been said. */
  quiet(): void;
}

/** @param warmOf - the warm that began a load */
export function createJournal(world: World, warmOf: (load: Load) => Warm | undefined): Journal {
  const ledger: Ledger = { held: [], victims: [], told: new Set(), lastEnded: undefined, place: 0 };
  let evicting: EventOf<'evict'> | undefined;
  let last = -Infinity;
  return {
    held: ledger.held,
    event(event) {
      if (evicting)
        world.fail(
          6,
          `the eviction of key ${idOf(evicting.key)} is not said together with its event`,
        );
      if (event.at < last || event.at > world.clock.now())
        world.fail(15, `a ${event.type} is said to be at ${event.at}`);
      last = event.at;
      if (event.type === 'evict') evicting = event;
      else {
        tell(world, ledger, event, warmOf);
        ledger.victims = [];
      }
    },
    eviction(eviction) {
      const event = evicting;
      evicting = undefined;
      judgeEviction(world, eviction, event);
      if (event) tellLeft(world, ledger, eviction.value, event);
    },
    quiet() {
      if (!world.closed) judgeUnsaid(world);
    },
  };
}

function tell(
  world: World,
  ledger: Ledger,
  event: Exclude<CacheEvent<Key>, { type: 'evict' }>,
  warmOf: (load: Load) => Warm | undefined,
): void {
  switch (event.type) {
    case 'hit':
    case 'join':
    case 'miss':
      return tellRequest(world, ledger, event);
    case 'serve':
      world.serves.push({ cursor: event.reader, id: idOf(event.key), wait: event.wait });
      world.figures.waits.push(event.wait);
      return;
    case 'load-start':
    case 'prefetch-start':
      return tellStart(world, event, warmOf);
    case 'store':
      return tellStored(world, ledger, event);
    case 'plan':
      return tellPlan(world, event);
    case 'predictor-error': {
      const cursor = world.cursors.find(({ number }) => number === event.reader);
      if (!cursor || --cursor.errorsDue < 0)
        world.fail(10, `a predictor-error of cursor ${event.reader} is said, and there was none`);
      return;
    }
    case 'close':
      if (!world.closed) world.fail(13, 'a close is said, and nobody closed the cache');
      return;
    default:
      return tellEnd(world, ledger, event);
  }
}

/** Law 6: together with its event, once, and after all who were given it have had it. */
function judgeEviction(
  world: World,
  { key, value: item, reason }: Eviction<Key, Item>,
  event: EventOf<'evict'> | undefined,
): void {
  const { n, id, destroyed } = item;
  world.tell(`item ${n} of ${id} leaves: ${reason}`);
  const isSaid =
    event && idOf(event.key) === idOf(key) && event.reason === reason && id === idOf(key);
  if (!isSaid) world.fail(6, `item ${n} of key ${id} leaves without an event`);
  if (destroyed) world.fail(6, `item ${n} of key ${id} leaves twice`);
  const holder = world.readers.find(
    (reader) => reader.pending.some((request) => request.item === item) && !isDying(reader),
  );
  if (holder && !world.closed)
    world.fail(6, `item ${n} of key ${id} leaves (${reason}) before ${holder.name} has had it`);
  item.destroyed = true;
}

function judgeUnsaid(world: World): void {
  const { asks, begun, loads, cursors, readers, serves, fail } = world;
  if (asks[0]) fail(15, `no event says that ${asks[0].reader.name} asked for key ${asks[0].id}`);
  if (begun[0]) fail(15, `no event says that load ${begun[0].n} of key ${begun[0].id} began`);
  const end = loads.find((load) => !isLive(load) && !load.isEndSaid);
  if (end) fail(15, `no event says that load ${end.n} of key ${end.id} ended (${end.state})`);
  for (const cursor of cursors) {
    const { name, live, plansDue, errorsDue, replaced } = cursor;
    if (live && plansDue.length > replaced) fail(3, `a plan of ${name} is not said`);
    if (errorsDue > 0) fail(10, `no event says that the predictor failed ${name}`);
    plansDue.length = cursor.replaced = 0;
  }
  // A listener may have unsubscribed, or superseded, what it heard to be served.
  const isThere = (cursor: number): boolean =>
    readers.some(
      (reader) =>
        !reader.isGet &&
        !reader.end &&
        reader.order !== 'switch' &&
        reader.cursor.number === cursor,
    );
  const serve = serves.find(({ cursor }) => isThere(cursor));
  if (serve) fail(15, `an event says that key ${serve.id} is served, and it is not`);
  serves.length = 0;
}
