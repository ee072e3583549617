import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { of } from 'rxjs';
import { prefetchCache, type PrefetchCache } from 'rxjs-prefetch-cache';
import { withStore, type WithStoreOptions } from 'rxjs-prefetch-cache/keyv';
import { record } from '../support/record.js';
import { fakeBus } from './fakeBus.js';
import { fakeStore, type FakeStore } from './fakeStore.js';
import { pass, startProcess, type Process, type SourceSettings } from './setup.js';

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  jest.useRealTimers();
});

/** A process with an attached cache. */
function startCached(
  store: FakeStore,
  options: Partial<WithStoreOptions<number, string>> = {},
  source: SourceSettings<string> = {},
): Process<string> & { readonly cache: PrefetchCache<number, string> } {
  const process = startProcess(store, options, source);
  const cache = prefetchCache(process.frames, () => [], { ttl: process.frames.ttl });
  process.frames.attach(cache);
  return { ...process, cache };
}

describe('invalidate', () => {
  it('removes an item from the store, the attached cache and those of other processes', async () => {
    const [store, bus] = [fakeStore(), fakeBus()];
    const [one, two] = [startCached(store, { bus }), startCached(store, { bus })];
    for (const { cache } of [one, two]) record(cache.get(1));
    await pass(50);
    const removed = one.frames.invalidate(1);
    expect(one.cache.has(1)).toBe(false);
    await pass(10);
    expect(await removed).toBe(true);
    expect(two.cache.has(1)).toBe(false);
    expect(store.texts.has('frames:1')).toBe(false);
    expect(two.events.at(-1)).toMatchObject({ type: 'store-message', action: 'keys', keys: [1] });
    expect(one.told()).not.toContain('message keys');
  });

  it('keeps out of the store what was loaded before it', async () => {
    const [store, bus] = [fakeStore(), fakeBus()];
    const one = startCached(store, { bus }, { takes: 100, value: () => 'old' });
    const two = startCached(store, { bus });
    const loading = record(one.cache.get(1));
    await pass(50);
    void two.frames.invalidate(1);
    await pass(100);
    expect(loading.values).toEqual(['old']);
    expect(one.cache.has(1)).toBe(false);
    expect(store.texts.has('frames:1')).toBe(false);
  });

  it('takes back a value of another process that waits, or is on its way to the store', async () => {
    const [store, bus] = [fakeStore(), fakeBus()];
    const [one, two] = [startCached(store, { bus }), startCached(store, { bus })];
    for (const key of [1, 2]) record(one.cache.get(key));
    await pass(5);
    store.delay = 100;
    await pass(7);
    // 1 is on its way, and 2 waits for its turn.
    expect(store.log.at(-1)).toBe('set frames:1');
    store.delay = 1;
    for (const key of [1, 2]) void two.frames.invalidate(key);
    await pass(50);
    expect(one.cache.size).toBe(0);
    await pass(200);
    expect(store.texts.has('frames:1') || store.texts.has('frames:2')).toBe(false);
  });

  it('hides the stored item at once, while the store is slow', async () => {
    const store = fakeStore();
    const { cache, frames, loaded } = startCached(store);
    record(cache.get(1));
    await pass(50);
    store.delay = 500;
    void frames.invalidate(1);
    record(cache.get(1));
    await pass(20);
    expect(loaded).toEqual([1, 1]);
  });

  it('tells the others after the store: they never load again what was invalidated', async () => {
    const [store, bus] = [fakeStore(), fakeBus(0)];
    const two = startCached(store, { bus });
    const one = startCached(store, { bus }, { value: (_, nth) => `load ${nth}` });
    record(one.cache.get(1));
    await pass(30);
    record(two.cache.get(1));
    await pass(30);
    store.delay = 50;
    void one.frames.invalidate(1);
    await pass(49);
    expect(two.cache.peek(1)).toBe('load 1');
    await pass(5);
    store.delay = 1;
    record(two.cache.get(1));
    await pass(30);
    expect(two.cache.peek(1)).toBe('item 1');
  });

  it('of many keys in one go is one message', async () => {
    const [store, bus] = [fakeStore(), fakeBus()];
    const { frames } = startCached(store, { bus });
    const two = startCached(store, { bus });
    for (let key = 0; key < 100; key++) void frames.invalidate(key);
    await pass(50);
    expect(bus.texts).toHaveLength(1);
    expect(two.events.at(-1)).toMatchObject({ keys: { length: 100 } });
  });

  it('of objects reaches caches whose keys cannot be read from texts', async () => {
    const [store, bus] = [fakeStore(), fakeBus()];
    const start = () => {
      const tiles = withStore((tile: { x: number }) => of(tile.x), store, {
        namespace: 'tiles',
        keyOf: ({ x }) => String(x),
        bus,
      });
      const cache = prefetchCache(tiles, () => [], { keyOf: ({ x }) => x });
      tiles.attach(cache);
      return { tiles, cache };
    };
    const [one, two] = [start(), start()];
    for (const x of [1, 2]) record(two.cache.get({ x }));
    await pass(20);
    void one.tiles.invalidate({ x: 1 });
    await pass(20);
    expect([two.cache.has({ x: 1 }), two.cache.has({ x: 2 })]).toEqual([false, true]);
  });
});

