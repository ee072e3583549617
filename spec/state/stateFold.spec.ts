import { describe, expect, it } from '@jest/globals';
import type { CacheEvent } from '../../src/events.js';
import { createStateFold } from '../../src/state/stateFold.js';

const at = 0;
const reader = 1;
const store = (key: unknown): CacheEvent<unknown> => ({
  type: 'store',
  key,
  at,
  bytes: 1,
  from: 'demand',
  unrequested: false,
});
const miss = (key: unknown, moved = true): CacheEvent<unknown> => ({
  type: 'miss',
  key,
  at,
  reader,
  moved,
});

describe('A fold of events into states', () => {
  it('begins with an empty state', () => {
    expect(createStateFold()([])).toMatchObject({
      residents: [],
      inFlight: [],
      plan: [],
      readers: [],
      historySize: 30,
    });
  });

  it('gives the same state without events', () => {
    const fold = createStateFold();
    const state = fold([store(1)]);
    expect(fold([])).toBe(state);
  });

  it('folds several events into one state', () => {
    const [one, other] = [createStateFold(), createStateFold()];
    for (const event of [miss(1), store(1), store(2)]) one([event]);
    expect(other([miss(1), store(1), store(2)])).toEqual(one([]));
  });

  it('lists loads in flight with key and reason', () => {
    const fold = createStateFold();
    const inFlight = (...events: CacheEvent<unknown>[]) => fold(events).inFlight;
    const [start, prefetch] = [{ type: 'load-start', key: 1, at }, { type: 'prefetch-start', key: 1, at, warm: false }] as const; // prettier-ignore
    expect(inFlight(start, prefetch, { ...prefetch, key: 2 })).toHaveLength(3);
    expect(inFlight({ type: 'load-success', key: 1, at, duration: 0 })).toEqual([{ key: 1, reason: 'prefetch' }, { key: 2, reason: 'prefetch' }]); // prettier-ignore
    expect(
      inFlight({ type: 'prefetch-abort', key: 1, at, duration: 0, warm: false, used: false }),
    ).toEqual([{ key: 2, reason: 'prefetch' }]);
  });

  it('removes one of two loads of a key when one ends', () => {
    const fold = createStateFold();
    const start = { type: 'load-start', key: 1, at } as const;
    expect(fold([start, start, { type: 'load-abort', key: 1, at, duration: 0 }]).inFlight).toEqual([
      { key: 1, reason: 'demand' },
    ]);
  });

  it('has the latest plan of each reader', () => {
    const fold = createStateFold();
    const plan = (id: number, ...keys: string[]): CacheEvent<unknown> => ({ type: 'plan', at, reader: id, keys: keys.map((key, i) => [key, 1 / (i + 1)]), ended: false }); // prettier-ignore
    const state = fold([plan(1, 'a', 'b'), plan(2, 'c'), plan(1, 'd')]);
    expect(state.plan).toEqual([{ key: 'c', likelihood: 1, reader: 2 }, { key: 'd', likelihood: 1, reader: 1 }]); // prettier-ignore
    expect(fold([{ type: 'plan', at, reader: 2, keys: [], ended: true }]).plan).toHaveLength(1);
  });

  it('forgets a reader that ended', () => {
    const fold = createStateFold();
    expect(fold([miss(1)]).readers).toHaveLength(1);
    expect(fold([{ type: 'plan', at, reader, keys: [], ended: true }]).readers).toEqual([]);
  });

  it('keeps 30 keys of history', () => {
    const fold = createStateFold();
    const state = fold(Array.from({ length: 40 }, (_, i) => miss(i)));
    expect(state.readers[0]?.history).toEqual(Array.from({ length: 30 }, (_, i) => 10 + i));
  });

  it('does not list rejected items', () => {
    expect(
      createStateFold()([
        store(1),
        { type: 'evict', key: 1, at, bytes: 1, unused: false, reason: 'rejected' },
      ]).residents.flat(),
    ).toHaveLength(1);
  });

  it('never freezes or copies a key', () => {
    const key = { deep: { mutable: 1 } };
    const fold = createStateFold();
    const state = fold([
      miss(key),
      store(key),
      { type: 'load-start', key, at },
      { type: 'plan', at, reader, keys: [[key, 1]], ended: false },
    ]);
    for (const held of [
      state.residents[0]?.[0]?.key,
      state.readers[0]?.current,
      state.inFlight[0]?.key,
      state.plan[0]?.key,
    ])
      expect(held).toBe(key);
    fold([miss(2), store(2)]);
    expect([Object.isFrozen(key), Object.isFrozen(key.deep)]).toEqual([false, false]);
  });

  it('compares keys as a Map does', () => {
    const fold = createStateFold();
    fold([store(NaN), store(-0)]);
    const evict = (key: number): CacheEvent<unknown> => ({
      type: 'evict',
      key,
      at,
      bytes: 1,
      unused: false,
      reason: 'capacity',
    });
    expect(fold([evict(NaN), evict(0)]).residents.flat()).toEqual([]);
  });

  it('does not change the state from which it continues', () => {
    const before = createStateFold()([miss(1), store(1), store(2)]);
    const copy = structuredClone(before);
    createStateFold(before)([
      store(3),
      { type: 'evict', key: 1, at, bytes: 1, unused: false, reason: 'capacity' },
      miss(5),
    ]);
    expect(before).toEqual(copy);
  });
});
