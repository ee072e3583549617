import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gapBytes, planReads } from '../../src/mot/planReads.js';
import type { ByteRange } from '../../src/net/byteRange.js';

const ranges = fc
  .array(fc.tuple(fc.nat(100), fc.integer({ min: 1, max: 30 })), { maxLength: 30 })
  .map((steps) => {
    let at = 0;
    return steps.map(([gap, length]): ByteRange => {
      const start = at + gap;
      at = start + length;
      return { start, end: at };
    });
  });
const limits = fc.record({
  near: fc.nat(20),
  reads: fc.integer({ min: 1, max: 6 }),
  budget: fc.nat(400),
});

describe('planReads', () => {
  it('covers every range by one read, ascending, without bytes at the edges', () => {
    fc.assert(
      fc.property(ranges, limits, (asked, given) => {
        const reads = planReads(asked, given);
        for (const range of asked)
          expect(
            reads.filter(({ start, end }) => start <= range.start && range.end <= end),
          ).toHaveLength(1);
        for (const read of reads) {
          expect(asked.some(({ start }) => start === read.start)).toBe(true);
          expect(asked.some(({ end }) => end === read.end)).toBe(true);
        }
      }),
    );
  });

  it('reads all near gaps, and no more than its budget of others', () => {
    fc.assert(
      fc.property(ranges, limits, (asked, given) => {
        const reads = planReads(asked, given);
        for (const [i, read] of reads.slice(1).entries())
          expect(read.start - (reads[i]?.end ?? 0)).toBeGreaterThan(given.near);
        expect(
          gapBytes(planReads(asked, { ...given, reads: Infinity })) - gapBytes(reads),
        ).toBeLessThanOrEqual(given.budget);
      }),
    );
  });

  it('reaches the number of reads if the budget allows, and joins no more than necessary', () => {
    fc.assert(
      fc.property(ranges, limits, (asked, given) => {
        const near = planReads(asked, { ...given, reads: Infinity }).length;
        expect(planReads(asked, { ...given, budget: Infinity })).toHaveLength(
          Math.min(near, given.reads),
        );
      }),
    );
  });

  it('joins the closest ranges first', () => {
    const asked = [0, 10, 100, 115, 300].map((start) => ({ start, end: start + 5 }));
    expect(planReads(asked, { near: 0, reads: 3, budget: 100 })).toEqual([
      { start: 0, end: 15 },
      { start: 100, end: 120 },
      { start: 300, end: 305 },
    ]);
    expect(planReads(asked, { near: 0, reads: 1, budget: 14 })).toHaveLength(4);
  });

  it('does not read further gaps of the size of the last joined one', () => {
    const asked = Array.from({ length: 50 }, (_, i) => ({ start: i * 1000, end: i * 1000 + 10 }));
    expect(gapBytes(asked) - gapBytes(planReads(asked, { near: 0, reads: 1, budget: 2000 }))).toBe(
      2 * 990,
    );
  });
});
