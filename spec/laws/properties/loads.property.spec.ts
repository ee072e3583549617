import { describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { expectLaws } from './support/expectLaws.js';

const slots = fc.integer({ min: 1, max: 3 });
const lookahead = fc.integer({ min: 2, max: 6 });
const perKey = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength: 10, maxLength: 10 });
const later = perKey(fc.constant('later' as const));

describe('In any program, loads', () => {
  it('are at most one per key, and requests join it (law 1)', () => {
    expectLaws([1], { mix: { get: 14, push: 26, set: 4, invalidate: 5, clear: 2 } });
  });

  it('begin in the call that requests them, and prefetches never exceed the slots (law 2)', () => {
    expectLaws([2], {
      mix: { unsubscribe: 5, 'stop warm': 3, complete: 3, inside: 40 },
      choices: { concurrency: fc.integer({ min: 0, max: 2 }) },
    });
  });

  it('are prefetched for planned keys only, the likeliest of a plan first (law 3)', () => {
    const choices = { concurrency: slots, lookahead, prefetchBackoff: fc.constantFrom(0, 10) };
    expectLaws([3], { mix: { open: 9, warm: 0.5, 'stop warm': 0.2 }, choices });
  });

  it('are prefetched while a slot is free and a plan has an open key (law 3)', () => {
    const choices = { concurrency: slots, lookahead, maxKeys: fc.integer({ min: 1, max: 2 }) };
    const mix = { open: 8, push: 30, set: 5, warm: 0, break: 0, 'end switch': 0 };
    // Few keys are named, so that many plans are empty.
    const rows = perKey(fc.array(fc.tuple(fc.nat(9), fc.constantFrom(1, 2)), { maxLength: 2 }));
    expectLaws([3], { mix, choices: { ...choices, rows, answers: later }, runs: 200 });
  });

  it('continue while they are wanted, and are unsubscribed and aborted when they are not (laws 4 and 12)', () => {
    const mix = { unsubscribe: 5, complete: 3, 'stop warm': 3, break: 1, inside: 20 };
    expectLaws([4, 12], { mix });
  });

  it('that fail leave their keys at rest, twice as long each time (law 9)', () => {
    const likely = fc.tuple(fc.integer({ min: 7, max: 9 }), fc.constantFrom(1, 2));
    const choices = {
      concurrency: slots,
      lookahead,
      prefetchBackoff: fc.constantFrom(5, 10),
      rows: perKey(fc.array(likely, { minLength: 1, maxLength: 3 })),
      answers: later.map((all) => [...all.slice(0, 8), 'error' as const, 'error' as const]),
    };
    expectLaws([3, 9], {
      mix: { reject: 16, empty: 4, resolve: 8, advance: 12, clear: 1.5 },
      choices,
    });
  });

  it('are not prefetched for keys that the provider refuses (law 17)', () => {
    const refused = fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 5 });
    expectLaws([17], {
      mix: { 'toggle has': 5 },
      choices: { refused, concurrency: slots },
      runs: 50,
    });
  });

  it('are not prefetched while prefetching is off, and unrequested ones are aborted (law 19)', () => {
    const choices = { hasSwitch: fc.constant(true), concurrency: slots };
    expectLaws([3, 19], { mix: { switch: 8, 'end switch': 1 }, choices, runs: 80 });
  });

  it('of requests come first: prefetches start when none waits, and are aborted for one (law 25)', () => {
    const onRequest = fc.constantFrom('hold' as const, 'abort' as const);
    const maxPerSecond = fc.constant(undefined);
    expectLaws([2, 3, 4, 25], {
      mix: { push: 30, unsubscribe: 4, inside: 20 },
      choices: { onRequest, maxPerSecond, concurrency: slots, lookahead },
      runs: 200,
    });
  });

  it('that are prefetches begin at most so many a second, and each as soon as it may (law 25)', () => {
    expectLaws([3, 21, 25], {
      mix: { advance: 16, warm: 4 },
      choices: { maxPerSecond: fc.integer({ min: 1, max: 3 }), concurrency: slots, lookahead },
      runs: 200,
    });
  });

  it('of a key that is loaded anew go on without a request, while the old item is served (law 24)', () => {
    expectLaws([24], {
      mix: { reload: 30, get: 30, unsubscribe: 20, set: 4, invalidate: 3, resolve: 5, inside: 20 },
      choices: { concurrency: fc.integer({ min: 0, max: 2 }) },
    });
  });

  it('of a warm begin in order, in slots of its own, until all its keys are settled (law 21)', () => {
    expectLaws([21], {
      mix: { warm: 12, 'stop warm': 4 },
      choices: { concurrency: fc.integer({ min: 0, max: 3 }) },
    });
  });
});
