import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { frameIndex } from '../../src/mot/frameIndex.js';
import { slotTable } from '../../src/mot/slotTable.js';

const frame = fc.oneof(
  fc.integer({ min: -5, max: 40 }),
  fc.constantFrom(4294967296, 4294967297, 8589934592, Number.MAX_SAFE_INTEGER, -4294967296),
);

describe('slotTable', () => {
  it('finds each frame in the slot it was given, and no other, ascending or not', () => {
    const ascending = fc
      .uniqueArray(fc.oneof(frame, fc.integer()), { maxLength: 300 })
      .chain((all) =>
        fc.constantFrom(
          all,
          all.slice().sort((a, b) => a - b),
        ),
      );
    fc.assert(
      fc.property(ascending, (frames) => {
        const table = slotTable();
        expect(frames.map((each) => table.add(each))).toEqual(frames.map((_, i) => i));
        expect(frames.map((each) => table.find(each))).toEqual(frames.map((_, i) => i));
        for (const absent of [-6, 41.5, NaN, Infinity, 1 << 20])
          if (!frames.includes(absent)) expect(table.find(absent)).toBe(-1);
        expect([...table.sorted()]).toEqual(frames.slice().sort((a, b) => a - b));
        expect(table.size).toBe(frames.length);
      }),
    );
  });

  it('finds a thousand frames in random order', () => {
    const table = slotTable();
    const frames = Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1000);
    for (const each of frames) table.add(each);
    expect(frames.map((each) => table.find(each))).toEqual(frames.map((_, i) => i));
    expect(table.find(1000)).toBe(-1);
  });

  it.each<[string, (i: number) => number]>([
    ['strides of 2^7 to 2^40', (i) => (i % 2) * 2 ** 52 + i * 2 ** (7 + (i % 4) * 11)],
    ['equal low halves', (i) => i * 2 ** 32 + 77],
    ['halves that cancel out', (i) => i * 2 ** 32 + i],
    ['low halves of one place of Fibonacci hashing', (i) => Math.imul(i << 20, 0x144cbc89) >>> 0],
    ['any numbers', (i) => Math.imul(i + 1, 0x9e3779b1) >>> 0],
  ])('has few collisions for %s, with nearly every seed', (_name, frameOf) => {
    // No hash is good for each seed: what counts is that nobody knows the seed.
    const [count, seeds] = [4096, 100];
    let good = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const table = slotTable((seed * Math.SQRT2) % 1);
      table.add(Number.MAX_SAFE_INTEGER);
      for (let i = 0; i < count; i++) {
        const frame = frameOf(i);
        if (table.find(frame) < 0) table.add(frame);
      }
      if (table.collisions < 10 * count) good++;
    }
    expect(good).toBeGreaterThan(0.9 * seeds);
  });

  it('finds nothing while it is empty', () => {
    expect(slotTable().find(0)).toBe(-1);
    expect([...slotTable().sorted()]).toEqual([]);
  });
});

describe('frameIndex', () => {
  it('gives the runs of each frame in order, each up to the next run', () => {
    const runs = fc.array(
      fc.record({
        frame,
        length: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constant(3 * 2 ** 32)),
      }),
      {
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(runs, fc.nat(50), (begun, first) => {
        const index = frameIndex();
        const expected = new Map<number, { start: number; end: number }[]>();
        let offset = first;
        for (const run of begun) {
          index.begin(run.frame, offset);
          expected.set(run.frame, [
            ...(expected.get(run.frame) ?? []),
            { start: offset, end: (offset += run.length) },
          ]);
        }
        index.end(offset);
        for (const [each, ranges] of expected) expect(index.rangesOf(each)).toEqual(ranges);
        expect(index.rangesOf(77)).toEqual([]);
        expect(index.has(77)).toBe(false);
        expect([...index.frames()].every((each) => index.has(each))).toBe(true);
        expect([...index.frames()]).toEqual([...expected.keys()].sort((a, b) => a - b));
        expect(index.size).toBe(expected.size);
      }),
    );
  });

  it('takes 10 bytes a line and 40 a frame for a million scattered lines', () => {
    const index = frameIndex();
    const [lines, frames] = [1_000_000, 1000];
    for (let line = 0; line < lines; line++) index.begin(line % frames, line * 50);
    index.end(lines * 50);
    expect(index.rangesOf(7)).toHaveLength(lines / frames);
    expect(index.rangesOf(7)[999]).toEqual({ start: 999_007 * 50, end: 999_008 * 50 });
    // A block of runs that is not full, and arrays that have doubled last, are on top.
    expect(index.bytes).toBeLessThan(10 * (lines + 4096) + 40 * frames);
  });
});
