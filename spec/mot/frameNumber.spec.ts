import { describe, expect, it } from '@jest/globals';
import { blankLine, frameNumber } from '../../src/mot/frameNumber.js';
import { COMMA } from '../../src/mot/lineFormat.js';

const frameOf = (line: string) => {
  const bytes = new TextEncoder().encode(line);
  return frameNumber(bytes, 0, bytes.length, COMMA, 0);
};

describe('frameNumber', () => {
  it.each([
    ['12,1,2', 12],
    [' 12 ,1', 12],
    ['12', 12],
    ['"12",1', 12],
    ['007,1', 7],
    ['-3,1', -3],
    ['12.0,1', 12],
    ['1.200000000000000000e+01,1', 12],
    ['9007199254740991,1', Number.MAX_SAFE_INTEGER],
  ])('reads %j as frame %d', (line, frame) => {
    expect(frameOf(line)).toBe(frame);
  });

  it('reads no byte beyond its limits', () => {
    expect(frameNumber(new TextEncoder().encode('123,4'), 0, 2, COMMA, 0)).toBe(12);
    expect(frameNumber(new TextEncoder().encode('123,4'), 1, 3, COMMA, 0)).toBe(23);
  });

  it('gives 0 for −0, which would be another key', () => {
    expect(Object.is(frameOf('-0,1'), 0)).toBe(true);
  });

  it.each([
    ',1,2',
    'abc,1',
    '1.5,1',
    '9007199254740992,1',
    'Infinity,1',
    '1 2,1',
    `${' '.repeat(1024)}5,1`,
  ])('finds no frame number in %j', (line) => {
    expect(frameOf(line)).toBeNaN();
  });

  it.each(['', ' ', '\t \r', '#', ' # 5,1', '#5,1'])('treats %j as blank', (line) => {
    expect(frameOf(line)).toBe(blankLine);
  });

  it('finds no frame number in a line of more spaces than are read', () => {
    expect(frameOf(' '.repeat(1024))).toBe(blankLine);
    expect(frameOf(' '.repeat(1025))).toBeNaN();
  });

  it.each([
    ['7 12 3', ' ', 1, 12],
    ['  7 \t 12', ' ', 1, 12],
    ['7\t\t12\t', '\t', 2, 12],
    ['a;"12";', ';', 1, 12],
    ['a;b', ';', 2, NaN],
    [`a;${'1'.repeat(1022)};`, ';', 1, NaN],
    [`${'b'.repeat(1020)};12;`, ';', 1, 12],
    [`${'b'.repeat(1021)};12;`, ';', 1, NaN],
  ])(
    'reads it between other delimiters, in another column: %j',
    (line, delimiter, column, frame) => {
      const bytes = new TextEncoder().encode(line);
      expect(frameNumber(bytes, 0, bytes.length, delimiter.charCodeAt(0), column)).toBe(frame);
    },
  );
});
