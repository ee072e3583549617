import type { Wanted } from './look.js';
import type { Cursor, Load, World } from './world.js';

/** Which cursors would have this key started, as it is the likeliest that they want. */
function choosers(load: Load): Cursor[] {
  const isChoice = (wanted: readonly Wanted[]): boolean =>
    wanted.some(
      ({ id, likelihood }) =>
        id === load.id && !wanted.some((other) => other.sure && other.likelihood > likelihood),
    );
  return [...load.atStart.wanted]
    .filter(([, wanted]) => isChoice(wanted))
    .map(([cursor]) => cursor);
}

/** Keeps which plans have started what, and whose turn it is. */
export interface Turns {
  /** A load begins. */
  began(load: Load): void;
}

/**
 * The naive turns: no cursor is passed over twice by the same one while it has something to start.
 */
export function createTurns(world: World): Turns {
  /**
   * How often the one was passed over by the other since it was served last or had nothing to
   * start.
   */
  const passed = new Map<Cursor, Map<Cursor, number>>();
  return {
    began(load) {
      if (load.reason === 'demand') return;
      const found = choosers(load);
      const [chosen] = found;
      const isSure =
        found.length === 1 && !world.warms.some(({ ids, end }) => !end && ids.includes(load.id));
      for (const cursor of found) cursor.started.set(load.id, isSure ? true : 'maybe');
      if (!isSure || !chosen) {
        passed.clear();
        return;
      }
      for (const [cursor, wanted] of load.atStart.wanted) {
        if (cursor === chosen || !wanted.some(({ sure }) => sure)) {
          passed.delete(cursor);
          continue;
        }
        const by = passed.get(cursor) ?? new Map<Cursor, number>();
        by.set(chosen, (by.get(chosen) ?? 0) + 1);
        passed.set(cursor, by);
        if ((by.get(chosen) ?? 0) > 1)
          world.fail(
            3,
            `${cursor.name} is passed over twice by ${chosen.name}, which starts key ${load.id}`,
          );
      }
    },
  };
}

/** A plan or a warm began a load. */
export function judgeStart(world: World, load: Load): void {
  const { config } = world;
  const { id, n, byWarm, atStart } = load;
  const { isFull, isSure, threshold, likelihoods } = atStart;
  if (byWarm) return judgeWarmStart(world, load);
  if (!atStart.enabled)
    world.fail(19, `load ${n} of key ${id} is started while speculation is off`);
  if (atStart.unrequested >= config.concurrency)
    world.fail(
      2,
      `load ${n} of key ${id} is started while ${atStart.unrequested} of ${config.concurrency} slots are taken`,
    );
  if (atStart.refused.has(id))
    world.fail(17, `load ${n} of key ${id} is started, which the provider does not have`);
  if (atStart.resting.has(id))
    world.fail(9, `load ${n} of key ${id} is started, which rests after a failure`);
  if (isSure && isFull && (likelihoods[id] ?? 0) < threshold && !atStart.expired.has(id))
    world.fail(
      7,
      `load ${n} of key ${id} (likelihood ${likelihoods[id] ?? 0}) is started while all that could leave is likelier (${threshold})`,
    );
  else if (choosers(load).length === 0)
    world.fail(
      3,
      `load ${n} of key ${id} is started, and is the likeliest wanted key of no cursor: ${describeWanted(load)}`,
    );
}

function judgeWarmStart(world: World, load: Load): void {
  const { id, n, warm, atStart } = load;
  const { isFull, isSure, threshold, likelihoods } = atStart;
  if (!warm)
    return world.fail(21, `load ${n} of key ${id} is started by a warm that nobody asked for`);
  if (atStart.refused.has(id))
    world.fail(17, `load ${n} of key ${id} is warmed, which the provider does not have`);
  if (atStart.served.has(id)) world.fail(21, `load ${n} of key ${id} is warmed, which is resident`);
  if (isSure && isFull && (likelihoods[id] ?? 0) < threshold && !atStart.expired.has(id))
    world.fail(21, `load ${n} of key ${id} is warmed while all that could leave is likelier`);
}

function describeWanted({ atStart }: Load): string {
  return (
    [...atStart.wanted]
      .map(([{ name }, wanted]) => `${name}: ${JSON.stringify(wanted)}`)
      .join('; ') || 'there is none'
  );
}
