import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { anyScript, type Command } from './support/command.js';
import { anyConfig } from './support/config.js';
import { expectLaws, isLong, seedOf } from './support/expectLaws.js';
import { playTwin } from './support/twins.js';

describe('in any script', () => {
  it('a predictor that fails is said, and leaves its cursor without a plan (law 10)', () => {
    const then = fc.constantFrom(undefined, 'throws', 'NaN', 'Infinity', 'negative');
    const says = fc.array(fc.tuple(fc.nat(9), fc.constantFrom(0, 1, 2)), { maxLength: 5 });
    const rows = fc.array(fc.record({ says, then }), { minLength: 10, maxLength: 10 });
    expectLaws([3, 10], { choices: { rows, concurrency: fc.integer({ min: 1, max: 3 }) } });
  });

  it('every step is said once, in order, one at a time, before the item that it is about (law 15)', () => {
    expectLaws([15], { mix: { inside: 15 } });
  });

  it('the events fold to the figures and states that are there, and to what is counted by hand (law 16)', () => {
    expectLaws([16], { mix: { inside: 10 }, runs: 200 });
  });

  it('no law is broken', () => {
    expectLaws('all', { runs: 250 });
  });

  it('no law is broken by parts and listeners that ask the cache for something', () => {
    expectLaws('all', { mix: { inside: 40 }, runs: 150 });
  });

  it('a cache does the same and counts the same whether anybody listens and looks, or nobody (laws 16 and 20)', () => {
    // What is done inside of a listener is done only where there is one.
    const isForAll = (command: Command): boolean =>
      command.do !== 'inside' || !['event', 'eviction', 'state'].includes(command.place);
    fc.assert(
      fc.property(anyConfig(), anyScript(isLong ? 120 : 40), (config, commands) => {
        const script = commands.filter(isForAll);
        const [watched, heard, alone] = [
          playTwin(config, script, true, true),
          playTwin(config, script, true, false),
          playTwin(config, script, false, false),
        ];
        expect(heard).toEqual(watched);
        expect({ ...alone, events: heard.events }).toEqual(heard);
      }),
      { numRuns: isLong ? 1000 : 100, ...seedOf(20) },
    );
  });
});
