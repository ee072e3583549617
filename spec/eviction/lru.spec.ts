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
  it('chooses as the plainest model does', () => {
    agreeWithModel(lru, () => listModel(([first]) => first, (residents, index) => residents.push(...residents.splice(index, 1)))); // prettier-ignore
  });

  it('lets go first what was asked for longest ago', () => {
    const policy = lru<string>();
    for (const key of ['a', 'b', 'c']) policy.added(key, { bytes: 0, unrequested: false, at: 0 });
    policy.used('a');
    policy.used('b');
    expect(policy.victim(() => false)).toBe('c');
  });

  it('passes shielded keys and leaves them where they are', () => {
    const policy = lru<string>();
    for (const key of ['a', 'b', 'c']) policy.added(key, { bytes: 0, unrequested: false, at: 0 });
    expect(policy.victim((key) => key === 'a')).toBe('b');
    expect(policy.victim(() => false)).toBe('a');
  });

  it('asks only for the shielded keys that it passes and for the victim, however many are resident', () => {
    expect([countAsks(lru(), 100), countAsks(lru(), 20_000)]).toEqual([11_000, 11_000]);
  });

  it('needs no sizes', () => {
    expect(lru().needsSizes).toBeUndefined();
  });
});
