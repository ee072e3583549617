import type { EntryInfo, EvictionPolicy } from '../types.js';
import { check, checkSuite, print } from './check.js';
import { random } from './random.js';
import type { TestRunner } from './testRunner.js';

/** Options of `evictionContract`. */
export interface EvictionContractOptions<K> {
  /** A key for an integer, another one for each. @defaultValue the integer itself */
  readonly key?: ((index: number) => K) | undefined;
  /** Whether equal calls give equal victims. @defaultValue true */
  readonly deterministic?: boolean | undefined;
  /** Seed of the random sequences: an integer. @defaultValue 1 */
  readonly seed?: number | undefined;
}

/**
 * Adds the tests of an eviction policy to a test runner.
 *
 * @param runner - `describe` and `it` of the test runner
 * @param name - name of the policy, for the title
 * @param create - makes a new policy for each test
 * @throws TypeError for wrong arguments
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test';
 * evictionContract({ describe, it }, 'mine', () => mine());
 * ```
 */
export function evictionContract<K = number>(
  runner: TestRunner,
  name: string,
  create: () => EvictionPolicy<K>,
  options: EvictionContractOptions<K> = {},
): void {
  checkSuite(runner, create, options, ['key', 'deterministic', 'seed']);
  const {
    key = (index: number) => index as unknown as K,
    deterministic = true,
    seed = 1,
  } = options;
  const made = new Map<number, K>();
  const subject: Subject<K> = {
    create,
    seed,
    key(index) {
      if (!made.has(index)) made.set(index, key(index));
      return made.get(index) as K;
    },
  };
  const laws = {
    ...victimLaws(subject),
    ...residenceLaws(subject),
    ...(deterministic && choiceLaws(subject)),
    ...randomLaws(subject),
  };
  runner.describe(`${name} as an eviction policy`, () => {
    for (const [title, law] of Object.entries(laws)) runner.it(title, law);
  });
}

interface Subject<K> {
  readonly create: () => EvictionPolicy<K>;
  /** An equal key for an equal number. */
  readonly key: (index: number) => K;
  readonly seed: number;
}

type Laws = Record<string, () => void>;
const noneShielded = () => false;
const info = (at: number, bytes = 1 + (at % 7), unrequested = at % 3 === 0): EntryInfo => ({
  at,
  bytes,
  unrequested,
});

/** A policy with the first twenty keys added. */
function filled<K>({ create, key }: Subject<K>): EvictionPolicy<K> {
  const policy = create();
  for (let i = 0; i < 20; i++) policy.added(key(i), info(i));
  return policy;
}

/** The first twenty keys, except some. */
function keysBut<K>({ key }: Subject<K>, ...left: number[]): K[] {
  return Array.from({ length: 20 }, (_, i) => i)
    .filter((i) => !left.includes(i))
    .map(key);
}

/** Expects that a policy chooses each of these keys once, with the earlier victims shielded. */
function expectResidents<K>(policy: EvictionPolicy<K>, residents: readonly K[]): void {
  const rest = new Set(residents);
  const named = new Set<K>();
  for (let victim = next(); victim !== undefined; victim = next()) {
    const came = victim;
    check(!named.has(came), () => `chose ${print(came)} again, although it was shielded`);
    check(rest.delete(came), () => `chose ${print(came)}, which is not resident`);
    named.add(came);
  }
  check(
    rest.size === 0,
    () =>
      `chose no more after ${named.size} of ${residents.length} residents, without ${print([...rest])}`,
  );

  function next(): K | undefined {
    return policy.victim((key) => named.has(key));
  }
}

function victimLaws<K>(subject: Subject<K>): Laws {
  return {
    'chooses no victim without residents': () => {
      const victim = subject.create().victim(noneShielded);
      check(victim === undefined, () => `chose ${print(victim)}`);
    },
    'chooses no victim while all residents are shielded': () => {
      const policy = filled(subject);
      const victim = policy.victim(() => true);
      check(victim === undefined, () => `chose ${print(victim)}`);
      check(
        policy.victim(noneShielded) !== undefined,
        () => 'named no key when no key was shielded',
      );
    },
    'chooses the one resident that is not shielded': () => {
      for (const free of keysBut(subject)) {
        const victim = filled(subject).victim((key) => key !== free);
        check(victim === free, () => `chose ${print(victim)}, not ${print(free)}`);
      }
    },
    'chooses each resident when several must leave and the chosen ones are shielded': () => {
      expectResidents(filled(subject), keysBut(subject));
    },
    'keeps a victim until `removed` is called': () => {
      const policy = filled(subject);
      policy.victim(noneShielded);
      policy.victim(noneShielded);
      expectResidents(policy, keysBut(subject));
    },
  };
}

