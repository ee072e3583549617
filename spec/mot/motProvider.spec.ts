import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firstValueFrom, toArray } from 'rxjs';
import {
  motProvider,
  type Frame,
  type IndexProgress,
  type MotProviderOptions,
  type MotSource,
} from '../../src/mot/index.js';
import type { DataProvider } from '../../src/types.js';
import { memorySource } from './support/memorySource.js';
import { motText } from './support/motText.js';
import { naiveMot } from './support/naiveMot.js';
import { whenIndexed } from './support/whenIndexed.js';

const small =
  '1,1,10,20,30,40,0.5\n1,2,11,21,31,41,0.6\n2,1,12,22,32,42,0.7\n4,1,13,23,33,43,0.8\n';
const box = (trackId: number, left: number, confidence: number) => ({
  trackId,
  left,
  top: left + 10,
  width: left + 20,
  height: left + 30,
  confidence,
});
const open = (content: string, options?: MotProviderOptions) =>
  motProvider(memorySource(content), options);
const indexed = async (content: string, options?: MotProviderOptions) => {
  const source = memorySource(content);
  const provider = motProvider(source, options);
  await whenIndexed(provider);
  return { provider, source };
};
/** Ordered by track: the lines of each frame are `tracks` lines, far apart. */
const scattered = (tracks: number, frames: number) =>
  Array.from({ length: tracks }, (_, track) =>
    Array.from(
      { length: frames },
      (_line, i) => `${i + 1},${track},100.25,200.5,30,40,1,-1,-1,-1\n`,
    ).join(''),
  ).join('');

/** A source whose opening or reading waits until it is aborted. */
function stuckSource(content: string, stuck: 'open' | 'chunks' | 'read') {
  const source = memorySource(content);
  const signals: AbortSignal[] = [];
  const wait = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signals.push(signal);
      signal.addEventListener('abort', () => reject(new Error('stopped')));
    });
  async function* noChunks(signal: AbortSignal) {
    yield new TextEncoder().encode('1,');
    await wait(signal);
  }
  const held: MotSource = {
    ...source,
    open: (signal) =>
      stuck === 'open'
        ? wait(signal)
        : stuck === 'chunks'
          ? Promise.resolve({ size: 99, chunks: noChunks(signal) })
          : source.open(signal),
    read: (start, end, signal) =>
      stuck === 'read' ? wait(signal) : source.read(start, end, signal),
  };
  return { source: held, signals };
}

