import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { VirtualTimeScheduler } from 'rxjs';
import { passTime } from '../../src/replay/passTime.js';

describe('Virtual time', () => {
  it('advances to each scheduled action, in order', async () => {
    const clock = new VirtualTimeScheduler(undefined, 0);
    const log: string[] = [];
    for (const at of [30, 10, 10.5, 10])
      clock.schedule(() => log.push(`${at} at ${clock.now()}`), at);
    await passTime(clock, () => log.length === 4);
    expect(log).toEqual(['10 at 10', '10 at 10', '10.5 at 10.5', '30 at 30']);
  });

  it('stops at its end, and runs no later actions', async () => {
    const clock = new VirtualTimeScheduler(undefined, 0);
    let last = 0;
    for (const at of [1, 2, 3]) clock.schedule(() => (last = at), at);
    await passTime(clock, () => last === 2);
    expect([last, clock.now()]).toEqual([2, 2]);
  });

  it('waits for promises before it advances, so that actions that they schedule are on time', async () => {
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
    await passTime(
      clock,
      () => log.length === 3,
      () => setImmediate(),
    );
    expect(log).toEqual([10, 20, 30]);
  });

  it('fails instead of hanging if no action is scheduled before its end', async () => {
    const clock = new VirtualTimeScheduler(undefined, 0);
    clock.schedule(() => undefined, 5);
    await expect(
      passTime(
        clock,
        () => false,
        () => setImmediate(),
      ),
    ).rejects.toThrow('Nothing is due any more at 5 ms, and the run has not ended');
  });
});
