import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { prefetchCache } from 'rxjs-prefetch-cache';
import { record } from '../support/record.js';
import { fakeBus } from './fakeBus.js';
import { fakeStore } from './fakeStore.js';
import { pass, startProcess } from './setup.js';

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  jest.useRealTimers();
});

/** Calls of the store that read. */
const reads = (log: readonly string[]): number =>
  log.filter((call) => call.startsWith('get')).length;

describe('a store that fails', () => {
  it.each(['throws', 'rejects'] as const)('as it %s, is a detour to the source', async (fault) => {
    const store = fakeStore();
    store.fault = fault;
    const { load, told } = startProcess(store);
    const loading = load(1);
    await pass(20);
    expect(loading).toMatchObject({ values: ['item 1'], end: 'complete' });
    expect(told()).toEqual(['error read', 'error write']);
  });

  it('by never answering is a detour after `timeout`', async () => {
    const store = fakeStore();
    store.fault = 'never';
    const { load, told } = startProcess(store, { timeout: 200 });
    const loads = [load(1), load(2, 'prefetch')];
    await pass(209);
    expect(loads.map(({ values }) => values)).toEqual([[], []]);
    await pass(1);
    expect(loads.map(({ values }) => values)).toEqual([['item 1'], ['item 2']]);
    await pass(200);
    expect(told()).toEqual(['timeout read', 'timeout read', 'timeout write', 'paused']);
  });

  it('with an answer that comes after `timeout` still wins over a slower source', async () => {
    const store = fakeStore();
    startProcess(store).load(1);
    await pass(50);
    store.delay = 300;
    const late = startProcess(store, { timeout: 200 }, { takes: 500 });
    const loading = late.load(1);
    await pass(300);
    expect(loading.values).toEqual(['item 1']);
    expect([late.loaded, late.aborted]).toEqual([[1], [1]]);
  });

  it('with an answer of another shape is a detour', async () => {
    const store = fakeStore();
    store.getMany = () => Promise.resolve(['too short']);
    const { load, told } = startProcess(store);
    const loading = load(1);
    await pass(20);
    expect(loading.values).toEqual(['item 1']);
    expect(told()).toEqual(['error read', 'written']);
  });

  it('with a promise that settles twice, or throws in `then`, is asked once', async () => {
    for (const then of [
      (done: (text: undefined) => void) => {
        done(undefined);
        done(undefined);
      },
      () => {
        throw new Error('then');
      },
    ]) {
      const { load, loaded } = startProcess({
        get: () => ({ then }),
        set: () => 1,
        delete: () => 1,
      });
      const loading = load(1);
      await pass(20);
      expect(loading.values).toEqual(['item 1']);
      expect(loaded).toEqual([1]);
    }
  });

  it('by emitting errors, as Keyv does, is heard until it is closed', async () => {
    const listeners = new Set<(error: unknown) => void>();
    const store = Object.assign(new Map<string, string>(), {
      on: (_: string, listener: (error: unknown) => void) => void listeners.add(listener),
      off: (_: string, listener: (error: unknown) => void) => void listeners.delete(listener),
    });
    const { told, frames } = startProcess(store);
    for (const listener of listeners) listener(new Error('connection lost'));
    expect(told()).toEqual(['error store']);
    await frames.close();
    expect(listeners.size).toBe(0);
  });
});

describe('a pause', () => {
  it('begins after three failures in a row, and ends by one probe that nothing waits for', async () => {
    const store = fakeStore();
    const { load, told, frames } = startProcess(store, { timeout: 100 }, { takes: 1 });
    store.fault = 'never';
    for (const key of [1, 2, 3, 4, 5, 6]) {
      load(key);
      await pass(110);
    }
    const asked = reads(store.log);
    expect(asked).toBeLessThanOrEqual(3);
    expect(told()).toContain('paused');
    expect(load(7).values).toEqual([]);
    await pass(1000);
    expect(reads(store.log)).toBe(asked);
    // The writes that wait, or a read, are the probe. It fails: the next pause is twice as long.
    const probe = load(8);
    await pass(2);
    expect(probe.values).toEqual(['item 8']);
    store.fault = 'none';
    await pass(6000);
    expect(told()).toContain('resumed');
    await pass(100);
    load(9);
    await pass(10);
    expect(reads(store.log)).toBeGreaterThan(asked);
    await frames.close();
  });

  it('is doubled by a probe that fails, up to a minute', async () => {
    const store = fakeStore();
    store.fault = 'throws';
    const { load, events } = startProcess(store, {}, { takes: 1 });
    for (let key = 0; key < 300; key++) {
      load(key);
      await pass(1000);
    }
    const pauses = events.flatMap((event) =>
      event.type === 'store-paused' ? [event.duration] : [],
    );
    expect(pauses.slice(0, 7)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000]);
    expect(store.log.length).toBeLessThan(50);
  });

  it('does not begin while other answers come', async () => {
    const store = fakeStore();
    const { load, told } = startProcess(store);
    for (let key = 0; key < 20; key++) {
      store.fault = key % 3 === 0 ? 'none' : 'rejects';
      load(key);
      await pass(5);
      store.fault = 'none';
      await pass(1100);
    }
    expect(told()).not.toContain('paused');
  });
});

