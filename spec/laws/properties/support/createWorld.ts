import { Subject } from 'rxjs';
import {
  largest,
  lhd,
  lru,
  oldest,
  prefetchCache,
  sieve,
  smallest,
  type PrefetchCacheOptions,
} from '../../../../src/index.js';
import { createActions } from './actions.js';
import { createClock } from './clock.js';
import { describe } from './command.js';
import type { Config } from './config.js';
import { createJournal, type Journal } from './journal.js';
import { idOf, type Key } from './key.js';
import { createProvider } from './loads.js';
import { createLook } from './look.js';
import { createPredictor } from './predictions.js';
import { createReaders, type Readers } from './readers.js';
import { createRest } from './rest.js';
import { createTurns } from './starts.js';
import { bytesOf } from './stores.js';
import { createWarms, type Warms } from './warms.js';
import type { Item, World } from './world.js';

/** A world with those who act in it. */
export interface Scene {
  readonly world: World;
  readonly journal: Journal;
  readonly readers: Readers;
  readonly warms: Warms;
  /** What broke which law. */
  readonly broken: { readonly law: number; readonly message: string }[];
  /** What happened, line by line. */
  readonly story: string[];
}

type Writable<T> = { -readonly [P in keyof T]: T[P] };

const POLICIES = { oldest, lru, sieve, lhd, largest, smallest };

/** A cache in a world of scripts; nobody listens to its side streams yet. */
export function createWorld(config: Config): Scene {
  const broken: Scene['broken'] = [];
  const story: string[] = [];
  const world = createState(config) as Writable<World>;
  world.tell = (line) => story.push(`${'  '.repeat(1 + world.places.length)}${line}`);
  world.fail = (law, message) => {
    broken.push({ law, message });
    world.tell(`law ${law} IS BROKEN: ${message}`);
  };
  world.visit = (place, reader) => visit(world, place, reader);

  const rest = createRest(
    config.prefetchBackoff,
    config.maxKeys ?? (config.maxBytes === undefined ? 100 : 1000),
  );
  const isResting = (id: number): boolean => rest.isResting(id, world.clock.now());
  const turns = createTurns(world);
  const provider = createProvider(world, rest, (load) => turns.began(load));
  world.cache = prefetchCache<Key, Item>(
    provider,
    createPredictor(world, isResting),
    optionsOf(world, config),
  );
  world.look = createLook(world, isResting);
  const readers = createReaders(world);
  const warms = createWarms(world);
  world.act = createActions(world, { readers, warms, rest });
  return {
    world,
    journal: createJournal(world, (load) => warms.of(load)),
    readers,
    warms,
    broken,
    story,
  };
}

function createState(config: Config): Partial<World> {
  return {
    config,
    clock: createClock(),
    loads: [],
    items: [],
    readers: [],
    cursors: [],
    warms: [],
    refused: new Set(config.refused),
    enabled$: config.hasSwitch ? new Subject<boolean>() : undefined,
    enabled: true,
    switchEnded: false,
    closed: false,
    clearing: false,
    releasing: 0,
    setting: [],
    wereSet: [],
    ended: 0,
    places: [],
    armed: [],
    moving: [],
    asks: [],
    begun: [],
    serves: [],
    figures: {
      requests: 0,
      hits: 0,
      joins: 0,
      misses: 0,
      useful: 0,
      timely: 0,
      wasted: 0,
      predictorErrors: 0,
      evictions: 0,
      waits: [],
    },
    key: (id) => (config.objectKeys ? { id } : id),
  };
}

/** The code of a user is called: what was armed for such a place is done. */
function visit(
  world: World,
  place: World['places'][number]['place'],
  reader: World['places'][number]['reader'],
): void {
  const { armed, places, setting } = world;
  const index = armed.findIndex((other) => other.place === place);
  // `clear` goes from load to load: what is done between is neither before nor after it.
  const [found] = index < 0 || places.length > 3 || world.clearing ? [] : armed.splice(index, 1);
  if (!found) return;
  // Whatever is done now, what was seen before the `set` that is under way is seen no more.
  for (const item of setting) if (item.atSet) item.atSet = { ...item.atSet, isSure: false };
  places.push({ place, reader });
  world.tell(`inside this ${place}: ${describe(found.command)}`);
  world.act(found.command);
  places.pop();
}

function optionsOf(world: World, config: Config): PrefetchCacheOptions<Key, Item> {
  const {
    order,
    maxKeys,
    maxBytes,
    concurrency,
    lookahead,
    historySize,
    ttl,
    prefetchBackoff,
    eviction,
    objectKeys,
    sized,
  } = config;
  return {
    order,
    concurrency,
    lookahead,
    historySize,
    prefetchBackoff,
    eviction: POLICIES[eviction](),
    scheduler: world.clock,
    ...(maxKeys === undefined ? {} : { maxKeys }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
    ...(sized ? { sizeOf: (item: Item) => bytesOf(world, item) } : {}),
    ...(ttl === undefined ? {} : { ttl }),
    ...(objectKeys ? { keyOf: idOf } : {}),
    ...(world.enabled$ ? { enabled$: world.enabled$ } : {}),
  };
}
