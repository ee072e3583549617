import { describe, expect, it } from '@jest/globals';
import { oldest } from '../../src/eviction/oldest.js';
import {
  evictionContract,
  type EvictionContractOptions,
} from '../../src/testing/evictionContract.js';
import type { EvictionPolicy } from '../../src/types.js';
import { collectTests, failedTests } from './collectTests.js';

/** A correct policy: evicts the newest key first. */
function newest(keys: number[] = []): EvictionPolicy<number> {
  const removed = (key: number) => {
    if (keys.includes(key)) keys.splice(keys.indexOf(key), 1);
  };
  return {
    removed,
    used: () => undefined,
    added(key) {
      removed(key);
      keys.push(key);
    },
    victim: (isShielded) => keys.filter((key) => !isShielded(key)).at(-1),
  };
}

/** The same policy with a fault, which may change the keys. */
function broken(
  change: (policy: EvictionPolicy<number>, keys: number[]) => Partial<EvictionPolicy<number>>,
): () => EvictionPolicy<number> {
  return () => {
    const keys: number[] = [];
    const policy = newest(keys);
    return { ...policy, ...change(policy, keys) };
  };
}

let chance = 0;

const mutants: Record<string, () => EvictionPolicy<number>> = {
  'chooses no victim without residents': broken((policy) => ({
    victim: (isShielded) => policy.victim(isShielded) ?? 0,
  })),
  'chooses no victim while all residents are shielded': broken((policy, keys) => ({
    victim: (isShielded) => policy.victim(isShielded) ?? keys[0],
  })),
  'chooses the one resident that is not shielded': broken((_policy, keys) => ({
    victim: (isShielded) =>
      keys
        .slice(-10)
        .filter((key) => !isShielded(key))
        .at(-1),
  })),
  'chooses each resident when several must leave and the chosen ones are shielded': broken(
    (_policy, keys) => ({ victim: () => keys.at(-1) }),
  ),
  'keeps a victim until `removed` is called': broken((policy) => ({
    victim(isShielded) {
      const victim = policy.victim(isShielded);
      if (victim !== undefined) policy.removed(victim);
      return victim;
    },
  })),
  'never chooses a removed key': broken(() => ({ removed: () => undefined })),
  'chooses a key that was removed and added again': broken((policy) => {
    const left = new Set<number>();
    return {
      added: (key, entry) => left.has(key) || policy.added(key, entry),
      removed(key) {
        left.add(key);
        policy.removed(key);
      },
    };
  }),
  'keeps a key once that was added twice': broken((_policy, keys) => ({
    added: (key) => void keys.push(key),
  })),
  'ignores unknown keys': broken((_policy, keys) => ({
    removed: (key) => void keys.splice(keys.indexOf(key), 1),
  })),
  'can be emptied and filled again': broken((policy, keys) => {
    let isEmptied = false;
    return {
      removed(key) {
        policy.removed(key);
        isEmptied ||= keys.length === 0;
      },
      victim: (isShielded) => (isEmptied ? undefined : policy.victim(isShielded)),
    };
  }),
  'chooses the same victim again while nothing changes': broken((_policy, keys) => ({
    victim: (isShielded) => {
      const free = keys.filter((key) => !isShielded(key));
      return free[chance++ % free.length];
    },
  })),
  'chooses the same victims after equal calls': broken((_policy, keys) => {
    const isOdd = chance++ % 2 === 1;
    return {
      victim: (isShielded) => {
        const free = keys.filter((key) => !isShielded(key));
        return free.at(isOdd ? 0 : -1);
      },
    };
  }),
  'chooses only residents that are not shielded, for any calls': broken((policy, keys) => ({
    victim: (isShielded) => (keys.length > 25 ? keys.at(-1) : policy.victim(isShielded)),
  })),
};

const suite =
  (create: () => EvictionPolicy<number>, options?: EvictionContractOptions<number>) =>
  (runner: Parameters<typeof evictionContract>[0]) =>
    evictionContract(runner, 'mine', create, options);

describe('evictionContract', () => {
  it('passes a correct policy', async () => {
    expect(await failedTests(suite(newest))).toEqual([]);
  });

  it('has a wrong policy for each of its tests', async () => {
    expect(Object.keys(mutants)).toEqual([...(await collectTests(suite(newest))).keys()]);
  });

  it.each(Object.entries(mutants))(
    'fails a policy that breaks the test: %s',
    async (title, create) => {
      expect(await failedTests(suite(create))).toContain(title);
    },
  );

  it('accepts a random policy if `deterministic` is false', async () => {
    const byChance = mutants['chooses the same victim again while nothing changes'] ?? newest;
    expect(await failedTests(suite(byChance, { deterministic: false }))).toEqual([]);
  });

  it('accepts keys of any kind, and makes each once', async () => {
    const failed = await failedTests((runner) => {
      evictionContract(runner, 'oldest', () => oldest<{ tile: number }>(), {
        key: (tile) => ({ tile }),
      });
    });
    expect(failed).toEqual([]);
  });

  it('names the wrong key', async () => {
    const message = async (title: string) =>
      (await collectTests(suite(mutants[title] ?? newest))).get(title);
    expect(await message('chooses no victim without residents')).toBe('chose 0');
    expect(await message('never chooses a removed key')).toBe('chose 19, which is not resident');
    expect(await message('chooses a key that was removed and added again')).toBe(
      'chose no more after 19 of 20 residents, without [7]',
    );
    expect(
      await message(
        'chooses each resident when several must leave and the chosen ones are shielded',
      ),
    ).toBe('chose 19 again, although it was shielded');
  });
});