describe('set', () => {
  it('stores a value for all processes', async () => {
    const [store, bus] = [fakeStore(), fakeBus()];
    const [one, two] = [startCached(store, { bus }), startCached(store, { bus })];
    for (const { cache } of [one, two]) record(cache.get(1));
    await pass(50);
    const stored = one.frames.set(1, 'new');
    expect(one.cache.peek(1)).toBe('new');
    await pass(20);
    expect(await stored).toBe(true);
    expect(two.cache.has(1)).toBe(false);
    const again = record(two.cache.get(1));
    await pass(20);
    expect(again.values).toEqual(['new']);
    expect(two.loaded).toEqual([1]);
  });

  it('is not overwritten by a load that began before it', async () => {
    const store = fakeStore();
    const { frames, load } = startProcess(store, {}, { takes: 100, value: () => 'old' });
    load(1);
    await pass(50);
    void frames.set(1, 'new');
    await pass(100);
    expect(store.texts.get('frames:1')).toContain('new');
  });
});

describe('clear', () => {
  it('removes all items of the namespace in all processes, and none of another one', async () => {
    const [store, bus] = [fakeStore(), fakeBus()];
    const other = startCached(store, { bus, namespace: 'others' });
    const [one, two] = [startCached(store, { bus }), startCached(store, { bus })];
    for (const { cache } of [one, two, other]) for (const key of [1, 2]) record(cache.get(key));
    await pass(50);
    void one.frames.clear();
    await pass(20);
    expect([one.cache.size, two.cache.size, other.cache.size]).toEqual([0, 0, 2]);
    for (const { cache } of [two, other]) record(cache.get(1));
    await pass(50);
    expect(two.told()).toContain('miss cleared');
    expect(other.told()).not.toContain('message clear');
    const late = startProcess(store, { namespace: 'others' });
    late.load(2);
    await pass(20);
    expect(late.told()).toEqual(['hit']);
  });

  it('reaches processes without a bus at their next read, after a second at most', async () => {
    const store = fakeStore();
    const [one, two] = [startCached(store), startCached(store)];
    for (const { cache } of [one, two]) record(cache.get(1));
    await pass(2000);
    void one.frames.clear();
    await pass(20);
    expect(two.cache.has(1)).toBe(true);
    record(two.cache.get(2));
    await pass(2);
    expect(two.cache.has(1)).toBe(false);
    expect(two.told()).toContain('message clear');
  });

  it('lasts, also if the store loses its number', async () => {
    const store = fakeStore();
    const one = startCached(store);
    record(one.cache.get(1));
    await pass(50);
    void one.frames.clear();
    await pass(50);
    store.texts.delete('frames:~generation');
    await pass(2000);
    record(one.cache.get(1));
    await pass(50);
    expect(one.told()).toContain('miss cleared');
    expect(store.texts.has('frames:~generation')).toBe(true);
  });

  it('takes back writes that wait', async () => {
    const store = fakeStore();
    const { frames, load } = startProcess(store);
    load(1);
    await pass(11);
    store.delay = 20;
    void frames.set(2, 'on its way');
    await pass(5);
    void frames.set(3, 'waits');
    void frames.clear();
    await pass(200);
    const { load: loadAgain, told } = startProcess(store);
    for (const key of [1, 2, 3]) loadAgain(key);
    await pass(100);
    expect(told()).not.toContain('hit');
  });
});

