import { describe, expect, it } from '@jest/globals';
import { LINE_FEED } from '../../src/mot/lineFormat.js';
import { plainFormat } from '../../src/mot/plainFormat.js';

const format = plainFormat(LINE_FEED);
const parse = (line: string) => {
  const bytes = new TextEncoder().encode(line);
  return format.parse(bytes, 0, bytes.length) ?? format.reasonOf(bytes, 0, bytes.length);
};
const box = { trackId: 3, left: 10.5, top: 20, width: 30, height: 40, confidence: 0.9 };

describe('plainFormat', () => {
  it.each([
    ['7 columns', '1,3,10.5,20,30,40,0.9', box],
    ['8 columns: a class', '1,3,10.5,20,30,40,0.9,7', { ...box, classId: 7 }],
    [
      '9 columns: a class and a visibility',
      '1,3,10.5,20,30,40,0.9,7,0.58333',
      { ...box, classId: 7, visibility: 0.58333 },
    ],
    [
      '10 columns: a position',
      '1,3,10.5,20,30,40,0.9,-4.1554,-7.3591,0',
      { ...box, x: -4.1554, y: -7.3591, z: 0 },
    ],
    ['quotes', '"1","3",10.5,"20",30,40,0.9', box],
    ['spaces and the line end of Windows', ' 1 , 3,10.5 ,\t20,30,40,0.9\r', box],
  ])('reads %s', (_, line, detection) => {
    expect(parse(line)).toStrictEqual(detection);
  });

  it.each([
    ['1', 'expected 7 to 10 columns, got 1'],
    ['1,3,10,20,30,40', 'expected 7 to 10 columns, got 6'],
    ['1,3,10,20,30,40,1,2,3,4,5', 'expected 7 to 10 columns, got 11'],
    ['1,3,ten,20,30,40,1', 'expected column 3 (left) to be a number, got "ten"'],
    ['1,3,10,20,30,40,1,', 'expected column 8 (classId) to be a number, got ""'],
    ['1,3,10,20,30,nan ,1', 'expected column 6 (height) to be a number, got "nan"'],
    [
      `1,${'ö'.repeat(30)},10,20,30,40,1`,
      `expected column 2 (trackId) to be a number, got "${'ö'.repeat(20)}…"`,
    ],
  ])('states why %j is no detection', (line, reason) => {
    expect(parse(line)).toBe(reason);
  });

  it('reads no byte beyond its limits', () => {
    const bytes = new TextEncoder().encode('99,9\n1,3,10.5,20,30,40,0.9\n1,2');
    expect(format.parse(bytes, 5, 26)).toStrictEqual(box);
  });
});
