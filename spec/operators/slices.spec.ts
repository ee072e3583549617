import { describe, expect, it, jest } from '@jest/globals';
import { Subscription } from 'rxjs';
import { slices } from '../../operators/internal/keeping/slices.js';
import type { Timer } from '../../operators/internal/timerOf.js';

describe('Slices of a job', () => {
  it('keep a process of Node alive until the job is done', () => {
    const unref = jest.fn();
    const scheduled: (() => void)[] = [];
    const timer = {
      schedule(work: () => void) {
        scheduled.push(work);
        return Object.assign(new Subscription(), { id: { unref } });
      },
    } as unknown as Timer;
    const results: number[] = [];
    slices(count(3), timer, false).subscribe((result) => results.push(result));
    while (scheduled.length > 0) scheduled.shift()?.();
    expect(results).toEqual([3]);
    expect(unref).not.toHaveBeenCalled();
  });
});

function* count(to: number): Generator<void, number> {
  for (let i = 0; i < to; i++) yield;
  return to;
}
