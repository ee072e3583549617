import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import type { KeyvEntry, KeyvLike } from 'rxjs-prefetch-cache/keyv';
import type { Recording } from '../support/record.js';
import { isLong, seedOf } from '../support/usualSeed.js';
import { fakeBus } from './fakeBus.js';
import { memoryLease } from './memoryLease.js';
import { pass, startProcess } from './setup.js';

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  jest.useRealTimers();
});

const HARD = 100;
const LEASE = 150;
const LONGEST_SOURCE = 60;

/** What a call of the store does. */
interface Behaviour {
  readonly kind: 'well' | 'throws' | 'rejects' | 'never' | 'lies' | 'breaks' | 'twice';
  readonly delay: number;
}
/** What happens, after some milliseconds. */
interface Step {
  readonly after: number;
  readonly process: 0 | 1;
  readonly key: number;
  readonly action:
    'demand' | 'prefetch' | 'revalidate' | 'leave' | 'set' | 'invalidate' | 'clear' | 'gap';
}

const behaviour = fc.record<Behaviour>({
  kind: fc.constantFrom(
    'well',
    'well',
    'well',
    'throws',
    'rejects',
    'never',
    'lies',
    'breaks',
    'twice',
  ),
  delay: fc.nat(150),
});
const step = fc.record<Step>({
  after: fc.oneof(fc.nat(20), fc.nat(400)),
  process: fc.constantFrom(0, 1),
  key: fc.nat(2),
  action: fc.constantFrom('demand', 'demand', 'demand', 'prefetch', 'revalidate', 'leave', 'set', 'invalidate', 'clear', 'gap'), // prettier-ignore
});

/** A store that behaves as told, call by call. */
function hostileStore(behaviours: readonly Behaviour[], hasMany: boolean): KeyvLike {
  const texts = new Map<string, string>();
  let calls = 0;
  const answer = (result: () => unknown, wrong: () => unknown): unknown => {
    const { kind, delay } = behaviours[calls++ % behaviours.length] ?? { kind: 'well', delay: 0 };
    if (kind === 'throws') throw new Error('thrown');
    const give = (): unknown => (kind === 'lies' || kind === 'breaks' ? wrong() : result());
    if (kind === 'well' && delay === 0) return give();
    if (kind === 'twice')
      return {
        then(done: (value: unknown) => void) {
          done(give());
          setTimeout(() => done('again'), delay);
        },
      };
    return new Promise((resolve, reject) => {
      if (kind === 'never') return;
      setTimeout(
        () => (kind === 'rejects' ? reject(new Error('rejected')) : resolve(give())),
        delay,
      );
    });
  };
  /** The text of another key, or one that was cut. */
  const wrongText = (key: string): unknown => {
    const [other] = [...texts].find(([each]) => each !== key) ?? [];
    return calls % 2 === 0 ? texts.get(other ?? key) : texts.get(key)?.slice(0, -2);
  };
  return {
    get: (key) => answer(() => texts.get(key), () => wrongText(key)), // prettier-ignore
    set: (key, value) => answer(() => void texts.set(key, value), () => false), // prettier-ignore
    delete: (key) => answer(() => texts.delete(key), () => 5), // prettier-ignore
    ...(hasMany && {
      getMany: (keys: string[]) =>
        answer(() => keys.map((key) => texts.get(key)), () => [keys.map(wrongText), 5, []][calls % 3]), // prettier-ignore
      setMany: (entries: KeyvEntry[]) =>
        answer(() => entries.map(({ key, value }) => void texts.set(key, value)), () => [false]), // prettier-ignore
    }),
  };
}

describe('Whatever a store does', () => {
  it('each load gets a value of its key, or the error of the source, within `hard` and the source', async () => {
    const program = fc.record({
      behaviours: fc.array(behaviour, { minLength: 1, maxLength: 12 }),
      steps: fc.array(step, { minLength: 1, maxLength: 25 }),
      hasMany: fc.boolean(),
      hasLease: fc.boolean(),
      hasBus: fc.boolean(),
      expires: fc.boolean(),
      source: fc.array(fc.record({ takes: fc.nat(LONGEST_SOURCE), fails: fc.boolean() }), { minLength: 1, maxLength: 5 }), // prettier-ignore
    });
    await fc.assert(
      fc.asyncProperty(
        program,
        async ({ behaviours, steps, hasMany, hasLease, hasBus, expires, source }) => {
          const store = hostileStore(behaviours, hasMany);
          const [lease, bus] = [memoryLease(), fakeBus()];
          let nth = 0;
          const settings = {
            takes: () => source[nth % source.length]?.takes ?? 0,
            value: (key: number) => `value of ${key}, ${nth++}`,
            fails: () => source[nth++ % source.length]?.fails ?? false,
          };
          const processes = [0, 1].map(() =>
            startProcess(
              store,
              {
                ...(expires && { ttl: 120, staleFor: 100 }),
                ...(hasLease && { lease, leaseFor: LEASE }),
                ...(hasBus && { bus }),
                timeout: { soft: 30, hard: HARD },
              },
              settings,
            ),
          );
          const open: { load: Recording<string>; key: number; until: number }[] = [];
          const check = (): void => {
            for (const { load, key, until } of open) {
              if (Date.now() > until) expect(load.end).not.toBe(undefined);
              expect(load.values.length).toBeLessThanOrEqual(1);
              for (const value of load.values) expect(value).toMatch(new RegExp(`^(value|set) of ${key},`)); // prettier-ignore
              if (load.end === 'error') expect(load.error).toEqual(new Error(`no ${key}`));
            }
          };
          for (const { after, process: which, key, action } of steps) {
            await pass(after);
            check();
            const process = processes[which];
            if (!process) continue;
            const { frames, load } = process;
            if (action === 'set') void frames.set(key, `set of ${key}, ${nth++}`);
            else if (action === 'invalidate') void frames.invalidate(key);
            else if (action === 'clear') void frames.clear();
            else if (action === 'gap') bus.gap();
            else if (action === 'leave') {
              open.pop()?.load.stop();
            } else {
              const waits = action === 'prefetch' ? 2 * HARD + LEASE : HARD;
              open.push({
                load: load(key, action),
                key,
                until: Date.now() + waits + LONGEST_SOURCE,
              });
            }
          }
          await pass(1000);
          check();
          const closings = Promise.all(processes.map(({ frames }) => frames.close()));
          await pass(1000);
          await closings;
        },
      ),
      { ...seedOf(5), numRuns: isLong ? 5000 : 150 },
    );
  });
});
