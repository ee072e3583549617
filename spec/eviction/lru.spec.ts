import { describe, expect, it } from '@jest/globals';
import { lru } from '../../src/eviction/lru.js';
import { evictionContract } from '../../src/testing/evictionContract.js';
import { agreeWithModel } from './agreeWithModel.js';
import { countAsks } from './countAsks.js';
import { listModel } from './listModel.js';

evictionContract({ describe, it }, 'lru', () => lru());
evictionContract({ describe, it }, 'lru, of object keys,', () => lru<object>(), {
  key: (tile) => ({ tile }),
});

describe('lru', () => {
  it('chooses as the simplest model does', () => {
    agreeWithModel(lru, () => listModel(([first]) => first, (residents, index) => residents.push(...residents.splice(index, 1)))); // prettier-ignore
  });

  it('evicts the least recently requested item first', () => {
    const policy = lru<string>();
    for (const key of ['a', 'b', 'c']) policy.added(key, { bytes: 0, unrequested: false, at: 0 });
    policy.used('a');
    policy.used('b');
    expect(policy.victim(() => false)).toBe('c');
  });

  it('passes shielded keys, which keep their places', () => {
    const policy = lru<string>();
    for (const key of ['a', 'b', 'c']) policy.added(key, { bytes: 0, unrequested: false, at: 0 });
    expect(policy.victim((key) => key === 'a')).toBe('b');
    expect(policy.victim(() => false)).toBe('a');
  });

  it('checks only the victim and the shielded keys that it passes, however many are resident', () => {
    expect([countAsks(lru(), 100), countAsks(lru(), 20_000)]).toEqual([11_000, 11_000]);
  });

  it('needs no sizes', () => {
    expect(lru().needsSizes).toBeUndefined();
  });
});