describe('an expired item within `staleFor`', () => {
  const options = { ttl: 1000, staleFor: 60_000, timeout: { soft: 50, hard: 500 } };
  const values = { value: (_: number, nth: number) => `load ${nth}` };

  it('is served after `timeout.soft`, and the source goes on', async () => {
    const store = fakeStore();
    startProcess(store, options, values).load(1);
    await pass(3000);
    const { load, told, frames, aborted } = startProcess(store, options, {
      takes: 200,
      value: () => 'newer',
    });
    const cache = prefetchCache(frames, () => [], { ttl: frames.ttl });
    frames.attach(cache);
    const request = record(cache.get(1));
    await pass(49);
    expect(request.values).toEqual([]);
    await pass(1);
    expect(request.values).toEqual(['load 1']);
    await pass(200);
    expect(cache.peek(1)).toBe('newer');
    expect(aborted).toEqual([]);
    expect(told()).toEqual(['miss expired', 'stale slow', 'written']);
    const other = startProcess(store, options);
    const after = other.load(1);
    await pass(2);
    expect(after.values).toEqual(['newer']);
    expect(load(1).values).toEqual([]);
    cache.close();
  });

  it('is served if the source fails', async () => {
    const store = fakeStore();
    startProcess(store, options).load(1);
    await pass(3000);
    const { load, told } = startProcess(store, options, { fails: () => true });
    const loads = [load(1), load(1, 'prefetch')];
    await pass(100);
    expect(loads.map(({ values }) => values)).toEqual([['item 1'], ['item 1']]);
    expect(told().filter((type) => type === 'stale failed')).toHaveLength(2);
  });

  it('is kept by a cache for a second at most', async () => {
    const store = fakeStore();
    startProcess(store, options).load(1);
    await pass(3000);
    const { frames } = startProcess(store, options, { fails: () => true });
    const cache = prefetchCache(frames, () => [], { ttl: frames.ttl });
    record(cache.get(1));
    await pass(20);
    expect(cache.has(1)).toBe(true);
    await pass(1000);
    expect(cache.has(1)).toBe(false);
    cache.close();
  });

  it('is refreshed by one load, whatever requests it meanwhile', async () => {
    const store = fakeStore();
    startProcess(store, options).load(1);
    await pass(3000);
    const { load, loaded, told } = startProcess(store, options, { takes: 5000 });
    for (let i = 0; i < 4; i++) {
      const request = load(1);
      await pass(60);
      expect(request.values).toEqual(['item 1']);
    }
    await pass(6000);
    expect(loaded).toEqual([1]);
    expect(told().filter((type) => type === 'written')).toHaveLength(1);
  });

  it('is not served to prefetches that the source may still answer, nor after `staleFor`', async () => {
    const store = fakeStore();
    startProcess(store, options).load(1);
    await pass(3000);
    const slow = startProcess(store, options, { takes: 300 });
    const prefetch = slow.load(1, 'prefetch');
    await pass(299);
    expect(prefetch.values).toEqual([]);
    await pass(70_000);
    const failing = startProcess(store, options, { fails: () => true });
    const request = failing.load(2);
    await pass(100);
    expect(request.end).toBe('error');
  });

  it('is no answer if the source fails after `staleFor`', async () => {
    const store = fakeStore();
    const brief = { ttl: 1000, staleFor: 1000 };
    startProcess(store, brief).load(1);
    await pass(2100);
    const { load } = startProcess(store, brief, { fails: () => true });
    const request = load(1);
    await pass(100);
    expect(request).toMatchObject({ end: 'error', error: new Error('no 1') });
  });

  it('with `soft` 0 is served as soon as the store has answered', async () => {
    const store = fakeStore();
    startProcess(store, options).load(1);
    await pass(3000);
    const now = { ...options, timeout: { soft: 0 } };
    const { load, loaded, told } = startProcess(store, now);
    const request = load(1);
    await pass(1);
    expect(request.values).toEqual(['item 1']);
    await pass(50);
    expect(loaded).toEqual([1]);
    expect(told()).toContain('written');
  });
});

