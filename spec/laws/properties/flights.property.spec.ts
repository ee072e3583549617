import { describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { expectLaws } from './support/expectLaws.js';

describe('in any script, loads in the air', () => {
  it('are at most one attached load a key, and whoever asks meanwhile joins it (law 1)', () => {
    expectLaws([1], { mix: { get: 14, push: 26, set: 4, invalidate: 5, clear: 2 } });
  });

  it('are begun in the call that demands them, and those that only cursors hold never exceed the slots (law 2)', () => {
    expectLaws([2], { mix: { unsubscribe: 5, 'cancel warm': 3, complete: 3 }, choices: { concurrency: fc.integer({ min: 0, max: 2 }) } });
  });

  it('are begun ahead for the cursor whose turn it is, its likeliest wanted key first, and never for a key that no plan holds (law 3)', () => {
    const choices = {
      concurrency: fc.integer({ min: 1, max: 3 }),
      lookahead: fc.integer({ min: 2, max: 6 }),
      retryAfter: fc.constantFrom(0, 10),
    };
    expectLaws([3], { mix: { open: 9, warm: 0.5, 'cancel warm': 0.2 }, choices });
  });

  it('go on while anybody wants them, and are unsubscribed and then aborted when nobody does (laws 4 and 12)', () => {
    expectLaws([4, 12], { mix: { unsubscribe: 5, complete: 3, 'cancel warm': 3, break: 1 } });
  });

  it('that were begun ahead and failed are an event and no error, and their keys rest (law 9)', () => {
    const choices = {
      concurrency: fc.integer({ min: 1, max: 3 }),
      retryAfter: fc.constantFrom(5, 10),
      lookahead: fc.integer({ min: 2, max: 6 }),
    };
    expectLaws([9], { mix: { reject: 24, empty: 4, resolve: 8, advance: 9 }, choices });
  });

  it('are never begun ahead for a key that the provider does not have (law 17)', () => {
    const refused = fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 5 });
    expectLaws([17], { mix: { 'toggle has': 5 }, choices: { refused, concurrency: fc.integer({ min: 1, max: 3 }) }, runs: 50 });
  });

  it('are not begun ahead while speculation is off, and those that nobody demands are stopped (law 19)', () => {
    const choices = { hasSwitch: fc.constant(true), concurrency: fc.integer({ min: 1, max: 3 }) };
    expectLaws([19], { mix: { switch: 8, 'switch ends': 0.5 }, choices, runs: 50 });
  });

  it('of a warm come in order, in slots of their own, until all of its keys are told of (law 21)', () => {
    expectLaws([21], { mix: { warm: 12, 'cancel warm': 4 }, choices: { concurrency: fc.integer({ min: 0, max: 3 }) } });
  });
});