describe('motProvider: frames', () => {
  it('loads the frames that a plain reading of the text finds, for files of any form, in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(motText, fc.integer({ min: 1, max: 200 }), async (content, chunk) => {
        const expected = naiveMot(content);
        const provider = motProvider(memorySource(content, chunk));
        if (!expected.isReadable)
          return expect(whenIndexed(provider)).rejects.toMatchObject({ problem: 'format' });
        await whenIndexed(provider);
        expect([...provider.keys()]).toEqual([...expected.frames.keys()].sort((a, b) => a - b));
        for (const frame of provider.keys())
          expect(await provider.load(frame)).toStrictEqual({
            frame,
            detections: expected.frames.get(frame),
          });
        const { lines, malformed, malformedLines, frames } = provider.stats();
        expect({ lines, malformed, frames }).toEqual({
          lines: expected.lines,
          malformed: expected.withoutFrame.length + expected.malformed.length,
          frames: expected.frames.size,
        });
        const numbers = malformedLines.map(({ line }) => line);
        expect(numbers.slice(0, expected.withoutFrame.length)).toEqual(expected.withoutFrame);
        expect(numbers.slice(expected.withoutFrame.length).sort((a, b) => a - b)).toEqual(
          expected.malformed,
        );
        return undefined;
      }),
      { numRuns: 300 },
    );
  });

  it('loads many frames together as one by one', async () => {
    await fc.assert(
      fc.asyncProperty(
        motText,
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 20 }),
        fc.nat(3),
        async (content, frames, cacheSize) => {
          fc.pre(naiveMot(content).isReadable);
          const [many, single] = [open(content, { cacheSize }), open(content)];
          const singles: Frame[] = [];
          for (const frame of frames) singles.push(await single.load(frame));
          expect(await many.loadMany(frames)).toStrictEqual(singles);
          expect(await many.loadMany(new Set(frames))).toStrictEqual(
            await single.loadMany([...new Set(frames)]),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('loads a frame that is not in the file without detections', async () => {
    const { provider, source } = await indexed(small);
    expect(await provider.load(3)).toStrictEqual({ frame: 3, detections: [] });
    expect(await provider.load(-1.5)).toStrictEqual({ frame: -1.5, detections: [] });
    expect(source.reads).toEqual([]);
  });

  it('is a DataProvider', () => {
    const provider: DataProvider<number, Frame> = open(small);
    expect(provider).toHaveProperty('load');
  });

  it('rejects a frame that is no number', async () => {
    await expect(open(small).load('1' as unknown as number)).rejects.toThrow(
      new TypeError('Expected `frame` to be a number, got `"1"` (string)'),
    );
  });
});

describe('motProvider: index', () => {
  it('is started by the first load, which waits for it', async () => {
    const source = memorySource(small);
    const provider = motProvider(source);
    expect(source.opened).toBe(0);
    const [first, second] = await Promise.all([provider.load(1), provider.load(4)]);
    expect(first).toStrictEqual({ frame: 1, detections: [box(1, 10, 0.5), box(2, 11, 0.6)] });
    expect(second).toStrictEqual({ frame: 4, detections: [box(1, 13, 0.8)] });
    expect(source.opened).toBe(1);
  });

  it('is shared by all subscribers, and complete for later ones', async () => {
    const source = memorySource(small);
    const provider = motProvider(source);
    const [first, second] = await Promise.all([whenIndexed(provider), whenIndexed(provider)]);
    expect(first).toEqual({ bytes: small.length, total: small.length, lines: 4, frames: 3 });
    expect(second).toBe(first);
    expect(await firstValueFrom(provider.index().pipe(toArray()), { defaultValue: [] })).toEqual([
      first,
    ]);
    expect(source.opened).toBe(1);
  });

  it('does nothing before it is subscribed', () => {
    const source = memorySource(small);
    void motProvider(source).index();
    expect(source.opened).toBe(0);
  });

  it('emits its progress about a hundred times', async () => {
    const content = scattered(100, 100);
    const steps = await firstValueFrom(
      motProvider(memorySource(content, 100)).index().pipe(toArray()),
      { defaultValue: [] },
    );
    expect(steps[0]).toEqual({ bytes: 0, total: content.length, lines: 0, frames: 0 });
    expect(steps.at(-1)).toEqual({
      bytes: content.length,
      total: content.length,
      lines: 10_000,
      frames: 100,
    });
    expect(steps.length).toBeGreaterThan(90);
    expect(steps.length).toBeLessThan(110);
    const bytes = steps.map((step: IndexProgress) => step.bytes);
    expect(bytes).toEqual(bytes.slice().sort((a, b) => a - b));
  });

  it('emits once for an empty file', async () => {
    const { provider } = await indexed('');
    expect(await firstValueFrom(provider.index().pipe(toArray()), { defaultValue: [] })).toEqual([
      { bytes: 0, total: 0, lines: 0, frames: 0 },
    ]);
    expect(provider.size).toBe(0);
    expect((await provider.load(1)).detections).toEqual([]);
  });

  it('knows its keys at its last value', async () => {
    const provider = open(small);
    let size = -1;
    await new Promise<void>((resolve, reject) => {
      provider.index().subscribe({
        next: ({ bytes, total }) => bytes === total && (size = provider.size),
        error: reject,
        complete: resolve,
      });
    });
    expect(size).toBe(3);
  });

  it('makes `has` true and `keys` and `size` throw until it is complete', async () => {
    const provider = open(small);
    expect(provider.has(3)).toBe(true);
    expect(() => provider.size).toThrow(
      '`size` is known when `memory` is indexed: wait until index() completes',
    );
    expect(() => provider.keys()).toThrow('`keys` is known');
    await whenIndexed(provider);
    expect([1, 2, 3, 4, 5].filter((frame) => provider.has(frame))).toEqual([1, 2, 4]);
    expect([...provider.keys()]).toEqual([1, 2, 4]);
    expect(provider.size).toBe(3);
  });

  it('stops with its last subscriber, and starts again for the next', async () => {
    const { source, signals } = stuckSource(small, 'chunks');
    const provider = motProvider(source);
    const subscriptions = [provider.index().subscribe(), provider.index().subscribe()];
    await firstValueFrom(provider.index(), { defaultValue: undefined });
    await new Promise(setImmediate);
    expect(signals).toHaveLength(1);
    subscriptions[0]?.unsubscribe();
    expect(signals[0]?.aborted).toBe(false);
    subscriptions[1]?.unsubscribe();
    expect(signals[0]?.aborted).toBe(true);
    const third = provider.index().subscribe();
    await new Promise(setImmediate);
    expect(signals).toHaveLength(2);
    third.unsubscribe();
  });

  it('reads no further once it was stopped, though the source continues', async () => {
    let given = 0;
    async function* chunks() {
      for (; given < 20; given++) yield await Promise.resolve(new TextEncoder().encode(small));
    }
    const provider = motProvider({
      ...memorySource(small),
      open: () => Promise.resolve({ size: undefined, chunks: chunks() }),
    });
    const subscription = provider.index().subscribe();
    while (given < 3) await Promise.resolve();
    subscription.unsubscribe();
    await new Promise(setImmediate);
    expect(given).toBeLessThan(6);
  });

  it('is not used once it was stopped, though the source ends', async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    async function* chunks() {
      yield new TextEncoder().encode(small);
      await released;
    }
    const provider = motProvider({
      ...memorySource(small),
      open: () => Promise.resolve({ size: small.length, chunks: chunks() }),
    });
    const subscription = provider.index().subscribe();
    await new Promise(setImmediate);
    subscription.unsubscribe();
    release();
    await new Promise(setImmediate);
    expect(() => provider.size).toThrow('is known when');
  });

  it('continues for a load that waits for it', async () => {
    const provider = open(small);
    const load = provider.load(2);
    provider.index().subscribe().unsubscribe();
    expect((await load).detections).toHaveLength(1);
  });

  it('is tried again after an error', async () => {
    const source = memorySource(small);
    let isBroken = true;
    const provider = motProvider({
      ...source,
      open: (signal) => (isBroken ? Promise.reject(new Error('not yet')) : source.open(signal)),
    });
    await expect(provider.load(1)).rejects.toThrow('not yet');
    await expect(whenIndexed(provider)).rejects.toThrow('not yet');
    isBroken = false;
    expect((await provider.load(1)).detections).toHaveLength(2);
  });

  it('gives other tasks their turn, also with a source that never waits', async () => {
    const content = new TextEncoder().encode(small.repeat(40 << 14));
    async function* chunks() {
      yield await Promise.resolve(content);
    }
    const provider = motProvider({
      ...memorySource(''),
      open: () => Promise.resolve({ size: content.length, chunks: chunks() }),
    });
    const order: string[] = [];
    setImmediate(() => order.push('a turn'));
    await whenIndexed(provider);
    order.push('the end');
    expect(order).toEqual(['a turn', 'the end']);
  });
});

describe('motProvider: reads', () => {
  it('reads a frame with adjacent lines in one read of these lines', async () => {
    const { provider, source } = await indexed(small);
    await provider.load(1);
    expect(source.reads).toEqual([{ start: 0, end: 40 }]);
  });

  it('reads a frame in a few places with as many reads', async () => {
    const far = `9,1,1,1,1,1,1\n`.repeat(3000);
    const { provider, source } = await indexed(
      `1,1,1,1,1,1,1\n${far}1,2,1,1,1,1,1\n${far}1,3,1,1,1,1,1\n`,
    );
    expect((await provider.load(1)).detections.map(({ trackId }) => trackId)).toEqual([1, 2, 3]);
    expect(source.reads.map(({ start, end }) => end - start)).toEqual([14, 14, 14]);
  });

  it('reads scattered lines in at most 4 reads, together with those of the next frames', async () => {
    const { provider, source } = await indexed(scattered(60, 1000));
    expect((await provider.load(500)).detections.map(({ trackId }) => trackId)).toEqual(
      Array.from({ length: 60 }, (_, i) => i),
    );
    expect(source.reads.length).toBeLessThanOrEqual(4);
    source.reads.length = 0;
    for (let frame = 501; frame <= 600; frame++) await provider.load(frame);
    expect(source.reads.length).toBeLessThanOrEqual(20);
  });

  it('reads many adjacent frames together', async () => {
    const { provider, source } = await indexed(small);
    expect((await provider.loadMany([4, 1, 2])).map(({ frame }) => frame)).toEqual([4, 1, 2]);
    expect(source.reads).toHaveLength(1);
  });

  it('reads no more than about 4 MB at once', async () => {
    const { provider, source } = await indexed(
      Array.from({ length: 300 }, (_, i) => `${i},1,1,1,1,1,1,1,${' '.repeat(50_000)}1\n`).join(''),
    );
    expect((await provider.loadMany(provider.keys())).map(({ frame }) => frame)).toEqual(
      Array.from({ length: 300 }, (_, i) => i),
    );
    expect(Math.max(...source.reads.map(({ start, end }) => end - start))).toBeLessThan(4.3e6);
    expect(source.reads.length).toBeLessThan(6);
  });

  it('verifies the source after each read, before it uses the bytes', async () => {
    const source = memorySource(small);
    const asked: number[] = [];
    const provider = motProvider({
      ...source,
      verify: () => {
        asked.push(source.reads.length);
        return Promise.reject(new Error('another'));
      },
    });
    await expect(provider.load(1)).rejects.toThrow('another');
    expect(asked).toEqual([1]);
    expect(provider.stats().cachedFrames).toBe(0);
  });
});

describe('motProvider: parsed frames', () => {
  it('are kept, the most recently used ones', async () => {
    const { provider, source } = await indexed(small, { cacheSize: 2 });
    const first = await provider.load(1);
    await provider.load(2);
    expect(await provider.load(1)).toBe(first);
    await provider.load(4);
    source.reads.length = 0;
    expect(await provider.load(1)).toBe(first);
    expect(source.reads).toEqual([]);
    await provider.load(2);
    expect(source.reads).toHaveLength(1);
  });

  it('are not kept with a `cacheSize` of 0', async () => {
    const { provider, source } = await indexed(small, { cacheSize: 0 });
    await provider.load(1);
    await provider.load(1);
    expect(source.reads).toHaveLength(2);
  });

  it('are removed by clear, with all pages', async () => {
    const { provider, source } = await indexed(scattered(10, 1000));
    await provider.load(1);
    const reads = source.reads.length;
    await provider.load(2);
    expect(source.reads).toHaveLength(reads);
    provider.clear();
    expect(provider.stats()).toMatchObject({ cachedFrames: 0, misses: 2, frames: 1000 });
    await provider.load(1);
    expect(source.reads).toHaveLength(2 * reads);
  });
});

describe('motProvider: stats', () => {
  it('count hits, misses, reads and times, by the given clock', async () => {
    let time = 0;
    const source = memorySource(small);
    const slow: MotSource = {
      ...source,
      open(signal) {
        time += 100;
        return source.open(signal);
      },
      read(start, end, signal) {
        time += 10;
        return source.read(start, end, signal);
      },
    };
    const provider = motProvider(slow, { now: () => time });
    await provider.load(1);
    await provider.load(2);
    await provider.load(1);
    await provider.load(1);
    expect(provider.stats()).toEqual({
      frames: 3,
      lines: 4,
      indexBytes: expect.any(Number),
      cachedFrames: 2,
      cacheSize: 100,
      hits: 2,
      misses: 2,
      hitRate: 0.5,
      meanLoadTime: 10,
      meanHitTime: 0,
      meanMissTime: 60,
      reads: 2,
      bytesRead: 60,
      malformed: 0,
      malformedLines: [],
      format: {
        delimiter: ',',
        columns: ['frame', 'trackId', 'left', 'top', 'width', 'height', 'confidence'],
        header: false,
        guessed: ['delimiter', 'columns'],
        compression: 'none',
      },
    });
  });

  it('are zero before anything happened', () => {
    expect(open(small).stats()).toMatchObject({
      frames: 0,
      lines: 0,
      indexBytes: 0,
      hits: 0,
      misses: 0,
      hitRate: 0,
      meanLoadTime: 0,
      malformed: 0,
    });
  });
});

describe('motProvider: malformed lines', () => {
  const broken = 'frame,id\n1,1,10,20,30,40,1\n1,2\n\n2,1,10,20,30,40,high\n1,3,10,20,30,40,1\n';

  it('are counted once: those without a frame number by the index, others by the first load of their frame', async () => {
    const { provider } = await indexed(broken, { cacheSize: 0 });
    expect(provider.stats().malformedLines).toEqual([
      { line: 1, reason: 'expected column 1 (frame) to be a whole number, got "frame"' },
    ]);
    expect((await provider.load(1)).detections.map(({ trackId }) => trackId)).toEqual([1, 3]);
    await Promise.all([provider.load(1), provider.load(2), provider.load(2)]);
    const { reads } = provider.stats();
    await provider.load(1);
    expect(provider.stats().reads).toBe(reads + 1);
    expect(provider.stats()).toMatchObject({
      malformed: 3,
      malformedLines: [
        { line: 1 },
        { line: 3, reason: 'expected 7 to 10 columns, got 2' },
        { line: 5, reason: 'expected column 7 (confidence) to be a number, got "high"' },
      ],
    });
  });

  it('are all counted, and the first 100 kept', async () => {
    const { provider } = await indexed(
      'x\n'.repeat(70) + '1,2\n'.repeat(70) + '2,2\n'.repeat(70) + '3,1,10,20,30,40,1\n',
    );
    await provider.load(2);
    await provider.load(1);
    const { malformed, malformedLines } = provider.stats();
    expect(malformed).toBe(210);
    expect(malformedLines.map(({ line }) => line)).toEqual([
      ...Array.from({ length: 70 }, (_, i) => 1 + i),
      ...Array.from({ length: 30 }, (_, i) => 141 + i),
    ]);
  });

  it('have the right number far into a file', async () => {
    const before = `3,1,1,1,1,1,1\r\n\n\nno\n`.repeat(20_000);
    const { provider } = await indexed(`\uFEFF${before}7,1,?\n`);
    await provider.load(7);
    const { malformed, malformedLines } = provider.stats();
    expect(malformed).toBe(20_001);
    expect(malformedLines).toHaveLength(100);
    const strict = open(before.replaceAll('no', '3,2,1,1,1,1,1') + '7,1,?\n', { strict: true });
    await expect(strict.load(7)).rejects.toMatchObject({
      name: 'MalformedLineError',
      line: 80_001,
      source: 'memory',
    });
  });

  it('are errors if strict: the index fails at the first without a frame number', async () => {
    const provider = open(`1,1,10,20,30,40,1\n1,x\n  \nnone,2\n`, { strict: true });
    const error = {
      name: 'MalformedLineError',
      line: 4,
      message:
        'Line 4 of `memory` is malformed: expected column 1 (frame) to be a whole number, got "none"',
    };
    await expect(whenIndexed(provider)).rejects.toMatchObject(error);
    await expect(provider.load(1)).rejects.toMatchObject(error);
  });

  it('are errors if strict: a load fails at the first of its frame, each time', async () => {
    const { provider } = await indexed('1,1,10,20,30,40,1\n2,1,1,1,1,1,1\n1,x\n1\n', {
      strict: true,
    });
    for (let time = 0; time < 2; time++)
      await expect(provider.load(1)).rejects.toMatchObject({ name: 'MalformedLineError', line: 3 });
    expect((await provider.load(2)).detections).toHaveLength(1);
  });
});

describe('motProvider: aborting', () => {
  it('rejects with the reason of an aborted signal, and aborts the read', async () => {
    const { source, signals } = stuckSource(small, 'read');
    const provider = motProvider(source);
    const gone = new Error('gone');
    await expect(provider.load(1, { signal: AbortSignal.abort(gone) })).rejects.toBe(gone);
    await whenIndexed(provider);
    const controller = new AbortController();
    const load = provider.load(1, { signal: controller.signal });
    expect(signals).toHaveLength(1);
    controller.abort(gone);
    expect(signals[0]?.aborted).toBe(true);
    await expect(load).rejects.toBe(gone);
    const second = new AbortController();
    const many = provider.loadMany([1, 2], { signal: second.signal });
    second.abort();
    await expect(many).rejects.toMatchObject({ name: 'AbortError' });
    expect(provider.stats()).toMatchObject({ misses: 0, cachedFrames: 0 });
  });

  it('keeps nothing of an aborted load, though the source continues', async () => {
    const source = memorySource(small);
    const controller = new AbortController();
    const provider = motProvider({
      ...source,
      read(start, end, signal) {
        controller.abort();
        return source.read(start, end, signal);
      },
    });
    await expect(provider.load(1, controller)).rejects.toMatchObject({ name: 'AbortError' });
    await new Promise(setImmediate);
    expect(provider.stats()).toMatchObject({ cachedFrames: 0, misses: 0, meanLoadTime: 0 });
  });

  it('listens to a signal no longer than it loads', async () => {
    const { signal } = new AbortController();
    const provider = open(small);
    await provider.load(1, { signal });
    await provider.loadMany([1, 2], { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('adds one listener to a signal, for any number of loads', async () => {
    const { source } = stuckSource(small, 'read');
    const provider = motProvider(source);
    await whenIndexed(provider);
    const controller = new AbortController();
    const loads = Array.from({ length: 30 }, (_, i) => provider.load(1 + (i % 2), controller));
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    controller.abort();
    const outcomes = await Promise.allSettled(loads);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('stops the index with the only load that waits for it', async () => {
    const { source, signals } = stuckSource(small, 'open');
    const provider = motProvider(source);
    const [first, second] = [new AbortController(), new AbortController()];
    const loads = Promise.allSettled([provider.load(1, first), provider.load(2, second)]);
    first.abort();
    expect(signals[0]?.aborted).toBe(false);
    second.abort();
    expect(signals[0]?.aborted).toBe(true);
    await loads;
  });

  it('never aborts a read that has ended', async () => {
    const source = memorySource(small);
    const signals: AbortSignal[] = [];
    const provider = motProvider({
      ...source,
      read: (start, end, signal) => {
        signals.push(signal);
        return source.read(start, end, signal);
      },
    });
    const controller = new AbortController();
    await provider.load(1, controller);
    controller.abort();
    await provider.close();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });
});

describe('motProvider: close', () => {
  it.each(['open', 'chunks', 'read'] as const)(
    'aborts pending calls of the source: %s',
    async (stuck) => {
      const { source, signals } = stuckSource(small, stuck);
      const provider = motProvider(source);
      const load = provider.load(1);
      const index = whenIndexed(provider);
      const outcomes = Promise.allSettled([load, index]);
      while (signals.length === 0) await new Promise(setImmediate);
      await provider.close();
      expect(signals.every(({ aborted }) => aborted)).toBe(true);
      const closed = {
        status: 'rejected',
        reason: { name: 'MotClosedError', message: 'The provider of `memory` is closed' },
      };
      expect(await outcomes).toMatchObject([
        closed,
        stuck === 'read' ? { status: 'fulfilled' } : closed,
      ]);
    },
  );

  it('makes all later calls fail with a MotClosedError', async () => {
    const { provider } = await indexed(small);
    await provider.load(1);
    await provider.close();
    const closed = { name: 'MotClosedError' };
    await expect(provider.load(1)).rejects.toMatchObject(closed);
    await expect(provider.loadMany([])).rejects.toMatchObject(closed);
    await expect(whenIndexed(provider)).rejects.toMatchObject(closed);
    expect(() => provider.keys()).toThrow('is closed');
    expect(() => provider.size).toThrow('is closed');
    expect(provider.has(1)).toBe(false);
    provider.clear();
    expect(provider.stats()).toMatchObject({ misses: 1, cachedFrames: 0, indexBytes: 0 });
  });

  it('closes the source, once', async () => {
    const source = memorySource(small);
    const provider = motProvider(source);
    await Promise.all([provider.close(), provider.close()]);
    await provider.close();
    expect(source.closed).toBe(1);
  });
});

describe('motProvider: options', () => {
  it.each([
    [
      { cacheSize: -1 },
      RangeError,
      'Expected `cacheSize` to be an integer of 0 or more, got `-1` (number)',
    ],
    [
      { cacheSize: 1.5 },
      RangeError,
      'Expected `cacheSize` to be an integer of 0 or more, got `1.5` (number)',
    ],
    [{ cacheSize: '9' }, TypeError, 'Expected `cacheSize` to be a number, got `"9"` (string)'],
    [{ strict: 1 }, TypeError, 'Expected `strict` to be true or false, got `1` (number)'],
    [{ now: 5 }, TypeError, 'Expected `now` to be a function, got `5` (number)'],
    [null, TypeError, 'Expected `options` to be an object, got `null` (null)'],
    [5, TypeError, 'Expected `options` to be an object, got `5` (number)'],
  ])('refuses %j', (options, Kind, message) => {
    const make = () => motProvider(memorySource(''), options as MotProviderOptions);
    expect(make).toThrow(Kind);
    expect(make).toThrow(message);
  });

  it('refuses anything but a source', () => {
    expect(() => motProvider('gt.txt' as unknown as MotSource)).toThrow(
      new TypeError(
        'Expected `source` to be a source, as fileSource(path) makes one, got `"gt.txt"` (string)',
      ),
    );
    expect(() => motProvider(null as unknown as MotSource)).toThrow(TypeError);
  });

  it.each(['open', 'read', 'close', 'verify'] as const)(
    'refuses a source whose %s is no function',
    (method) => {
      const source = { ...memorySource(''), [method]: 5 } as unknown as MotSource;
      expect(() => motProvider(source)).toThrow(TypeError);
      expect(() => motProvider(source)).toThrow(
        `Expected \`source\` to be an object with \`${method}\`, got \`{`,
      );
    },
  );

  it.each([
    [
      'read',
      undefined,
      'Expected `source.read(start, end)` to be a Uint8Array, got `undefined` (undefined)',
    ],
    [
      'read',
      'bytes',
      'Expected `source.read(start, end)` to be a Uint8Array, got `"bytes"` (string)',
    ],
    [
      'open',
      undefined,
      'Expected `source.open()` to be an object with `chunks`, an async iterable, got `undefined` (undefined)',
    ],
    [
      'open',
      {},
      'Expected `source.open()` to be an object with `chunks`, an async iterable, got `{}` (object)',
    ],
    [
      'open',
      { size: 1, chunks: [5] },
      'Expected `chunk of source.open()` to be a Uint8Array, got `5` (number)',
    ],
  ])('names a source whose %s returns %j, also synchronously', async (method, came, message) => {
    for (const given of [came, Promise.resolve(came)]) {
      const source = { ...memorySource(small), [method]: () => given } as MotSource;
      await expect(motProvider(source).load(1)).rejects.toThrow(new TypeError(message));
    }
    const source = { ...memorySource(scattered(60, 200)), [method]: () => came } as MotSource;
    await expect(motProvider(source).load(1)).rejects.toThrow(new TypeError(message));
  });
});