describe('writes', () => {
  it('of a key replace one that still waits, and go in batches', async () => {
    const store = fakeStore();
    store.delay = 10;
    const { frames } = startProcess(store);
    const results = [1, 2, 3, 2, 2].map((key, i) => frames.set(key, `write ${i}`));
    await pass(50);
    expect(await Promise.all(results)).toEqual([true, true, true, true, true].map((_, i) => i !== 1 && i !== 3)); // prettier-ignore
    expect(store.log).toEqual(['setMany frames:1 frames:3 frames:2']);
    expect(store.texts.get('frames:2')).toContain('write 4');
  });

  it('of `set` are read by this process also after messages were missed', async () => {
    const [store, bus] = [fakeStore(), fakeBus()];
    store.delay = 20;
    const { frames, load } = startProcess(store, { bus });
    void frames.set(1, 'new');
    await pass(5);
    bus.gap();
    expect(load(1).values).toEqual(['new']);
    await pass(50);
    expect(store.texts.get('frames:1')).toContain('new');
  });

  it('that wait are bounded: the oldest is dropped', async () => {
    const store = fakeStore();
    store.delay = 1000;
    const { frames, told, events } = startProcess(store, { maxPending: 3, timeout: 5000 });
    void frames.set(0, 'on its way');
    await pass(1);
    for (const key of [1, 2, 3, 4, 5]) void frames.set(key, 'waits');
    expect(told()).toEqual(['dropped full', 'dropped full']);
    expect(events).toMatchObject([{ key: 1 }, { key: 2 }]);
    await pass(3000);
    expect([...store.texts.keys()]).toEqual(['frames:0', 'frames:3', 'frames:4', 'frames:5']);
  });

  it('of `set` and `invalidate` are tried again until the store is back', async () => {
    const store = fakeStore();
    startProcess(store).load(1);
    await pass(50);
    const { frames, load, told } = startProcess(store);
    store.fault = 'throws';
    const outcomes = [frames.invalidate(1), frames.set(2, 'new')];
    await pass(100);
    expect(await Promise.all(outcomes)).toEqual([false, false]);
    // Until then this process knows better than the store.
    store.fault = 'none';
    expect(load(2).values).toEqual(['new']);
    const again = load(1);
    await pass(100);
    expect(again.values).toEqual(['item 1']);
    await pass(10_000);
    expect(told().filter((type) => type === 'written').length).toBeGreaterThanOrEqual(2);
    expect(store.texts.get('frames:2')).toContain('new');
  });

  it('that the store refuses are events, and no pause', async () => {
    const { frames, told } = startProcess({
      get: () => undefined,
      set: () => false,
      delete: () => 1,
    });
    expect(await frames.set(1, 'refused')).toBe(false);
    await pass(20_000);
    expect(told().filter((type) => type === 'error write')).toHaveLength(10);
    expect(told().at(-1)).toBe('dropped failed');
    expect(told()).not.toContain('paused');
  });

  it('of thousands of removals are replaced by one `clear`', async () => {
    const store = fakeStore();
    startProcess(store).load(1);
    await pass(50);
    store.fault = 'throws';
    const { frames, load } = startProcess(store);
    for (let key = 0; key < 10_002; key++) void frames.invalidate(key);
    store.fault = 'none';
    await pass(100_000);
    expect(store.texts.has('frames:~generation')).toBe(true);
    const after = load(1);
    await pass(100);
    expect(after.values).toEqual(['item 1']);
  });
});

describe('close', () => {
  it('writes what waits, and leaves later loads to the source', async () => {
    const store = fakeStore();
    const { frames, load, events } = startProcess(store);
    load(1);
    await pass(11);
    const closing = frames.close();
    await pass(5);
    await closing;
    expect([...store.texts.keys()]).toEqual(['frames:1']);
    const count = [store.log.length, events.length];
    const late = load(2);
    await pass(50);
    expect(late.values).toEqual(['item 2']);
    expect(await frames.set(3, 'late')).toBe(false);
    expect([store.log.length, events.length]).toEqual(count);
  });

  it('ends also if the store never answers', async () => {
    const store = fakeStore();
    store.fault = 'never';
    const { frames } = startProcess(store, { timeout: 100 });
    void frames.set(1, 'lost');
    const closing = frames.close();
    await pass(100);
    await expect(closing).resolves.toBe(undefined);
  });
});
