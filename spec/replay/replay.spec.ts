import { describe, expect, it } from '@jest/globals';
import { lru } from 'rxjs-prefetch-cache';
import { replay } from '../../src/replay/replay.js';
import { demandOnly } from '../../tools/bench/replay/systems/demandOnly.js';
import { nextKeys } from '../../tools/bench/replay/systems/nextKeys.js';
import { prefetching } from '../../src/replay/prefetching.js';
import { replayApart } from '../../src/replay/replayApart.js';
import { someSessions } from '../../src/replay/sessions.js';
import type { Key, Session, Setting, System } from '../../src/replay/types.js';

const setting: Setting = {
  load: 100,
  think: 40,
  capacity: 10,
  slots: 2,
  canAbort: true,
  isShared: false,
};
const misbehaving =
  (get: Session['get']): System =>
  () => ({ get, close: () => undefined });

describe('A replay', () => {
  it('has a reader request, wait, look and request again, with one load per item without prefetching', async () => {
    const { requests, wait, p95, loads, stopped } = await replay(
      demandOnly(lru),
      [1, 2, 3, 1, 2, 3, 1, 2],
      setting,
    );
    expect({ requests, wait, p95, loads, stopped }).toEqual({
      requests: 8,
      wait: 37.5,
      p95: 100,
      loads: 3 / 8,
      stopped: 0,
    });
  });

  it('measures the gain of prefetching, as calculated by hand', async () => {
    // The reader waits for 1 until 100; meanwhile 2 and 3 are loaded. 2 is requested at 140, and
    // the load of 4 starts; 3 is requested at 180, 4 at 220, and the load of 4 ends at 240.
    const { wait, p95, loads, accuracy } = await replay(
      prefetching(() => nextKeys(2)),
      [1, 2, 3, 4],
      setting,
    );
    expect(wait).toBe((100 + 0 + 0 + 20) / 4);
    expect(p95).toBe(100);
    expect(loads).toBeGreaterThanOrEqual(5 / 4);
    expect(accuracy).toBe(1);
  });

  it('counts the loads that were aborted', async () => {
    const { loads, stopped } = await replay(
      prefetching(() => nextKeys(2)),
      [1, 100],
      { ...setting, think: 0, load: 100 },
    );
    // 1, 2 and 3; then 100, 101 and 102. 2 and 3 are there with 1; the last two are given up with
    // the cache, which nobody counts.
    expect([loads, stopped]).toEqual([3, 0]);
    const hasty = await replay(
      prefetching(() => nextKeys(2)),
      [1, 2, 100, 200],
      { ...setting, think: 10 },
    );
    expect(hasty.stopped).toBeGreaterThan(0);
  });

  it('computes the 95th percentile from the sorted waits', async () => {
    const keys = Array.from({ length: 100 }, (_, i) => (i < 5 ? i : 0));
    expect((await replay(demandOnly(lru), keys, setting)).p95).toBe(0);
    expect((await replay(demandOnly(lru), [...keys.slice(1), 77], setting)).p95).toBe(100);
  });

  it('has another reader begin where a session starts, on the same cache', async () => {
    const seen: number[] = [];
    const lengths = () => ({
      predict(_current: Key, history: readonly Key[]) {
        seen.push(history.length);
      },
    });
    const { requests, wait, hits } = await replay(
      prefetching(lengths),
      [1, 2, 1, 3, 3],
      setting,
      new Set([0, 2, 4]),
    );
    expect(seen).toEqual([1, 2, 1, 2, 1]);
    expect({ requests, wait, hits }).toEqual({ requests: 5, wait: 60, hits: 0.4 });
  });

  it('has sessions begin with an empty cache where they are replayed apart', async () => {
    const keys = [1, 2, 1, 1, 3, 3, 3];
    expect(await replayApart(demandOnly(lru), keys, setting, [0, 3, 4])).toEqual({
      requests: 7,
      wait: expect.closeTo(400 / 7),
      hits: 3 / 7,
      loads: 4 / 7,
    });
  });

  it('reads some of the sessions', () => {
    const sessions = { keys: [1, 2, 3, 4, 5, 6], starts: [0, 1, 3, 5] };
    expect(someSessions(sessions, (session) => session % 2 === 1)).toEqual({
      keys: [2, 3, 6],
      starts: [0, 2],
    });
  });

  it('fails if an item is not the requested one', async () => {
    const wrong = misbehaving((_key, deliver) => deliver({ key: 'b' }));
    await expect(replay(wrong, ['a'], setting)).rejects.toThrow('Request 0 was for a and got b');
  });

  it('fails if an item is delivered twice', async () => {
    const twice = misbehaving((key, deliver) => [1, 2].forEach(() => deliver({ key })));
    await expect(replay(twice, ['a', 'b'], setting)).rejects.toThrow(
      'Request 0, for a, was answered twice',
    );
  });

  it('fails if an item is never delivered, and closes the system', async () => {
    let closed = false;
    const silent: System = () => ({ get: () => undefined, close: () => void (closed = true) });
    await expect(replay(silent, ['a'], setting)).rejects.toThrow('Nothing is due any more at 0 ms');
    expect(closed).toBe(true);
  });
});
