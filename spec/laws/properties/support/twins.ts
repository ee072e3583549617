import type { CacheEvent, CacheStats } from '../../../../src/index.js';
import type { Command } from './command.js';
import type { Config } from './config.js';
import { createWorld } from './createWorld.js';
import { idOf, type Key } from './key.js';
import type { Look } from './look.js';
import { finish } from './playScript.js';
import { watch } from './watch.js';
import type { World } from './world.js';

/** What came of a script. */
export interface Fate {
  /** Who asked, what was loaded, and who was handed what, in order. */
  readonly story: readonly string[];
  readonly stats: CacheStats;
  /** Of one who hears: events without the objects of their keys. */
  readonly events: readonly string[];
}

/**
 * Plays a script without judging it.
 *
 * @param hears - whether somebody listens to `events$`
 * @param looks - whether somebody listens to all, and looks at the cache whenever that is possible
 */
export function playTwin(
  config: Config,
  script: readonly Command[],
  hears: boolean,
  looks: boolean,
): Fate {
  const scene = createWorld(config);
  const { world, story } = scene;
  const { cache } = world;
  const events: string[] = [];
  if (!looks) (world as { look: World['look'] }).look = () => NOTHING;
  if (hears) cache.events$.subscribe((event) => events.push(plain(event)));
  if (looks) watch(scene);
  const play = (command: Command): void => {
    world.act(command);
    if (looks) lookAt(world);
  };
  for (const command of script) play(command);
  const stats = cache.stats();
  finish(scene, play);
  return { story: story.filter((line) => !/ leaves: |BROKEN/.test(line)), stats, events };
}

function lookAt({ cache, key, look }: World): void {
  look();
  for (let id = 0; id < 10; id++) cache.peek(key(id));
  cache.snapshot();
  cache.stats();
}

function plain(event: CacheEvent<Key>): string {
  return JSON.stringify(event, (name, value: unknown) =>
    name === 'key' ? idOf(value as Key) : value,
  );
}

/** What the blind see. */
const NOTHING: Look = {
  enabled: true,
  currents: new Set(),
  likelihoods: [],
  unrequested: 0,
  perhapsUnrequested: 0,
  wanted: new Map(),
  refused: new Set(),
  resting: new Set(),
  knowsCursors: false,
  isSure: false,
  size: 0,
  bytes: 0,
  bytesOf: new Map(),
  served: new Set(),
  expired: new Set(),
  pinned: new Set(),
  loose: new Map(),
  threshold: 0,
  isFull: false,
  isVague: false,
  hasRoom: false,
};
