import {
  attached,
  budgetOf,
  fresh,
  isDead,
  isFailure,
  isHeld,
  isResting,
  isSure,
  likelihoodOf,
  loose,
  pacedUntil,
  startable,
  tableOf,
  unrequested,
  type Past,
  type Row,
} from '../past.js';
import type { Emitted, Step } from '../log.js';
import type { Fail, Fold } from './fold.js';

/** Laws 3, 7, 9, 10: what readers plan, and which planned key is prefetched next. */
export const starts: Fold = (fail) => {
  /** What each reader may plan, with the likelihoods, once its predictor has answered. */
  const due = new Map<number, ReadonlyMap<number, number>>();
  /** How often each reader has moved, and the moves that are under way, the innermost last. */
  const moves = new Map<number, number>();
  const moving: { readonly reader: number; readonly move: number }[] = [];
  const histories = new Map<number, readonly number[]>();
  /** How often the predictor has failed without an event. */
  let failures = 0;
  /** Whether anything but time has passed since the cache was quiet. */
  let isBusy = false;
  return (past, step) => {
    switch (step.type) {
      case 'hit':
      case 'join':
      case 'miss':
        isBusy = true;
        if (!step.moved) return;
        moves.set(step.reader, (moves.get(step.reader) ?? 0) + 1);
        moving.push({ reader: step.reader, move: moves.get(step.reader) ?? 0 });
        histories.set(step.reader, [...(histories.get(step.reader) ?? []), step.key]);
        due.delete(step.reader);
        return;
      case 'predict': {
        const history = histories.get(moving.at(-1)?.reader ?? NaN);
        if (String(step.history) !== String(history?.slice(-past.config.historySize)))
          fail(3, `the predictor is given the history [${step.history.join()}]`);
        return;
      }
      case 'predicted': {
        failures += Number(isFailure(past.config, step.id));
        const { reader, move } = moving.pop() ?? { reader: NaN, move: NaN };
        // One that has moved on, or left, plans nothing here.
        if (past.positions.has(reader) && moves.get(reader) === move)
          due.set(reader, eligible(past, step.id, step.at));
        return;
      }
      case 'plan':
        if (!step.ended) judgePlan(past, step, due.get(step.reader), fail);
        due.delete(step.reader);
        return;
      case 'predictor-error':
        if (--failures < 0) fail(10, `the predictor has not failed at key ${step.key}`);
        return;
      case 'prefetch-start':
        if (!step.warm) judgeStart(past, step.key, step.at, fail);
        return;
      case 'quiet':
        if (isBusy) judgeSlots(past, step, fail);
        if (failures > 0 && !past.isClosed)
          fail(10, `${failures} failures of the predictor are not told`);
        for (const reader of due.keys())
          if (past.positions.has(reader) && !past.isClosed)
            fail(3, `reader ${reader} makes no plan`);
        isBusy = false;
        return;
      default:
        isBusy ||= !('delivered' in step);
    }
  };
};

const isFree = (past: Past, id: number, at: number): boolean =>
  !fresh(past, id, at) &&
  !attached(past, id) &&
  !isResting(past, id, at) &&
  (past.forgotten.get(id) ?? 0) <= at &&
  !past.refused.has(id);

function eligible(past: Past, current: number, at: number): Map<number, number> {
  const isAbsent = (id: number): boolean =>
    id !== current && !fresh(past, id, at) && !isResting(past, id, at) && !past.refused.has(id);
  return new Map([...tableOf(past.config, current)].filter(([id]) => isAbsent(id)));
}

function judgePlan(
  { config }: Past,
  { reader, keys }: Extract<Emitted, { type: 'plan' }>,
  due: ReadonlyMap<number, number> | undefined,
  fail: Fail,
): void {
  if (!due) return fail(3, `reader ${reader} makes a plan and has not moved`);
  const likeliest = [...due.values()].sort((a, b) => b - a).slice(0, config.lookahead);
  const isDue =
    keys.every(([id, likelihood]) => due.get(id) === likelihood) &&
    new Set(keys.map(([id]) => id)).size === keys.length &&
    String(keys.map(([, likelihood]) => likelihood)) === String(likeliest);
  if (!isDue) fail(3, `the plan of reader ${reader} is [${keys.join('; ')}], of ${[...due].join('; ')}`); // prettier-ignore
}

/** Whether an item of this likelihood surely finds room, or surely does not; else undefined. */
function hasRoom(past: Past, likelihood: number, at: number): boolean | undefined {
  const { maxKeys, maxBytes } = budgetOf(past.config);
  if (maxBytes < Infinity) return undefined;
  if (past.residents.length < maxKeys) return true;
  return loose(past).some(
    (one) => isDead(past, one, at) || likelihoodOf(past, one.item.id) <= likelihood,
  );
}

function judgeStart(past: Past, id: number, at: number, fail: Fail): void {
  const rows = startable(past, id);
  if (rows.length === 0) return fail(3, `key ${id} is prefetched, which no plan has open`);
  if (isResting(past, id, at)) fail(9, `key ${id} is prefetched while it rests`);
  if (!isSure(past)) return;
  const isOpen = (row: Row): boolean => row.isStarted === false && isFree(past, row.id, at);
  const likelier = rows.map(([row, { plan }]) =>
    plan.find((other) => other.likelihood > row.likelihood && isOpen(other)),
  );
  const [first] = likelier;
  if (first && !likelier.includes(undefined))
    fail(3, `key ${id} is prefetched before key ${first.id}, which is likelier`);
  if (hasRoom(past, likelihoodOf(past, id), at) === false)
    fail(7, `key ${id} is prefetched, and all that it could displace is likelier`);
}

function judgeSlots(past: Past, { at }: Extract<Step, { type: 'quiet' }>, fail: Fail): void {
  const { config, isEnabled, isClosed } = past;
  if (!isEnabled || isClosed || unrequested(past).length >= config.concurrency) return;
  if (isHeld(past) || pacedUntil(past) > at) return;
  for (const [reader, { plan }] of past.positions)
    for (const { id, likelihood, isStarted } of plan)
      if (isStarted === false && isFree(past, id, at) && hasRoom(past, likelihood, at))
        fail(3, `a slot is free, reader ${reader} plans key ${id}, and it is not started`);
}
