import { describe, type Command } from './command.js';
import type { Config } from './config.js';
import { createWorld, type Scene } from './createWorld.js';
import { checkQuiet, checkSlotsFull } from './quiet.js';
import { watch, type Told } from './watch.js';
import { hasComeIn, isLive } from './world.js';

/**
 * Plays a script until a law is broken, and then to its end: what is pending is ended, and the
 * cache is closed.
 */
export function playScript(config: Config, script: readonly Command[]): Scene {
  const scene = createWorld(config);
  const told = watch(scene);
  const { world, broken, story } = scene;
  const play = (command: Command): void => {
    if (broken.length > 0) return;
    story.push(describe(command));
    const [moves, handed, ended] = [movesOf(scene), handedIn(scene), world.ended];
    world.act(command);
    scene.journal.quiet();
    scene.warms.quiet();
    checkQuiet(world, scene.journal, told);
    // Time alone starts nothing.
    if (moves !== movesOf(scene) || ended !== world.ended)
      checkSlotsFull(world, handed !== handedIn(scene));
  };
  for (const command of script) play(command);
  if (broken.length === 0) finish(scene, play);
  if (broken.length === 0) checkEnd(scene, told);
  return scene;
}

/**
 * Nothing hangs: all that is pending ends, and so do all who wait. Then the cache closes, twice.
 */
export function finish({ world, readers }: Scene, play: (command: Command) => void): void {
  world.armed.length = 0;
  for (const reader of world.readers) if (!reader.end) readers.complete(reader);
  for (let i = 0; i < 200 && world.loads.some(isLive); i++)
    play({ do: i % 7 === 6 ? 'reject' : 'resolve', pick: i, bytes: 1, twice: false });
  const reader = world.readers.find(({ end }) => !end);
  const warm = world.warms.find(({ end }) => !end);
  if (reader ?? warm)
    world.fail(5, `${reader?.name ?? `warm ${warm?.n ?? NaN}`} hangs after all loads have ended`);
  for (const command of AFTER) play(command);
}

const AFTER: readonly Command[] = [
  { do: 'close' },
  { do: 'close' },
  { do: 'open', settled: false, ids: [1, 2], ends: false },
  { do: 'open', settled: true, ids: [], ends: true },
  { do: 'get', id: 1 },
  { do: 'warm', ids: [1, 2] },
  { do: 'set', id: 1, bytes: 1 },
  { do: 'invalidate', id: 1 },
  { do: 'clear' },
];

/** Laws 4 and 13: only what was given up aborts, and that always; all that came in has left. */
function checkEnd({ world }: Scene, told: Told): void {
  if (told.open > 0) world.fail(13, `${told.open} side streams do not complete`);
  for (const { n, state, context } of world.loads) {
    const { aborted } = context.signal;
    if (aborted !== (state === 'cancelled'))
      world.fail(4, `load ${n} ended (${state}), and its signal says aborted: ${String(aborted)}`);
  }
  const kept = world.items.find((item) => hasComeIn(item) && !item.destroyed);
  if (kept) world.fail(13, `the leaving of item ${kept.n} of key ${kept.id} was never said`);
}

function movesOf({ world }: Scene): number {
  return world.cursors.reduce((sum, { position }) => sum + position, 0);
}

function handedIn({ world }: Scene): number {
  return world.readers.reduce((sum, { handed }) => sum + handed, 0);
}
