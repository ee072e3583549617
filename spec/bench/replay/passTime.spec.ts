import { describe, expect, it } from '@jest/globals';
import { VirtualTimeScheduler } from 'rxjs';
import { passTime } from '../../../tools/bench/replay/passTime.js';

describe('Virtual time', () => {
  it('passes from one moment to the next at which something is due, in their order', async () => {
    const clock = new VirtualTimeScheduler(undefined, 0);
    const log: string[] = [];
    for (const at of [30, 10, 10.5, 10])
      clock.schedule(() => log.push(`${at} at ${clock.now()}`), at);
    await passTime(clock, () => log.length === 4, false);
    expect(log).toEqual(['10 at 10', '10 at 10', '10.5 at 10.5', '30 at 30']);
  });

  it('stops as soon as it is over, and leaves the rest undone', async () => {
    const clock = new VirtualTimeScheduler(undefined, 0);
    let last = 0;
    for (const at of [1, 2, 3]) clock.schedule(() => (last = at), at);
    await passTime(clock, () => last === 2, false);
    expect([last, clock.now()]).toEqual([2, 2]);
  });

  it('waits for promises before it moves on, so that what they begin is not too late', async () => {
    const clock = new VirtualTimeScheduler(undefined, 0);
    const log: number[] = [];
    const sleep = (ms: number) =>
      new Promise<void>((resolve) => void clock.schedule(() => resolve(), ms));
    const walk = async () => {
      for (let i = 0; i < 3; i++) {
        await sleep(10);
        await Promise.resolve();
        log.push(clock.now());
      }
    };
    clock.schedule(() => undefined, 1000);
    void walk();
    await passTime(clock, () => log.length === 3, true);
    expect(log).toEqual([10, 20, 30]);
  });

  it('fails, rather than hanging, when nothing is due any more and it is not over', async () => {
    const clock = new VirtualTimeScheduler(undefined, 0);
    clock.schedule(() => undefined, 5);
    await expect(passTime(clock, () => false, true)).rejects.toThrow(
      'Nothing is due any more at 5 ms, and the run has not ended',
    );
  });
});
