import { expect } from '@jest/globals';
import * as fc from 'fast-check';
import type { EvictionPolicy } from '../../src/types.js';

type Step =
  | {
      readonly do: 'added';
      readonly key: number;
      readonly bytes: number;
      readonly unrequested: boolean;
    }
  | { readonly do: 'used' | 'removed'; readonly key: number }
  /** Chooses some victims at once, and removes them or not. */
  | {
      readonly do: 'evict';
      readonly count: number;
      readonly shielded: readonly number[];
      readonly goes: boolean;
    };

const key = fc.integer({ min: 0, max: 11 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('added' as const),
      key,
      bytes: fc.integer({ min: 0, max: 4 }),
      unrequested: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('used' as const), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('removed' as const), key }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('evict' as const),
      count: fc.integer({ min: 1, max: 3 }),
      shielded: fc.uniqueArray(key),
      goes: fc.boolean(),
    }),
  },
);

/** Expects two policies to choose the same victims, for any calls. */
export function agreeWithModel(
  create: () => EvictionPolicy<number>,
  model: () => EvictionPolicy<number>,
): void {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
      expect(choices(create(), steps)).toEqual(choices(model(), steps));
    }),
    { numRuns: 300 },
  );
}

function choices(policy: EvictionPolicy<number>, steps: readonly Step[]): (number | undefined)[] {
  const victims: (number | undefined)[] = [];
  steps.forEach((step, at) => {
    if (step.do === 'added')
      policy.added(step.key, { bytes: step.bytes, unrequested: step.unrequested, at });
    else if (step.do !== 'evict') policy[step.do](step.key);
    else {
      const chosen: number[] = [];
      for (let i = 0; i < step.count; i++) {
        const victim = policy.victim((key) => step.shielded.includes(key) || chosen.includes(key));
        victims.push(victim);
        if (victim !== undefined) chosen.push(victim);
      }
      if (step.goes) for (const victim of chosen) policy.removed(victim);
    }
  });
  return victims;
}
