import { isDeepStrictEqual } from 'node:util';
import type { CacheStats } from '../../../../../src/index.js';
import type { Emitted, Quiet } from '../log.js';
import { attached, resident, type Past } from '../past.js';
import type { Fail, Fold } from './fold.js';

type Counts = Record<Exclude<keyof CacheStats, 'wait' | 'evictionsBy' | 'planned'>, number>;

/** Laws 15 and 16: each event tells what happened, and all together fold to stats and states. */
export const events: Fold = (fail) => {
  const counts = {
    ...{ requests: 0, hits: 0, joins: 0, misses: 0, loads: 0, prefetches: 0, prefetchErrors: 0 },
    ...{
      revalidations: 0,
      revalidationErrors: 0,
      predictorErrors: 0,
      evictions: 0,
      residents: 0,
      bytes: 0,
      inFlight: 0,
    },
    ...{ useful: 0, timely: 0, wasted: 0 },
  };
  const waits: number[] = [];
  let [delivered, judged, served] = [0, -1, 0];
  let hasCompleted = false;
  return (past, step) => {
    if (!('delivered' in step)) {
      delivered++;
      judgeFields(past, step, fail);
      count(counts, waits, step);
      if (step.type === 'serve') served = delivered;
      return;
    }
    if (step.delivered < served)
      fail(15, 'a serve is emitted, and events before it are not delivered');
    switch (step.type) {
      case 'item':
        if (step.delivered < delivered)
          fail(15, `item ${step.item.n} is handed over before the events that came before it`);
        return;
      case 'observe': {
        const [id, at] = [past.moving.at(-1)?.id, past.moving.at(-1)?.at];
        if (step.id !== id || step.time !== at || !past.positions.has(step.reader))
          fail(15, `a move to key ${step.id} is observed that nobody makes`);
        return;
      }
      case 'side streams completed':
        hasCompleted = true;
        return;
      case 'fault':
        return fail(15, step.message);
      case 'quiet':
        if (step.delivered !== delivered) fail(15, 'events are not delivered');
        if (past.isClosed && !hasCompleted) fail(13, 'the side streams go on');
        if (judged === delivered) return;
        judged = delivered;
        return judgeQuiet(past, step, counts, waits, fail);
      default:
    }
  };
};

/** What an event tells besides its key is what was so at that moment. */
function judgeFields(past: Past, event: Emitted, fail: Fail): void {
  const expect = (name: string, told: unknown, is: unknown): void => {
    if (told !== is) fail(15, `a ${event.type} tells ${name} ${String(told)}, not ${String(is)}`);
  };
  const load = past.loads.find((one) => one.load === event.load);
  switch (event.type) {
    case 'hit':
    case 'join':
    case 'miss': {
      const position = past.positions.get(event.reader);
      if (past.asking?.id !== event.key)
        fail(15, `a ${event.type} of key ${event.key} was not asked`);
      expect('moved', event.moved, position?.current !== event.key);
      const found = resident(past, event.key, event.at);
      if (event.type === 'hit')
        expect('stale', event.stale, (found?.expires ?? Infinity) <= event.at ? true : undefined);
      if (event.type === 'hit')
        expect('firstUse', event.firstUse, found?.isUnrequested ?? event.firstUse);
      if (event.type === 'join')
        expect('firstUse', event.firstUse, !(attached(past, event.key)?.isUsed ?? event.firstUse));
      return;
    }
    case 'store':
    case 'evict': {
      const item = event.item ?? past.arrived.findLast(({ id }) => id === event.key);
      expect('bytes', event.bytes, past.config.hasSizes ? item?.bytes : 0);
      return;
    }
    case 'load-start':
    case 'prefetch-start':
    case 'revalidate-start':
      return expect('a load', Number.isInteger(event.load), true);
    case 'plan':
    case 'serve':
    case 'predictor-error':
    case 'close':
      return;
    default:
      if (!load) return fail(15, `a ${event.type} of key ${event.key} comes, and nothing ended so`);
      expect('duration', event.duration, event.at - load.startedAt);
      expect('a load of', event.key, load.id);
      if (!('warm' in event)) return;
      expect('warm', event.warm, load.byWarm);
      expect('used', event.used, load.isUsed);
  }
}

function count(counts: Counts, waits: number[], event: Emitted): void {
  const [kind, how] = event.type.split('-');
  const isUse = 'firstUse' in event && event.firstUse;
  counts.requests += Number(['hit', 'join', 'miss'].includes(event.type));
  counts.hits += Number(event.type === 'hit');
  counts.joins += Number(event.type === 'join');
  counts.misses += Number(event.type === 'miss');
  counts.useful += Number(isUse);
  counts.timely += Number(isUse && event.type === 'hit');
  counts.predictorErrors += Number(event.type === 'predictor-error');
  counts.revalidations += Number(event.type === 'revalidate-start');
  counts.revalidationErrors += Number(event.type === 'revalidate-error');
  if (kind === 'load' || kind === 'prefetch' || kind === 'revalidate') {
    counts.inFlight += how === 'start' ? 1 : -1;
    counts.loads += Number(event.type === 'load-start');
    counts.prefetches += Number(event.type === 'prefetch-start');
    counts.prefetchErrors += Number(event.type === 'prefetch-error');
    counts.wasted += Number('used' in event && !event.used && how !== 'success');
  }
  if (event.type === 'store') counts.residents++;
  if (event.type === 'store') counts.bytes += event.bytes;
  if (event.type === 'evict') {
    counts.evictions++;
    counts.wasted += Number(event.unused);
    counts.residents -= Number(event.reason !== 'rejected');
    counts.bytes -= event.reason === 'rejected' ? 0 : event.bytes;
  }
  if (event.type === 'serve') waits.push(event.wait);
  if (event.type === 'hit' && !event.held) waits.push(0);
}

function judgeQuiet(past: Past, quiet: Quiet, counts: Counts, waits: number[], fail: Fail): void {
  const { stats, state, heard } = quiet;
  const expect = (name: string, told: unknown, is: unknown): void => {
    if (!isDeepStrictEqual(told, is))
      fail(16, `${name} is ${JSON.stringify(told)}, not ${JSON.stringify(is)}`);
  };
  expect('foldStats', heard.foldStats, stats);
  expect('stats$', heard.stats$, stats);
  expect('foldState', heard.foldState, state);
  expect('cacheState', heard.cacheState, state);
  const { wait, planned } = stats;
  const figures = Object.keys(counts).map((name) => [name, stats[name as keyof Counts]]);
  expect('stats()', figures, Object.entries(counts));
  expect('planned', planned, state.plan.length);
  expect('wait.count', wait.count, waits.length);
  const total = waits.reduce((sum, one) => sum + one, 0);
  if (Math.abs(wait.total - total) > 1e-9) expect('wait.total', wait.total, total);
  const p95 = waits.toSorted((a, b) => a - b)[Math.ceil(0.95 * waits.length) - 1] ?? 0;
  if (Math.abs(wait.p95 - p95) > 0.05 * p95 + 1e-9) expect('wait.p95', wait.p95, p95);
  const loads = past.loads.map(({ id, reason }) => `${id} ${reason}`).sort();
  expect('inFlight', state.inFlight.map(({ key, reason }) => `${key} ${reason}`).sort(), loads);
  const readers = [...past.positions].map(([id, { current }]) => `${id} ${current}`).sort();
  expect('readers', state.readers.map(({ id, current }) => `${id} ${current}`).sort(), readers);
}
