import { describe, expect, it } from '@jest/globals';
import { largest } from '../../src/eviction/largest.js';
import { smallest } from '../../src/eviction/smallest.js';
import { evictionContract } from '../../src/testing/evictionContract.js';
import { agreeWithModel } from './agreeWithModel.js';
import { countAsks } from './countAsks.js';
import { listModel } from './listModel.js';

evictionContract({ describe, it }, 'largest', () => largest());
evictionContract({ describe, it }, 'smallest', () => smallest());
evictionContract({ describe, it }, 'smallest, of object keys,', () => smallest<object>(), {
  key: (tile) => ({ tile }),
});

describe('largest', () => {
  it('chooses as the simplest model does', () => {
    // A stable sort: of equal sizes the older item comes first.
    agreeWithModel(largest, () =>
      listModel((free) => [...free].sort((a, b) => b.bytes - a.bytes)[0]),
    );
  });
});

describe('smallest', () => {
  it('chooses as the simplest model does', () => {
    agreeWithModel(smallest, () =>
      listModel((free) => [...free].sort((a, b) => a.bytes - b.bytes)[0]),
    );
  });
});

describe.each([
  ['largest', largest, ['c', 'b', 'd', 'a']],
  ['smallest', smallest, ['a', 'b', 'd', 'c']],
] as const)('%s', (_name, create, order) => {
  const sizes = { a: 1, b: 5, c: 9, d: 5 };

  it('evicts by size, and of equal sizes the older item', () => {
    const policy = create<string>();
    for (const [key, bytes] of Object.entries(sizes))
      policy.added(key, { bytes, unrequested: false, at: 0 });
    policy.used('b');
    const gone: string[] = [];
    for (
      let victim = policy.victim(() => false);
      victim !== undefined;
      victim = policy.victim(() => false)
    ) {
      gone.push(victim);
      policy.removed(victim);
    }
    expect(gone).toEqual(order);
  });

  it('uses the size of the last arrival of a key', () => {
    const policy = create<string>();
    for (const bytes of [3, 4, 9, 0]) policy.added('a', { bytes, unrequested: false, at: 0 });
    for (const [key, bytes] of Object.entries({ b: 1, c: 2 }))
      policy.added(key, { bytes, unrequested: false, at: 0 });
    expect(policy.victim(() => false)).toBe(create === largest ? 'c' : 'a');
  });

  it('checks only the victim and the shielded keys before it, however many are resident', () => {
    const [few, many] = [countAsks(create(), 100), countAsks(create(), 20_000)];
    expect(few).toBeLessThanOrEqual(11_000);
    expect(many).toBeLessThanOrEqual(11_000);
  });

  it('has `needsSizes`', () => {
    expect(create().needsSizes).toBe(true);
  });
});
