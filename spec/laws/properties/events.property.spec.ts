import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isLong, seedOf } from '../../support/usualSeed.js';
import { expectLaws } from './support/expectLaws.js';
import { play, type Audience } from './support/play.js';
import { anyConfig, anyProgram, LISTENERS } from './support/program.js';

describe('In any program', () => {
  it('a predictor that fails is an event, and leaves its reader without a plan (law 10)', () => {
    const pair = fc.tuple(fc.nat(9), fc.constantFrom(0, 1, 2, 2, 1, NaN, Infinity, -1));
    const rows = fc.array(fc.array(pair, { maxLength: 5 }), { minLength: 10, maxLength: 10 });
    expectLaws([3, 10], { choices: { rows, concurrency: fc.integer({ min: 1, max: 3 }) } });
  });

  it('events come once, in order, one at a time, before the items that they are about (law 15)', () => {
    const small = { maxKeys: fc.integer({ min: 1, max: 2 }), maxBytes: fc.constantFrom(0, 3) };
    expectLaws([15], { mix: { inside: 30 }, choices: small });
  });

  it('events fold to the stats and the states that are there, and to what is counted by hand (law 16)', () => {
    expectLaws([15, 16], { mix: { inside: 20 }, runs: 150 });
  });

  it('no law is broken', () => {
    expectLaws('all', { runs: 250 });
  });

  it('no law is broken where user code calls the cache', () => {
    expectLaws('all', { mix: { inside: 60 }, runs: 150 });
  });

  it('a cache does the same with and without listeners and reads (laws 16 and 20)', () => {
    fc.assert(
      fc.property(anyConfig(), anyProgram(isLong ? 120 : 40), (config, program) => {
        // What a listener does is done only where there is one.
        const common = program.filter(({ inside }) => !inside || !LISTENERS.includes(inside));
        const told = (audience: Audience): unknown[] => {
          const recorder = play(config, common, audience);
          const isOwn = (type: string): boolean =>
            !['quiet', 'evicted', 'side streams completed'].includes(type);
          const actions = recorder.actions().filter(({ type }) => isOwn(type));
          return [...actions, recorder.stats()];
        };
        const alone = told('none');
        expect(told('listens')).toEqual(alone);
        expect(told('reads')).toEqual(alone);
      }),
      { numRuns: isLong ? 1000 : 100, ...seedOf(20) },
    );
  });
});