describe('a bus', () => {
  it('that may have missed messages invalidates all attached caches', async () => {
    const [store, bus] = [fakeStore(), fakeBus()];
    const [one, two] = [startCached(store, { bus }), startCached(store, { bus })];
    for (const { cache } of [one, two]) record(cache.get(1));
    await pass(50);
    bus.fault = 'lost';
    void one.frames.set(1, 'new');
    await pass(50);
    expect(two.cache.peek(1)).toBe('item 1');
    bus.gap();
    expect(two.cache.has(1)).toBe(false);
    expect(two.told()).toContain('gap');
    const after = record(two.cache.get(1));
    await pass(50);
    expect(after.values).toEqual(['new']);
  });

  it.each(['throws', 'never'] as const)('that %s delays nobody, and is an event', async (fault) => {
    const [store, bus] = [fakeStore(), fakeBus()];
    bus.fault = fault;
    const { frames, cache, told } = startCached(store, { bus, timeout: 200 });
    const removed = frames.invalidate(1);
    const loading = record(cache.get(1));
    await pass(20);
    expect(loading.values).toEqual(['item 1']);
    await pass(200);
    expect(await removed).toBe(true);
    expect(told()).toContain('error publish');
  });

  it('that fails gets the message again, until it is back', async () => {
    const [store, bus] = [fakeStore(), fakeBus()];
    const [one, two] = [startCached(store, { bus }), startCached(store, { bus })];
    record(two.cache.get(1));
    await pass(50);
    bus.fault = 'throws';
    for (const key of [1, 2]) void one.frames.invalidate(key);
    await pass(5000);
    const tries = bus.texts.length;
    expect(tries).toBe(3);
    expect(two.cache.has(1)).toBe(true);
    bus.fault = 'none';
    await pass(4000);
    expect(two.cache.has(1)).toBe(false);
    expect(bus.texts).toHaveLength(tries + 1);
  });

  it('with wrong texts is ignored, or an event', async () => {
    const [store, bus] = [fakeStore(), fakeBus()];
    const { cache, told } = startCached(store, { bus });
    record(cache.get(1));
    await pass(50);
    for (const text of [
      'hello',
      'null',
      '5',
      '{}',
      '{"namespace":"other","all":true}',
      '{"format":1,"namespace":"frames","keys":[5,null,{}]}',
      '{"format":1,"namespace":"frames","keys":7}',
    ])
      // prettier-ignore
      bus.deliver(text);
    expect(cache.has(1)).toBe(true);
    expect(told().filter((type) => type === 'error message')).toHaveLength(1);
    // A later version of this package may say what this one does not know.
    bus.deliver('{"format":2,"namespace":"frames","prefix":"a"}');
    expect(cache.has(1)).toBe(false);
  });

  it('that cannot be subscribed is an event; its end is called at `close`', async () => {
    const bus = fakeBus();
    const { frames } = startProcess(fakeStore(), { bus });
    expect(bus.listeners()).toBe(1);
    await frames.close();
    expect(bus.listeners()).toBe(0);
    const broken = { publish: () => 1, subscribe: () => { throw new Error('no'); } }; // prettier-ignore
    expect(() => startProcess(fakeStore(), { bus: broken })).not.toThrow();
  });
});

describe('attach', () => {
  it('returns a function that detaches the cache', async () => {
    const store = fakeStore();
    const { frames } = startProcess(store);
    const cache = prefetchCache(frames, () => []);
    const detach = frames.attach(cache);
    record(cache.get(1));
    await pass(50);
    detach();
    void frames.invalidate(1);
    expect(cache.has(1)).toBe(true);
  });

  it('makes an error of a cache an event, which concerns no other cache', async () => {
    const { frames, told, cache } = startCached(fakeStore());
    const fail = (): never => {
      throw new Error('closed');
    };
    frames.attach({ set: fail, invalidate: fail, invalidateWhere: fail, clear: fail });
    frames.attach(cache);
    void frames.set(1, 'value');
    expect(cache.peek(1)).toBe('value');
    expect(told()).toEqual(['error cache']);
    await pass(50);
    expect(() => frames.attach({} as typeof cache)).toThrow('Expected `cache` to be an object with `set`'); // prettier-ignore
  });
});
