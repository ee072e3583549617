import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { person } from '../../demos/basic/person.js';
import { script } from '../../demos/basic/script.js';

describe('The person of the basic example', () => {
  it('makes the same moves each time', () => {
    expect(person({ length: 2_000, duration: 9_000 })).toEqual(
      person({ length: 2_000, duration: 9_000, seed: 1 }),
    );
    expect(person({ length: 2_000, duration: 9_000, seed: 2 })).not.toEqual(
      person({ length: 2_000, duration: 9_000, seed: 1 }),
    );
  });

  it('plays at 25 frames a second first, then steps back, jumps and presses buttons', () => {
    const moves = person({ length: 2_000, duration: 60_000 });
    const steps = moves.slice(1).map(({ position }, i) => position - (moves[i]?.position ?? 0));
    expect(moves.slice(0, 4)).toEqual([
      { position: 0, after: 0 },
      { position: 1, after: 40 },
      { position: 2, after: 40 },
      { position: 3, after: 40 },
    ]);
    for (const step of [-15, -5, -1, 1, 5, 15]) expect(steps).toContain(step);
    expect(steps.some((step) => Math.abs(step) > 100)).toBe(true);
  });

  it('stays within the frames and within the time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 0, max: 60_000 }),
        fc.integer(),
        (length, duration, seed) => {
          const moves = person({ length, duration, seed });
          expect(moves.length).toBeGreaterThan(0);
          expect(
            moves.every(
              ({ position }) => Number.isInteger(position) && position >= 0 && position < length,
            ),
          ).toBe(true);
          expect(moves.every(({ after }) => after >= 0)).toBe(true);
          expect(moves.reduce((sum, { after }) => sum + after, 0)).toBeLessThanOrEqual(duration);
        },
      ),
    );
  });
});

describe('The script of the basic example', () => {
  it('requests existing frames, 25 a second in an even pattern', () => {
    expect(script('jumps', [3, 5, 8, 9, 11, 12, 20], 240)).toEqual([
      { frame: 3, after: 0 },
      { frame: 5, after: 40 },
      { frame: 8, after: 40 },
      { frame: 9, after: 40 },
      { frame: 11, after: 40 },
      { frame: 12, after: 40 }, // 75 mod 7 is 5
      { frame: 20, after: 40 },
    ]);
  });
});
