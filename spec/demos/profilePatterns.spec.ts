import { describe, expect, it } from '@jest/globals';
import { patternNames, patterns, type PatternName } from '../../demos/shared/patterns.js';

const first = (name: PatternName, length: number) =>
  Array.from({ length: 12 }, (_, i) => patterns[name](i, length));

describe('The access patterns of the profiler', () => {
  it('are those of the reference system', () => {
    expect(patternNames).toEqual(['sequential', 'random', 'jumps', 'mixed']);
    expect(first('sequential', 1_000)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(first('random', 1_000)).toEqual([0, 17, 34, 51, 68, 85, 102, 119, 136, 153, 170, 187]);
    expect(first('jumps', 1_000)).toEqual([0, 1, 2, 3, 4, 75, 6, 7, 8, 9, 150, 11]);
    expect(first('mixed', 1_000)).toEqual([0, 1, 2, 21, 4, 5, 42, 7, 8, 63, 10, 11]);
  });

  it('begin again where the frames end', () => {
    expect(first('sequential', 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    expect(first('random', 10)).toEqual([0, 7, 4, 1, 8, 5, 2, 9, 6, 3, 0, 7]);
    expect(first('jumps', 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    expect(first('mixed', 10)).toEqual([0, 1, 2, 1, 4, 5, 2, 7, 8, 3, 0, 1]);
  });
});
