import { describe, expect, it } from '@jest/globals';
import { catchUnhandled } from '../support/unhandled.js';
import { faultsOf } from './callbacks/faultsOf.js';
import { DEEDS, PLACES, play } from './callbacks/play.js';

const ORDERS = ['concat', 'merge', 'switch'] as const;
/** Which calls of a part do the deed: the first ones, then fewer and fewer. */
const SKIPS = process.env.LONG_PROPERTIES ? Array.from({ length: 400 }, (_, i) => i) : [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89];

describe('A part of a user that calls back', () => {
  catchUnhandled();

  for (const place of PLACES)
    it.each(DEEDS)(`may, inside \`${place}\`, %s`, (deed) => {
      let plays = 0;
      for (const order of ORDERS)
        for (const skip of SKIPS) {
          const { stage, isDone } = play({ place, deed, skip, order });
          expect({ order, skip, faults: faultsOf(stage) }).toEqual({ order, skip, faults: [] });
          if (!isDone()) break;
          plays++;
        }
      expect(plays).toBeGreaterThan(0);
    });
});
