import type { Access, AccessPredictor, Predictor } from '../../../../src/index.js';
import type { Nonsense } from './config.js';
import { idOf, KEYS, type Key } from './key.js';
import { settle } from './asking.js';
import type { Request, World } from './world.js';

const NONSENSE: Record<Exclude<Nonsense, 'throws'>, number> = {
  NaN: NaN,
  Infinity: Infinity,
  negative: -1,
};

/**
 * The predictor of a script, which keeps the naive cursors.
 *
 * @param isResting - whether a key rests after a failure
 */
export function createPredictor(world: World, isResting: (id: number) => boolean): Predictor<Key> {
  const { config, moving } = world;

  /** What the predictor says; from then on it counts. */
  const answer = (current: Key, history: readonly Key[]): (readonly [Key, number])[] => {
    const request = moving.at(-1);
    if (request?.state !== 'asking' || idOf(current) !== request.id) {
      // Its reader left while this was observed.
      if (request?.state !== 'given up')
        world.fail(
          3,
          `the predictor is asked about key ${idOf(current)}, to which no cursor moves`,
        );
      return [];
    }
    const { cursor } = request.reader;
    cursor.number ??= world.cache
      .snapshot()
      .readers.find(({ id }) => !world.cursors.some((other) => other.number === id))?.id;
    if (String(history.map(idOf)) !== String(cursor.history))
      world.fail(
        3,
        `${cursor.name} has the history [${history.map(idOf).join()}], not [${cursor.history.join()}]`,
      );
    world.visit('predict', request.reader);
    const row = config.rows[request.id] ?? { says: [], then: undefined };
    install(world, request, row.then === undefined ? row.says : undefined, isResting);
    settle(world, request);
    if (row.then === 'throws') throw new Error(`no idea after ${request.id}`);
    const pairs = row.says.map(([id, likelihood]) => [world.key(id), likelihood] as const);
    return row.then === undefined ? pairs : [...pairs, [world.key(0), NONSENSE[row.then]]];
  };

  const observe = (access: Access<Key>): void => {
    const { key, at, reader: number, outcome } = access;
    const request = moving.at(-1);
    const { cursor } = request?.reader ?? {};
    if (!request || !cursor || idOf(key) !== request.id)
      return world.fail(3, `a move to key ${idOf(key)} is observed that nobody makes`);
    if (cursor.number !== undefined && cursor.number !== number)
      world.fail(3, `${cursor.name} is ${cursor.number} and then ${number}`);
    cursor.number = number;
    if (at !== world.clock.now() || outcome !== request.outcome)
      world.fail(3, `the ${request.outcome} of ${request.id} is observed as a ${outcome}`);
    for (const { id } of world.items)
      if (access.isResident(world.key(id)) !== world.cache.has(world.key(id)))
        world.fail(3, `isResident(${id}) is wrong`);
  };

  const predictor: AccessPredictor<Key> = {
    observe,
    predict(current, history, add) {
      for (const [key, likelihood] of answer(current, history)) add(key, likelihood);
    },
  };
  return config.observes ? predictor : answer;
}

const allIds = Array.from({ length: KEYS }, (_, id) => id);

/** What a predictor said last counts, unless its cursor has moved on meanwhile. */
function install(
  world: World,
  request: Request,
  says: readonly (readonly [number, number])[] | undefined,
  isResting: (id: number) => boolean,
): void {
  const { cache, config, key, refused } = world;
  const { cursor } = request.reader;
  if (!says && !world.closed) {
    cursor.errorsDue++;
    world.figures.predictorErrors++;
  }
  if (cursor.position !== request.position) return;
  const table = new Map<number, number>();
  for (const [id, likelihood] of says ?? [])
    if (likelihood > (table.get(id) ?? 0)) table.set(id, likelihood);
  const lawAgainst = (id: number): number | undefined =>
    isResting(id)
      ? 9
      : refused.has(id)
        ? 17
        : id === cursor.current || cache.has(key(id))
          ? 3
          : undefined;
  const eligible = new Map([...table].filter(([id]) => lawAgainst(id) === undefined));
  // After nonsense none may be in it.
  const barred = new Map(
    (says ? [...table.keys()] : allIds).map((id) => [id, says ? (lawAgainst(id) ?? 3) : 10]),
  );
  cursor.table = table;
  cursor.started = new Map();
  if (cursor.live && !world.closed)
    cursor.plansDue.push({ eligible, barred, size: Math.min(eligible.size, config.lookahead) });
}
