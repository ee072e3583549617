import { describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { expectLaws } from './support/expectLaws.js';

describe('in any script, items', () => {
  it('are handed over one a request, in the promised order, as soon as that lets them (law 5)', () => {
    expectLaws([5], { mix: { open: 8, push: 30, inside: 40 }, runs: 250 });
  });

  it('are kept within the budget, and those that leave are said once, after all who were given them have had them (law 6)', () => {
    expectLaws([6], {
      mix: { set: 5, get: 10 },
      choices: { maxKeys: fc.integer({ min: 1, max: 3 }) },
    });
  });

  it('are kept within a budget of bytes, the favourites of the policy leaving first (law 6)', () => {
    const choices = { maxKeys: fc.constant(undefined), maxBytes: fc.integer({ min: 0, max: 12 }) };
    expectLaws([6], { mix: { set: 5, get: 10 }, choices });
  });

  it('that are likelier are not displaced by speculation, nor is it begun while all are (law 7)', () => {
    const choices = {
      maxKeys: fc.integer({ min: 1, max: 3 }),
      concurrency: fc.integer({ min: 1, max: 3 }),
      lookahead: fc.integer({ min: 1, max: 6 }),
    };
    expectLaws([7], { choices });
  });

  it('that fail to come err who demanded them in their turn, or settle as values, and are loaded anew by the next request (law 8)', () => {
    expectLaws([8], { mix: { reject: 14, resolve: 10, open: 8 }, runs: 60 });
  });

  it('are the first values of their loads, and a load without one fails (law 11)', () => {
    expectLaws([11], { mix: { empty: 10 }, runs: 60 });
  });

  it('all leave when the cache closes: loads are stopped, streams complete, waiting gets err, and nothing happens afterwards (law 13)', () => {
    expectLaws([13], { mix: { close: 3, inside: 15 } });
  });

  it('of loads that were detached by invalidate, clear or set are delivered and not stored (law 14)', () => {
    expectLaws([14], { mix: { invalidate: 10, set: 8, clear: 3 } });
  });

  it('that have expired are not served, and nothing is done before something meets them (law 18)', () => {
    expectLaws([18], {
      mix: { advance: 14, set: 4, get: 10 },
      choices: { ttl: fc.constantFrom(1, 5, 20) },
    });
  });
});
