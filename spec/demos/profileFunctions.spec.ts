import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { functionTimes } from '../../demos/profile/functionTimes.js';
import { placeOf } from '../../demos/profile/placeOf.js';

const frame = (functionName: string, lineNumber = 0, columnNumber = 0) => ({
  functionName,
  lineNumber,
  columnNumber,
  scriptId: '1',
  url: functionName.startsWith('(') ? '' : 'file:///a.js',
});

/** (root) calls (idle) and walk; walk calls walk again, which calls look. */
const nodes = [
  { id: 1, callFrame: frame('(root)'), children: [2, 3] },
  { id: 2, callFrame: frame('(idle)') },
  { id: 3, callFrame: frame('walk'), children: [4] },
  { id: 4, callFrame: frame('walk'), children: [5] },
  { id: 5, callFrame: frame('look', 7, 2) },
];
const profile = {
  nodes,
  startTime: 0,
  endTime: 100_000,
  samples: [3, 4, 2, 5, 5],
  timeDeltas: [1_000, 2_000, 50_000, 4_000, 8_000],
};

describe('The times of functions in a profile', () => {
  it('are own times and cumulative times, counted once for recursive functions', () => {
    expect(functionTimes(profile)).toEqual([
      { name: 'walk', url: 'file:///a.js', line: 1, column: 1, self: 3, cumulative: 15 },
      { name: 'look', url: 'file:///a.js', line: 8, column: 3, self: 12, cumulative: 12 },
    ]);
  });

  it('distinguish functions of one name by their place', () => {
    const two = [
      { id: 1, callFrame: frame('(root)'), children: [2, 3] },
      { id: 2, callFrame: frame('', 4, 1) },
      { id: 3, callFrame: frame('', 4, 9) },
    ];
    expect(
      functionTimes({ ...profile, nodes: two, samples: [2, 3], timeDeltas: [1_000, 1_000] }),
    ).toMatchObject([
      { name: '(anonymous)', column: 2, cumulative: 1 },
      { name: '(anonymous)', column: 10, cumulative: 1 },
    ]);
  });

  it('are empty without samples', () => {
    const empty = { nodes, startTime: 0, endTime: 0 };
    expect(
      functionTimes(empty).every(({ self, cumulative }) => self === 0 && cumulative === 0),
    ).toBe(true);
    expect(functionTimes({ ...empty, nodes: [] })).toEqual([]);
  });
});

describe('The place of a function', () => {
  const urlOf = (path: string) => pathToFileURL(resolve(path)).href;

  it('is a relative path with a line', () => {
    expect(placeOf({ url: urlOf('there/is/none.js'), line: 12, column: 1 })).toBe(
      'there/is/none.js:12',
    );
  });

  it('begins with the package for installed modules', () => {
    expect(
      placeOf({ url: urlOf('node_modules/rxjs/dist/cjs/internal/Subject.js'), line: 3, column: 1 }),
    ).toBe('rxjs/…/Subject.js:3');
  });

  it('marks modules of Node and builtins', () => {
    expect(placeOf({ url: 'node:internal/timers', line: 5, column: 1 })).toBe(
      'node:internal/timers:5',
    );
    expect(placeOf({ url: '', line: 0, column: 0 })).toBe('built in');
  });
});
