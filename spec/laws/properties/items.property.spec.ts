import { describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { expectLaws } from './support/expectLaws.js';

const small = fc.integer({ min: 1, max: 3 });

describe('In any program, items', () => {
  it('are handed over one per request, in the promised order, as soon as that lets them (law 5)', () => {
    expectLaws([5], { mix: { open: 8, push: 30, inside: 40 }, runs: 150 });
  });

  it("of superseded requests are not handed over, with the order 'switch' (laws 5 and 15)", () => {
    const choices = { order: fc.constant('switch' as const), concurrency: fc.constant(0) };
    const mix = { open: 4, push: 30, get: 10, inside: 60, warm: 0, 'end switch': 0, 'toggle has': 0 }; // prettier-ignore
    expectLaws([5, 15], { mix, choices, runs: 250 });
  });

  it('fit the budget, and those that leave are emitted once, after all requests have them (law 6)', () => {
    expectLaws([6], { mix: { set: 5, get: 10, inside: 20 }, choices: { maxKeys: small } });
  });

  it('fit a budget of bytes (law 6)', () => {
    const choices = { maxKeys: fc.constant(undefined), maxBytes: fc.integer({ min: 0, max: 12 }) };
    expectLaws([6], { mix: { set: 5, get: 10 }, choices });
  });

  it('are not displaced by less likely prefetches, which do not even start (law 7)', () => {
    const choices = { maxKeys: small, concurrency: small, lookahead: fc.integer({ min: 1, max: 6 }) }; // prettier-ignore
    expectLaws([7], { mix: { inside: 20 }, choices });
  });

  it('that fail to load are errors in their turn, or values, and are loaded anew (law 8)', () => {
    expectLaws([8], { mix: { reject: 14, resolve: 10, open: 8 }, runs: 60 });
  });

  it('are the first values of their loads, and a load without a value fails (laws 5, 8 and 11)', () => {
    expectLaws([5, 8], { mix: { empty: 10 }, runs: 60 });
  });

  it('leave when the cache closes: loads abort, streams complete, waiting gets error, and nothing follows (law 13)', () => {
    expectLaws([13, 16], { mix: { close: 3, warm: 5, inside: 30 }, runs: 150 });
  });

  it('of detached loads are handed over and not kept (law 14)', () => {
    expectLaws([6, 14], { mix: { invalidate: 10, 'invalidate where': 5, set: 8, clear: 3 } });
  });

  it('that have expired are not served, and leave when something meets them (law 18)', () => {
    expectLaws([18], {
      mix: { advance: 14, set: 4, get: 10 },
      choices: { ttl: fc.constantFrom(1, 5, 20) },
    });
  });

  it('that have expired are served while their keys are loaded anew, or cannot be (laws 8, 15, 18, 24)', () => {
    const answer = fc.constantFrom('later' as const, 'error' as const);
    expectLaws([1, 8, 15, 18, 24], {
      mix: { open: 10, push: 40, get: 5, set: 30, advance: 20, inside: 5, clear: 0.2, close: 0.1 },
      choices: {
        maxKeys: fc.constantFrom(2, 100),
        maxBytes: fc.constant(undefined),
        ttl: fc.constantFrom(1, 5),
        staleWhileRevalidate: fc.constantFrom(0, 3, 20, 50_000),
        staleIfError: fc.constantFrom(0, 20, 50_000),
        answers: fc.array(answer, { minLength: 10, maxLength: 10 }),
      },
      keys: 3,
      runs: 150,
    });
  });
});