function residenceLaws<K>(subject: Subject<K>): Laws {
  const { key } = subject;
  return {
    'never chooses a removed key': () => {
      const policy = filled(subject);
      for (const left of [0, 19, 7, 8]) policy.removed(key(left));
      expectResidents(policy, keysBut(subject, 0, 19, 7, 8));
    },
    'chooses a key that was removed and added again': () => {
      const policy = filled(subject);
      policy.removed(key(7));
      policy.added(key(7), info(20));
      expectResidents(policy, keysBut(subject));
    },
    'keeps a key once that was added twice': () => {
      const policy = filled(subject);
      policy.added(key(3), info(23));
      expectResidents(policy, keysBut(subject));
      policy.removed(key(3));
      expectResidents(policy, keysBut(subject, 3));
    },
    'ignores unknown keys': () => {
      const policy = filled(subject);
      policy.used(key(20));
      policy.removed(key(21));
      policy.removed(key(4));
      policy.removed(key(4));
      policy.used(key(4));
      expectResidents(policy, keysBut(subject, 4));
    },
    'can be emptied and filled again': () => {
      const policy = filled(subject);
      for (const left of keysBut(subject)) policy.removed(left);
      expectResidents(policy, []);
      for (let i = 0; i < 20; i++) policy.added(key(i), info(i));
      expectResidents(policy, keysBut(subject));
    },
  };
}

function choiceLaws<K>({ create, key, seed }: Subject<K>): Laws {
  return {
    'chooses the same victim again while nothing changes': () => {
      const policy = filled({ create, key, seed });
      for (let i = 0; i < 20; i += 2) policy.used(key(i));
      const victim = policy.victim(noneShielded);
      const again = policy.victim(noneShielded);
      check(again === victim, () => `chose ${print(victim)}, then ${print(again)}`);
    },
    'chooses the same victims after equal calls': () => {
      const policies = [create(), create()];
      const next = random(seed);
      for (let at = 0; at < 500; at++) {
        const [some, bytes, what] = [key(Math.floor(next() * 30)), Math.floor(next() * 5), next()];
        const [victim, other] = policies.map((policy) => {
          if (what < 0.5) policy.added(some, info(at, bytes));
          else if (what < 0.8) policy.used(some);
          else policy.removed(some);
          return policy.victim(noneShielded);
        });
        check(victim === other, () => `chose ${print(victim)}, and the other one ${print(other)}`);
      }
    },
  };
}

function randomLaws<K>({ create, key, seed }: Subject<K>): Laws {
  const run = (next: () => number) => {
    const policy = create();
    const residents = new Set<K>();
    const shielded = new Set<K>();
    const keys = 1 + Math.floor(next() * 60);
    for (let at = 0; at < 300; at++) {
      const some = key(Math.floor(next() * keys));
      const what = next();
      if (what < 0.45) {
        policy.added(some, info(at, Math.floor(next() * 5), next() < 0.5));
        residents.add(some);
      } else if (what < 0.65) {
        policy.used(some);
      } else if (what < 0.75) {
        policy.removed(some);
        residents.delete(some);
      } else if (what < 0.9) {
        if (!shielded.delete(some)) shielded.add(some);
      } else {
        evict(policy, residents, shielded, next() * 3);
      }
    }
    expectResidents(policy, [...residents]);
  };
  return {
    'chooses only residents that are not shielded, for any calls': () => {
      const next = random(seed);
      for (let i = 0; i < 50; i++) run(next);
    },
  };
}

/** Evicts several keys at once, as a cache does that needs their room. */
function evict<K>(
  policy: EvictionPolicy<K>,
  residents: Set<K>,
  shielded: ReadonlySet<K>,
  count: number,
): void {
  const chosen = new Set<K>();
  while (chosen.size < count) {
    const victim = policy.victim((key) => shielded.has(key) || chosen.has(key));
    const free = [...residents].filter((key) => !shielded.has(key) && !chosen.has(key));
    if (victim === undefined) {
      check(
        free.length === 0,
        () => `chose no victim, although ${print(free)} are resident and not shielded`,
      );
      break;
    }
    check(residents.has(victim), () => `chose ${print(victim)}, which is not resident`);
    check(free.includes(victim), () => `chose ${print(victim)}, which is shielded`);
    chosen.add(victim);
  }
  for (const key of chosen) {
    policy.removed(key);
    residents.delete(key);
  }
}
