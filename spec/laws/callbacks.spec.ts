import { describe, expect, it } from '@jest/globals';
import { catchUnhandled } from '../support/unhandled.js';
import { isLong } from '../support/usualSeed.js';
import { faultsOf } from './callbacks/faultsOf.js';
import { DEEDS, PLACES, play } from './callbacks/play.js';

/** Which calls of a part do the deed: the first ones, then fewer and fewer. */
const SKIPS = {
  concat: [0, 1, 2, 4, 8, 16, 32, 64],
  merge: [0, 3, 12],
  switch: [0, 3, 12],
};
const EVERY = Array.from({ length: 400 }, (_, skip) => skip);

describe('A part of a user that calls back', () => {
  catchUnhandled();

  for (const place of PLACES)
    it.each(DEEDS)(`may, inside \`${place}\`, %s`, (deed) => {
      let plays = 0;
      for (const order of ['concat', 'merge', 'switch'] as const)
        for (const skip of isLong ? EVERY : SKIPS[order]) {
          const { stage, isDone } = play({ place, deed, skip, order });
          expect({ order, skip, faults: faultsOf(stage) }).toEqual({ order, skip, faults: [] });
          if (!isDone()) break;
          plays++;
        }
      expect(plays).toBeGreaterThan(0);
    });
});
