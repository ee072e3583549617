import { isClearing, isHeld, isWaited, pacedUntil, unrequested } from '../past.js';
import type { Fold } from './fold.js';

/** Law 25: what prefetches do while a request waits, and how many begin in a second. */
export const requestsFirst: Fold = (fail) => (past, step) => {
  if (step.type === 'prefetch-start') {
    if (isHeld(past)) fail(25, `key ${step.key} is prefetched while a request waits`);
    if (pacedUntil(past) > step.at) fail(25, `key ${step.key} is prefetched too soon`);
  }
  if (step.type === 'load') {
    const isFirst = step.reason === 'demand' && isWaited(past) && isClearing(past);
    // The load of a superseded request ends after the new one has begun.
    if (isFirst && unrequested(past).some(({ isUsed }) => !isUsed))
      fail(25, `load ${step.load} of a request begins beside prefetches`);
  }
  if (step.type === 'quiet' && isClearing(past) && !past.isClosed && unrequested(past).length > 0)
    fail(25, 'prefetches go on while a request waits');
};
