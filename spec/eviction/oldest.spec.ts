import { describe, expect, it } from '@jest/globals';
import { oldest } from '../../src/eviction/oldest.js';
import { evictionContract } from '../../src/testing/evictionContract.js';
import { agreeWithModel } from './agreeWithModel.js';
import { countAsks } from './countAsks.js';
import { listModel } from './listModel.js';

evictionContract({ describe, it }, 'oldest', () => oldest());
evictionContract({ describe, it }, 'oldest, of object keys,', () => oldest<object>(), {
  key: (tile) => ({ tile }),
});

describe('oldest', () => {
  it('chooses as the simplest model does', () => {
    agreeWithModel(oldest, () => listModel((free) => free[0]));
  });

  it('evicts the oldest item first, used or not', () => {
    const policy = oldest<string>();
    for (const key of ['a', 'b', 'c']) policy.added(key, { bytes: 0, unrequested: false, at: 0 });
    policy.used('a');
    expect(policy.victim(() => false)).toBe('a');
  });

  it('treats a key that arrives again as new', () => {
    const policy = oldest<string>();
    for (const key of ['a', 'b', 'a']) policy.added(key, { bytes: 0, unrequested: false, at: 0 });
    expect(policy.victim(() => false)).toBe('b');
  });

  it('checks only the victim and the shielded keys that it passes, however many are resident', () => {
    expect([countAsks(oldest(), 100), countAsks(oldest(), 20_000)]).toEqual([11_000, 11_000]);
  });

  it('needs no sizes', () => {
    expect(oldest().needsSizes).toBeUndefined();
  });

  it('compares keys as a Map does', () => {
    const policy = oldest<unknown>();
    const [one, other] = [{ id: 1 }, { id: 1 }];
    for (const key of [NaN, one, 0]) policy.added(key, { bytes: 0, unrequested: false, at: 0 });
    policy.removed(other);
    policy.removed(NaN);
    expect(policy.victim(() => false)).toBe(one);
    policy.removed(one);
    policy.removed(-0);
    expect(policy.victim(() => false)).toBeUndefined();
  });
});
