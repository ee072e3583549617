import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { prefetchCache } from 'rxjs-prefetch-cache';
import { withStore } from 'rxjs-prefetch-cache/keyv';
import { record } from '../support/record.js';
import { fakeStore } from './fakeStore.js';
import { pass, startProcess } from './setup.js';

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a load', () => {
  it('gets the item of the source, and later that of the store', async () => {
    const store = fakeStore();
    const first = startProcess(store);
    const load = first.load(1);
    await pass(20);
    expect(load).toMatchObject({ values: ['item 1'], end: 'complete' });
    const second = startProcess(store);
    const again = second.load(1);
    await pass(1);
    expect(again).toMatchObject({ values: ['item 1'], end: 'complete' });
    expect(second.loaded).toEqual([]);
    expect(first.told()).toEqual(['miss absent', 'written']);
    expect(second.told()).toEqual(['hit']);
  });

  it('is delivered before its item is written', async () => {
    const store = fakeStore();
    store.delay = 5;
    const { load, told } = startProcess(store);
    const loading = load(1);
    await pass(15);
    expect(loading.end).toBe('complete');
    expect(store.texts.size).toBe(0);
    await pass(5);
    expect(told()).toEqual(['miss absent', 'written']);
    expect([...store.texts.keys()]).toEqual(['frames:1']);
  });

  it('is delivered in the same call by a store without promises', () => {
    const store = new Map<string, string>();
    const process = startProcess(store);
    store.set('frames:1', `${JSON.stringify([1, 'frames:1', null, 0, null, 'json', 5])}\n"old"`);
    expect(process.load(1).values).toEqual(['old']);
  });

  it('asks a source that has only `loadMany` for its key alone', async () => {
    const asked: (readonly number[])[] = [];
    const frames = withStore<number, string>(
      {
        loadMany: async (keys) => {
          asked.push(keys);
          return Promise.resolve(
            keys.map((key) => (key < 0 ? new Error(`no ${key}`) : `item ${key}`)),
          );
        },
      },
      new Map<string, string>(),
      { namespace: 'frames' },
    );
    const context = { reason: 'demand', signal: new AbortController().signal } as const;
    const [found, failed] = [record(frames.load(1, context)), record(frames.load(-1, context))];
    await pass(1);
    expect(found.values).toEqual(['item 1']);
    expect(failed.error).toEqual(new Error('no -1'));
    expect(asked).toEqual([[1], [-1]]);
  });

  it('finds the value that still waits to be written', async () => {
    const store = fakeStore();
    store.delay = 50;
    const { load, loaded } = startProcess(store);
    load(1);
    await pass(60);
    expect(load(1)).toMatchObject({ values: ['item 1'], end: 'complete' });
    expect(loaded).toEqual([1]);
  });

  it('that revalidates asks the source at once, and replaces what is stored', async () => {
    const store = fakeStore();
    const { load, loaded } = startProcess(store, {}, { value: (_, nth) => `load ${nth}` });
    load(1);
    await pass(20);
    const renewal = load(1, 'revalidate');
    await pass(20);
    expect(renewal.values).toEqual(['load 2']);
    expect(loaded).toEqual([1, 1]);
    expect(store.log.filter((call) => call.startsWith('get '))).toHaveLength(0);
    const after = load(1);
    await pass(1);
    expect(after.values).toEqual(['load 2']);
  });

  it('aborts the source when its subscriber leaves, and when its signal aborts', async () => {
    const { load, aborted } = startProcess(fakeStore());
    const left = load(1);
    const controller = new AbortController();
    const ended = load(2, 'demand', controller.signal);
    await pass(5);
    left.stop();
    controller.abort(new Error('unwanted'));
    expect(aborted).toEqual([1, 2]);
    expect(ended).toMatchObject({ end: 'error', error: new Error('unwanted') });
  });

  it('does not begin the source when its subscriber leaves during the read', async () => {
    const { load, loaded } = startProcess(fakeStore());
    load(1).stop();
    await pass(50);
    expect(loaded).toEqual([]);
  });

  it('shares the load of the source with another load of the key', async () => {
    const { load, loaded, aborted } = startProcess(fakeStore());
    const first = load(1);
    await pass(5);
    const second = load(1);
    await pass(2);
    first.stop();
    await pass(20);
    expect(second.values).toEqual(['item 1']);
    expect([loaded, aborted]).toEqual([[1], []]);
  });
});

