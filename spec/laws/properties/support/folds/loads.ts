import {
  attached,
  isClearing,
  fresh,
  isFailing,
  isRequested,
  isSure,
  likelihoodOf,
  pending,
  resident,
  unrequested,
  waiting,
  type Load,
  type Past,
} from '../past.js';
import type { Fail, Fold } from './fold.js';

/** Laws 1, 2, 4, 12, 13, 14, 17, 19: what is in flight, and who wants it. */
export const loads: Fold = (fail) => {
  /** The loads that the provider runs, and those that it saw unsubscribed. */
  const running = new Set<number>();
  const left = new Set<number>();
  const over = new Set<number>();
  return (past, step) => {
    switch (step.type) {
      case 'hit':
      case 'join':
      case 'miss': {
        const found = resident(past, step.key, step.at);
        const outcome = found ? 'hit' : attached(past, step.key) ? 'join' : 'miss';
        if (step.type !== outcome)
          fail(found ? 18 : 1, `a ${outcome} of key ${step.key} is a ${step.type}`);
        return;
      }
      case 'load-start':
        if (waiting(past, step.key).length === 0)
          fail(2, `load ${step.load} of key ${step.key} begins, which no request waits for`);
        return judgeStart(past, step.key, step.at, fail);
      case 'prefetch-start':
        if (past.refused.has(step.key))
          fail(17, `key ${step.key} is prefetched, which the provider refuses`);
        if (!step.warm) judgeSlot(past, step.key, fail);
        return judgeStart(past, step.key, step.at, fail);
      case 'revalidate-start':
        if (past.isClosed) fail(13, `key ${step.key} is loaded anew after the cache closed`);
        if (attached(past, step.key))
          fail(1, `key ${step.key} is loaded anew while another load of it is in flight`);
        return;
      case 'load-abort':
      case 'prefetch-abort':
      case 'revalidate-abort': {
        const load = past.loads.find((other) => other.load === step.load);
        if (!load) return fail(4, `load ${step.load} is aborted and was not in flight`);
        return judgeAbort(past, load, fail);
      }
      case 'load':
        if (past.isClosed) fail(13, `load ${step.load} begins after the cache closed`);
        running.add(step.load);
        return;
      case 'value':
      case 'fail':
        over.add(step.load);
        running.delete(step.load);
        return;
      case 'left':
        left.add(step.load);
        running.delete(step.load);
        return;
      case 'abort':
        // A load that was not subscribed to is not unsubscribed.
        if (over.has(step.load)) fail(4, `the signal of load ${step.load} aborts after its end`);
        running.delete(step.load);
        over.add(step.load);
        return;
      case 'quiet':
        return judgeQuiet(past, running, left, over, fail);
      default:
    }
  };
};

function judgeStart(past: Past, id: number, at: number, fail: Fail): void {
  if (past.isClosed) fail(13, `a load of key ${id} begins after the cache closed`);
  if (attached(past, id)) fail(1, `a load of key ${id} begins while another one is in flight`);
  if (fresh(past, id, at)) fail(1, `a load of key ${id} begins, which is resident`);
}

function judgeSlot(past: Past, id: number, fail: Fail): void {
  if (!past.isEnabled) fail(19, `key ${id} is prefetched while prefetching is off`);
  const taken = unrequested(past).length;
  if (taken >= past.config.concurrency) fail(2, `key ${id} is prefetched in slot ${taken + 1}`);
}

function judgeAbort(past: Past, load: Load, fail: Fail): void {
  const { config, isClosed } = past;
  const { id } = load;
  // Whoever is failing leaves all that it waits for.
  if (isClosed || !isSure(past)) return;
  if (isRequested(past, load)) fail(4, `load ${load.load} is aborted, which a request waits for`);
  if (!load.isAttached) return;
  if (load.renews) fail(24, `load ${load.load} is aborted, which loads key ${id} anew`);
  if (load.warm !== undefined) fail(4, `load ${load.load} is aborted, which a warm wants`);
  if (load.renews === undefined) return;
  const others = unrequested(past).filter((other) => other !== load);
  if (
    !isClearing(past) &&
    !past.hasLeft &&
    likelihoodOf(past, id) > 0 &&
    others.length < config.concurrency
  )
    fail(4, `load ${load.load} is aborted, which a reader names and has a slot for`);
}

function judgeQuiet(
  past: Past,
  running: ReadonlySet<number>,
  left: ReadonlySet<number>,
  over: ReadonlySet<number>,
  fail: Fail,
): void {
  const { config, isClosed, isEnabled } = past;
  for (const load of past.loads) {
    const name = `load ${load.load} of key ${load.id}`;
    if (!running.has(load.load)) fail(4, `${name} is in flight, and its provider is not`);
    if (isClosed) fail(13, `${name} goes on after the cache closed`);
    if (isRequested(past, load) || load.warm !== undefined || load.renews !== false) continue;
    if (!load.isAttached) fail(14, `${name} was detached, is unwanted and goes on`);
    if (!isEnabled) fail(19, `${name} goes on without a request while prefetching is off`);
    if (likelihoodOf(past, load.id) === 0) fail(12, `${name} is unwanted and goes on`);
  }
  const taken = unrequested(past).length;
  if (taken > config.concurrency) fail(2, `${taken} prefetches are in flight`);
  for (const load of running)
    if (!past.loads.some((other) => other.load === load))
      fail(12, `the provider runs load ${load}, which is not in flight`);
  for (const load of left) if (!over.has(load)) fail(4, `load ${load} is left and not aborted`);
  for (const { id, item, failure, load, reader } of pending(past))
    if (!item && !failure && !(load && past.loads.includes(load)))
      fail(4, `reader ${reader} waits for key ${id}, and nothing loads it`);
  for (const [number, reader] of past.readers)
    if (isFailing(past, reader)) fail(8, `reader ${number} is not given the error of its load`);
}
