import { describe, expect, it } from '@jest/globals';
import { Subscription, VirtualTimeScheduler } from 'rxjs';
import { lanes } from '../../../tools/bench/requests/lanes.js';
import { measureWaits } from '../../../tools/bench/requests/measureWaits.js';

describe('A source with lanes', () => {
  /** Loads keys at once, of 100 ms each; `react` is called when an item comes. */
  function run(count: number, keys: readonly number[], aborted: readonly [number, number][] = []) {
    const clock = new VirtualTimeScheduler();
    const load = lanes(count, () => 100, clock);
    const log: string[] = [];
    const loads = new Map<number, Subscription>();
    for (const key of keys)
      loads.set(key, load(key).subscribe((item) => log.push(`${item} at ${clock.now()}`))); // prettier-ignore
    for (const [key, at] of aborted) clock.schedule(() => loads.get(key)?.unsubscribe(), at);
    clock.flush();
    return log;
  }

  it('serves one load at a time in each lane, first in, first out', () => {
    expect(run(2, [1, 2, 3, 4])).toEqual([
      'item 1 at 100',
      'item 2 at 100',
      'item 3 at 200',
      'item 4 at 200',
    ]);
  });

  it('gives a lane to the next load when one is aborted, and forgets those that left the queue', () => {
    expect(run(1, [1, 2, 3, 4], [[3, 20], [1, 50]])).toEqual(['item 2 at 150', 'item 4 at 250']); // prettier-ignore
  });
});

describe('The bench of requests', () => {
  it('shows that requests wait for connections with 8 slots, and not with `hold`', () => {
    const [eight, four, none, hold] = [
      measureWaits({ concurrency: 8 }, 30),
      measureWaits({ concurrency: 4 }, 30),
      measureWaits({ concurrency: 0 }, 30),
      measureWaits({ concurrency: 4, onRequest: 'hold' }, 30),
    ].map(({ jump }) => Math.round(jump));
    expect([eight, four, none, hold]).toEqual([140, 129, 114, 114]);
  });
});
