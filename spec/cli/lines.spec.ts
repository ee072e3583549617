import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseKeyLine } from '../../src/cli/keyLine.js';
import { createLineSplitter, MAX_LINE } from '../../src/cli/lineSplitter.js';

/** The lines of bytes that come in parts. */
function linesOf(parts: readonly Uint8Array[]): (string | undefined)[] {
  const lines: (string | undefined)[] = [];
  const splitter = createLineSplitter((line) => lines.push(line));
  for (const part of parts) {
    const own = part.slice();
    splitter.push(own);
    // The bytes of a part are not kept.
    own.fill(63);
  }
  splitter.end();
  return lines;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('Lines of a log', () => {
  it('are the same however the bytes are cut', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n\uFEFF]/g, ''));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1 }),
        fc.array(fc.nat(200)),
        fc.constantFrom('\n', '\r\n'),
        (lines, cuts, end) => {
          const bytes = bytesOf(`\uFEFF${lines.map((each) => each + end).join('')}`);
          const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
          places.sort((a, b) => a - b);
          const parts = places.slice(1).map((to, i) => bytes.subarray(places[i], to));
          expect(linesOf(parts)).toEqual(lines);
        },
      ),
    );
  });

  it('end with the bytes, if not before', () => {
    expect(linesOf([bytesOf('a\nb')])).toEqual(['a', 'b']);
    expect(linesOf([bytesOf('a\n')])).toEqual(['a']);
    expect(linesOf([])).toEqual([]);
  });

  it('are undefined where they are too long, in one part or in many', () => {
    const [most, more] = ['x'.repeat(MAX_LINE), 'x'.repeat(MAX_LINE + 1)];
    expect(linesOf([bytesOf(`${most}\n${more}\nb`)])).toEqual([most, undefined, 'b']);
    const parts = Array.from({ length: 9 }, () => bytesOf(most.slice(0, MAX_LINE / 4)));
    expect(linesOf([...parts, bytesOf('\nb\n'), ...parts])).toEqual([undefined, 'b', undefined]);
  });
});

describe('A line with a key', () => {
  it.each([
    ['a/b c', { key: 'a/b c' }],
    ['a\t17', { key: 'a' }],
    ['a\t-0.5', { key: 'a' }],
    ['a \t ', { key: 'a' }],
    ['', { key: '' }],
    ['  ', { key: '' }],
  ])('is read from %j', (line, read) => {
    expect(parseKeyLine(line)).toEqual(read);
  });

  it.each(['a\tb', 'a\t1\t2', '\t17'])('is undefined for %j', (line) => {
    expect(parseKeyLine(line)).toBeUndefined();
  });
});
