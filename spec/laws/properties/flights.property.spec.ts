import { describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { expectLaws } from './support/expectLaws.js';

describe('in any script, loads in the air', () => {
  it('are at most one attached load a key, and whoever asks meanwhile joins it (law 1)', () => {
    expectLaws([1], { mix: { get: 14, push: 26, set: 4, invalidate: 5, clear: 2 } });
  });

  it('are begun in the call that demands them, and those that only cursors hold never exceed the slots (law 2)', () => {
    expectLaws([2], {
      mix: { unsubscribe: 5, 'cancel warm': 3, complete: 3 },
      choices: { concurrency: fc.integer({ min: 0, max: 2 }) },
    });
  });

  it('are begun ahead for the cursor whose turn it is, its likeliest wanted key first, and never for a key that no plan holds (law 3)', () => {
    const choices = {
      concurrency: fc.integer({ min: 1, max: 3 }),
      lookahead: fc.integer({ min: 2, max: 6 }),
      prefetchBackoff: fc.constantFrom(0, 10),
    };
    expectLaws([3], { mix: { open: 9, warm: 0.5, 'cancel warm': 0.2 }, choices });
  });

  it('are begun ahead for each cursor in turn (law 3)', () => {
    // One slot, room for all, and every cursor wants much.
    const says = fc.array(fc.tuple(fc.nat(9), fc.constantFrom(1, 2, 3)), {
      minLength: 5,
      maxLength: 7,
    });
    const choices = {
      concurrency: fc.constant(1),
      lookahead: fc.constant(6),
      maxKeys: fc.constant(undefined),
      maxBytes: fc.constant(undefined),
      rows: fc.array(fc.record({ says, then: fc.constant(undefined) }), {
        minLength: 10,
        maxLength: 10,
      }),
      answers: fc.constant(Array.from({ length: 10 }, () => 'later' as const)),
    };
    expectLaws([3], {
      mix: { open: 8, push: 16, get: 10, set: 0, warm: 0, invalidate: 6, clear: 1, resolve: 30 },
      choices,
    });
  });

  it('go on while anybody wants them, and are unsubscribed and then aborted when nobody does (laws 4 and 12)', () => {
    expectLaws([4, 12], { mix: { unsubscribe: 5, complete: 3, 'cancel warm': 3, break: 1 } });
  });

  it('that were begun ahead and failed are an event and no error, and their keys rest, twice as long each time (law 9)', () => {
    const says = fc.array(fc.tuple(fc.integer({ min: 7, max: 9 }), fc.constantFrom(1, 2)), {
      minLength: 1,
      maxLength: 3,
    });
    const failing = Array.from({ length: 10 }, (_, id) =>
      id < 8 ? ('later' as const) : ('error' as const),
    );
    const choices = {
      concurrency: fc.integer({ min: 1, max: 3 }),
      lookahead: fc.integer({ min: 2, max: 6 }),
      prefetchBackoff: fc.constantFrom(5, 10),
      rows: fc.array(fc.record({ says, then: fc.constant(undefined) }), {
        minLength: 10,
        maxLength: 10,
      }),
      answers: fc.constant(failing),
    };
    expectLaws([9], {
      mix: { reject: 16, empty: 4, resolve: 8, advance: 12, clear: 1.5 },
      choices,
    });
  });

  it('are never begun ahead for a key that the provider does not have (law 17)', () => {
    const refused = fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 5 });
    expectLaws([17], {
      mix: { 'toggle has': 5 },
      choices: { refused, concurrency: fc.integer({ min: 1, max: 3 }) },
      runs: 50,
    });
  });

  it('are not begun ahead while speculation is off, and those that nobody demands are stopped (law 19)', () => {
    const choices = { hasSwitch: fc.constant(true), concurrency: fc.integer({ min: 1, max: 3 }) };
    expectLaws([19], { mix: { switch: 8, 'switch ends': 1 }, choices, runs: 80 });
  });

  it('of a warm come in order, in slots of their own, until all of its keys are told of (law 21)', () => {
    expectLaws([21], {
      mix: { warm: 12, 'cancel warm': 4 },
      choices: { concurrency: fc.integer({ min: 0, max: 3 }) },
    });
  });
});