describe('prefetches', () => {
  it('of one refill are read in one call, and a request at once', async () => {
    const store = fakeStore();
    const { frames } = startProcess(store);
    const cache = prefetchCache(frames, (key) => [[key + 1, 2], [key + 2, 1]]); // prettier-ignore
    record(cache.get(1));
    expect(store.log).toEqual(['getMany frames:~generation frames:1']);
    await pass(0);
    expect(store.log.slice(1)).toEqual(['getMany frames:~generation frames:2 frames:3']);
    await pass(30);
    expect([1, 2, 3].map((key) => cache.has(key))).toEqual([true, true, true]);
    cache.close();
  });

  it('that were aborted before are not read, and one that leaves later stops no other', async () => {
    const store = fakeStore();
    const { load, loaded } = startProcess(store);
    const [one, two, three] = [load(1, 'prefetch'), load(2, 'prefetch'), load(3, 'prefetch')];
    one.stop();
    await pass(0);
    expect(store.log).toEqual(['getMany frames:~generation frames:2 frames:3']);
    two.stop();
    await pass(30);
    expect(three.values).toEqual(['item 3']);
    expect(loaded).toEqual([3]);
  });

  it('are read one by one if the store has no getMany', async () => {
    const store = fakeStore({ hasMany: false });
    const { load } = startProcess(store);
    const loads = [load(1, 'prefetch'), load(2, 'prefetch')];
    await pass(30);
    expect(loads.map(({ values }) => values)).toEqual([['item 1'], ['item 2']]);
    expect(store.log.filter((call) => /get frames:\d/.test(call))).toHaveLength(2);
  });
});

describe('10,000 loads', () => {
  it('cost one read for each 1,000, and about one write for each 100', async () => {
    const store = fakeStore();
    const { load } = startProcess(store, { maxPending: 10_000 });
    const loads = Array.from({ length: 10_000 }, (_, key) => load(key, 'prefetch'));
    await pass(500);
    expect(loads.filter(({ end }) => end === 'complete')).toHaveLength(10_000);
    expect(store.texts.size).toBe(10_000);
    const reads = store.log.filter((call) => call.startsWith('getMany '));
    expect(reads).toHaveLength(10);
    // The first batch is one write.
    expect(store.log.length - reads.length).toBeLessThanOrEqual(101);
  });
});

describe('the lifetime of an item', () => {
  it('travels with it: a cache keeps it no longer than the store', async () => {
    const store = fakeStore();
    startProcess(store, { ttl: 1000 }).load(1);
    await pass(800);
    const { frames, loaded } = startProcess(store, { ttl: 1000 });
    const cache = prefetchCache(frames, () => [], { ttl: frames.ttl });
    record(cache.get(1));
    await pass(1);
    expect([cache.peek(1), loaded]).toEqual(['item 1', []]);
    await pass(209);
    expect(cache.has(1)).toBe(true);
    await pass(2);
    expect(cache.has(1)).toBe(false);
    cache.close();
  });

  it('is that of the option for values that come otherwise', () => {
    const { frames } = startProcess(new Map<string, string>(), { ttl: (value) => value.length });
    expect(frames.ttl('abc', 1)).toBe(3);
    expect(startProcess(new Map<string, string>()).frames.ttl('abc', 1)).toBe(Infinity);
  });

  it('is measured once for each value, and a wrong one fails no load of the provider', async () => {
    const ttl = jest.fn(() => -1);
    const { load, told } = startProcess(fakeStore(), { ttl });
    const loading = load(1);
    await pass(30);
    expect(loading.values).toEqual(['item 1']);
    expect(ttl).toHaveBeenCalledTimes(1);
    expect(told()).toEqual(['miss absent', 'error ttl']);
  });
});
