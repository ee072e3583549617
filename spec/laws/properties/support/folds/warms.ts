import type { WarmProgress } from '../../../../../src/index.js';
import { isHeld, pacedUntil, type Past } from '../past.js';
import type { Fail, Fold } from './fold.js';

/** One warm, as its loads and its progress tell of it. */
interface Warm {
  readonly ids: readonly number[];
  readonly begun: number[];
  last: WarmProgress | undefined;
}

/** Law 21: what a warm loads, and what it tells of it. */
export const warms: Fold = (fail) => {
  const running = new Map<number, Warm>();
  return (past, step) => {
    switch (step.type) {
      case 'warm':
        running.set(step.warm, { ids: step.ids, begun: [], last: undefined });
        return;
      case 'prefetch-start': {
        if (!step.warm) return;
        const warm = [...running.values()].findLast(({ ids }) => ids.includes(step.key));
        if (!warm) return fail(21, `key ${step.key} is warmed, which no warm names`);
        if (warm.ids.indexOf(step.key) <= warm.ids.indexOf(warm.begun.at(-1) ?? NaN))
          fail(21, `a warm of ${warm.ids.join()} loads ${step.key} after ${warm.begun.join()}`);
        warm.begun.push(step.key);
        return;
      }
      case 'progress': {
        const warm = running.get(step.warm);
        if (!warm) return fail(12, `warm ${step.warm} goes on after its end`);
        judgeProgress(warm, step.progress, fail);
        warm.last = step.progress;
        return;
      }
      case 'warm completed': {
        const { ids, last } = running.get(step.warm) ?? { ids: [], last: undefined };
        if (!past.isClosed && settledOf(last) !== ids.length)
          fail(21, `warm ${step.warm} completes at ${JSON.stringify(last)}`);
        running.delete(step.warm);
        return;
      }
      case 'stop warm':
        running.delete(step.warm);
        return;
      case 'quiet':
        for (const [number, warm] of running) judgeQuiet(past, number, warm, step.at, fail);
        return;
      default:
    }
  };
};

const settledOf = (last: WarmProgress | undefined): number =>
  last ? last.done + last.failed + last.skipped : NaN;

function judgeProgress({ ids, last }: Warm, progress: WarmProgress, fail: Fail): void {
  const { done, failed, skipped, total } = progress;
  if (last && (done < last.done || failed < last.failed || skipped < last.skipped))
    fail(21, 'the progress of a warm goes back');
  if (total !== ids.length || settledOf(progress) > total)
    fail(21, `the progress of a warm is ${JSON.stringify(progress)}`);
}

function judgeQuiet(past: Past, number: number, { ids, last }: Warm, at: number, fail: Fail): void {
  const { concurrency } = past.config;
  const inFlight = past.loads.filter(({ warm }) => warm === number).length;
  if (past.isClosed) fail(13, `warm ${number} goes on after the cache closed`);
  if (inFlight > concurrency) fail(21, `warm ${number} has ${inFlight} loads in flight`);
  if (isHeld(past) || pacedUntil(past) > at) return;
  if (inFlight === 0) fail(21, `warm ${number} hangs at ${JSON.stringify(last)}`);
  const settled = last ? settledOf(last) : 0;
  if (inFlight < concurrency && settled + inFlight !== ids.length)
    fail(21, `warm ${number} leaves a slot free at ${JSON.stringify(last)}`);
}
