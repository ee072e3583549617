import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { Observable } from 'rxjs';
import type { LoadContext } from 'rxjs-prefetch-cache';
import { withStore, type StoredProvider } from 'rxjs-prefetch-cache/keyv';
import { record, type Recording } from '../support/record.js';
import { fakeStore } from './fakeStore.js';
import { pass } from './setup.js';

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  jest.useRealTimers();
});

/** A source whose batches the spec answers. */
function createSource() {
  const asked: (readonly number[])[] = [];
  const contexts: LoadContext[] = [];
  const answers: ((outcomes: unknown) => void)[] = [];
  const single: number[] = [];
  return {
    asked,
    contexts,
    single,
    answer: (outcomes: unknown) => answers.shift()?.(outcomes),
    provider: {
      load: (key: number) => {
        single.push(key);
        return Promise.resolve(`item ${key}`);
      },
      loadMany: (keys: readonly number[], context: LoadContext) => {
        asked.push(keys);
        contexts.push(context);
        return new Observable<(string | Error)[]>((subscriber) => {
          answers.push((outcomes) => subscriber.next(outcomes as string[]));
        });
      },
      batch: { size: 3 },
    },
  };
}

const load = (
  frames: StoredProvider<number, string>,
  key: number,
  reason: LoadContext['reason'] = 'prefetch',
): Recording<string> => record(frames.load(key, { reason, signal: new AbortController().signal }));

describe('the prefetches of one refill that the store does not have', () => {
  it('are one call of `loadMany`, with an outcome for each key', async () => {
    const source = createSource();
    const frames = withStore(source.provider, fakeStore(), { namespace: 'frames' });
    const loads = [1, 2, 3].map((key) => load(frames, key));
    await pass(1);
    expect(source.asked).toEqual([[1, 2, 3]]);
    source.answer(['item 1', new Error('no 2'), 'item 3']);
    expect(source.contexts[0]?.signal.aborted).toBe(false);
    expect(loads.map(({ values }) => values)).toEqual([['item 1'], [], ['item 3']]);
    expect(loads[1]?.error).toEqual(new Error('no 2'));
    expect(source.single).toEqual([]);
  });

  it('are batches of `batch.size` at most, and a single one calls `load`', async () => {
    const source = createSource();
    const frames = withStore(source.provider, fakeStore(), { namespace: 'frames' });
    for (const key of [1, 2, 3, 4]) load(frames, key);
    await pass(1);
    expect([source.asked, source.single]).toEqual([[[1, 2, 3]], [4]]);
  });

  it('do not delay a request', async () => {
    const source = createSource();
    const frames = withStore(source.provider, fakeStore(), { namespace: 'frames' });
    load(frames, 1);
    const request = load(frames, 2, 'demand');
    load(frames, 3);
    await pass(1);
    expect(source.asked).toEqual([[1, 3]]);
    expect(request.values).toEqual(['item 2']);
  });

  it('are aborted together once all have left', async () => {
    const source = createSource();
    const frames = withStore(source.provider, fakeStore(), { namespace: 'frames' });
    const loads = [1, 2, 3].map((key) => load(frames, key));
    await pass(1);
    loads[0]?.stop();
    loads[1]?.stop();
    expect(source.contexts[0]?.signal.aborted).toBe(false);
    loads[2]?.stop();
    expect(source.contexts[0]?.signal.aborted).toBe(true);
  });

  it('fail, each with what was expected, where `loadMany` gives another number of outcomes', async () => {
    const source = createSource();
    const frames = withStore(source.provider, fakeStore(), { namespace: 'frames' });
    const loads = [1, 2].map((key) => load(frames, key));
    await pass(1);
    source.answer(['item 1']);
    for (const { error } of loads)
      expect(error).toEqual(
        expect.objectContaining({ message: expect.stringContaining('an array of 2') }),
      );
  });

  it('fail with errors of another realm, too', async () => {
    const source = createSource();
    const store = fakeStore();
    const frames = withStore(source.provider, store, { namespace: 'frames' });
    const loads = [1, 2].map((key) => load(frames, key));
    await pass(1);
    const foreign: unknown = runInNewContext("new Error('no 1')");
    source.answer([foreign, 'item 2']);
    expect(loads.map(({ end }) => end)).toEqual(['error', 'complete']);
    expect(loads[0]?.error).toBe(foreign);
  });

  it('fail where `loadMany` throws', async () => {
    const frames = withStore<number, string>(
      {
        loadMany: () => {
          throw new Error('down');
        },
      },
      fakeStore(),
      { namespace: 'frames' },
    );
    const loads = [1, 2].map((key) => load(frames, key));
    await pass(1);
    expect(loads.map(({ error }) => error)).toEqual([new Error('down'), new Error('down')]);
  });

  it('need a valid size', () => {
    const provider = { ...createSource().provider, batch: { size: 0 } };
    expect(() => withStore(provider, fakeStore(), { namespace: 'frames' })).toThrow('`batch.size`');
  });
});
