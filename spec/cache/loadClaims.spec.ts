import { describe, expect, it } from '@jest/globals';
import { type ClaimedLoad, createLoadClaims, type Fate } from '../../src/cache/loadClaims.js';
import type { Control } from '../../src/types.js';

const LOAD = { id: 'a', startedAt: 60 };

/** Claims of readers that give every key one likelihood, at the time 100. */
function setUp({
  likelihood = 1,
  mayContinue = true,
  concurrency = 2,
  keeps = undefined as Control<string>['keeps'] | undefined,
} = {}) {
  const asked: [number, number][] = [];
  const ask: Control<string>['keeps'] = (...of) => {
    asked.push(of);
    return keeps?.(...of) ?? true;
  };
  const claims = createLoadClaims<string>({
    likelihoodOf: () => likelihood,
    keeps: () => mayContinue,
    control: keeps && ({ keeps: ask } as Control<string>),
    concurrency,
    now: () => 100,
  });
  return {
    asked,
    isWanted: (load: ClaimedLoad): boolean => claims.isWanted(load),
    fateOf: (load: ClaimedLoad, prefetches: number): Fate => claims.fateOf(load, prefetches),
  };
}

describe('A prefetch in flight', () => {
  it('is wanted while a prediction names its key', () => {
    expect([0, 0.1, 5].map((likelihood) => setUp({ likelihood }).isWanted(LOAD))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('is not wanted while prefetches may not continue', () => {
    expect(setUp({ mayContinue: false }).isWanted(LOAD)).toBe(false);
  });

  it('is not wanted if control does not keep it at its likelihood and age', () => {
    const { isWanted, asked } = setUp({ likelihood: 3, keeps: () => false });
    expect([isWanted(LOAD), asked]).toEqual([false, [[3, 40]]]);
    expect(setUp({ keeps: () => true }).isWanted(LOAD)).toBe(true);
  });

  it('is not offered to control if no prediction names its key', () => {
    const { isWanted, asked } = setUp({ likelihood: 0, keeps: () => true });
    expect([isWanted(LOAD), asked]).toEqual([false, []]);
  });
});

describe('A load that its last request left', () => {
  it('continues as a prefetch if readers want it and a slot is free; otherwise it is aborted', () => {
    const { fateOf } = setUp();
    expect([0, 1, 2].map((prefetches) => fateOf(LOAD, prefetches))).toEqual([
      'keep',
      'keep',
      'abort',
    ]);
    expect(setUp({ likelihood: 0 }).fateOf(LOAD, 0)).toBe('abort');
    expect(setUp({ keeps: () => false }).fateOf(LOAD, 0)).toBe('abort');
    expect(setUp({ concurrency: 0 }).fateOf(LOAD, 0)).toBe('abort');
  });
});
