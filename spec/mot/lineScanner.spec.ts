import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { frameIndex } from '../../src/mot/frameIndex.js';
import { LINE_FEED } from '../../src/mot/lineFormat.js';
import { lineMarks } from '../../src/mot/lineMarks.js';
import { lineScanner } from '../../src/mot/lineScanner.js';
import { plainFormat } from '../../src/mot/plainFormat.js';
import { motText } from './support/motText.js';
import { naiveMot } from './support/naiveMot.js';

function scan(content: string, cuts: readonly number[]) {
  const bytes = new TextEncoder().encode(content);
  const index = frameIndex();
  const withoutFrame: number[] = [];
  const scanner = lineScanner({
    index,
    marks: lineMarks(),
    format: plainFormat(LINE_FEED),
    isReadable: true,
    noFrame: (line) => void withoutFrame.push(line),
    unreadable: () => undefined,
  });
  let at = 0;
  for (const cut of [...cuts, bytes.length]) {
    // A copy that ends where it ends: nothing beyond it can be read by chance.
    const chunk = bytes.slice(at, (at += cut));
    scanner.push(chunk);
    chunk.fill(0x39);
  }
  scanner.push(bytes.slice(at));
  scanner.end();
  const linesOf = (frame: number) =>
    index
      .rangesOf(frame)
      .flatMap(({ start, end }) => [
        ...naiveMot(
          new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(start, end)),
        ).frames.keys(),
      ]);
  return { index, withoutFrame, lines: scanner.lines, linesOf };
}

describe('lineScanner', () => {
  it('finds frames, lines, and lines without a frame number, in chunks of any size', () => {
    fc.assert(
      fc.property(
        motText,
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 }),
        (content, cuts) => {
          const expected = naiveMot(content);
          const { index, withoutFrame, lines, linesOf } = scan(content, cuts);
          expect([...index.frames()]).toEqual([...expected.frames.keys()].sort((a, b) => a - b));
          expect(lines).toBe(expected.lines);
          expect(withoutFrame).toEqual(expected.withoutFrame);
          for (const frame of expected.frames.keys())
            expect(new Set(linesOf(frame))).toEqual(new Set([frame]));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('makes one run of adjacent lines of one frame, also with lines of no frame between', () => {
    const { index } = scan('5,1\n5,2\n\n05,3\nx,4\n 5,5\n6,1\n5,6\n', []);
    expect(index.rangesOf(5)).toEqual([
      { start: 0, end: 23 },
      { start: 27, end: 31 },
    ]);
  });

  it('distinguishes frames that begin alike', () => {
    const { index, lines } = scan('12,1\n123,1\n1234567,1\n12345678,1\n1234,1\n12,1\n1,1\n', []);
    expect([...index.frames()]).toEqual([1, 12, 123, 1234, 1234567, 12345678]);
    expect(lines).toBe(7);
  });

  it('finds a line that ends within the compared bytes', () => {
    const { lines, withoutFrame } = scan(`5,\n5,\n5,\n\n5,\n5,1,1,1\n7,0`, []);
    expect(lines).toBe(6);
    expect(withoutFrame).toEqual([]);
  });

  it('skips a byte-order mark at the beginning of the file only', () => {
    const { index, lines, withoutFrame } = scan('\uFEFF5,1,2,3,4,5\n\uFEFF5,1,2,3,4,5\n5,1\n', []);
    expect(index.rangesOf(5)[0]?.start).toBe(3);
    expect(lines).toBe(2);
    expect(withoutFrame).toEqual([2]);
  });

  it('reads nothing beyond a chunk that ends within the bytes that are compared', () => {
    expect(scan('12,3,4,5,6,7\n5,\n', []).lines).toBe(2);
    expect(scan('12,3,4,5,6,7\n12,\n5,\n', [3, 10, 4]).lines).toBe(3);
  });

  it('keeps no more of a line than a frame number may take, however long the line is', () => {
    const spaces = ' '.repeat(3000);
    const { withoutFrame, lines } = scan(
      `1,${'9'.repeat(5000)}\n${spaces}2,1\n3,1\n${spaces}\n`,
      Array<number>(2000).fill(7),
    );
    expect(lines).toBe(2);
    expect(withoutFrame).toEqual([2, 4]);
  });
});
