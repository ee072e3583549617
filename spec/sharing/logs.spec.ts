import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createLogFollower, type LogFollower } from '../../src/sharing/logFollower.js';
import { aliveBetween, newestOf, readByProcess } from '../../src/sharing/processes.js';
import { createOwnLog, readLog, type SharedLog } from '../../src/sharing/sharedLog.js';
import type { Access } from '../../src/types.js';

const access = (key: unknown, reader = 1): Access<unknown> => ({
  key,
  at: 0,
  reader,
  outcome: 'miss',
  isResident: () => false,
});

/** A follower that writes down what it teaches, with the readers that are open. */
function createTaught(): {
  readonly follower: LogFollower;
  readonly keys: unknown[];
  readonly open: Set<number>;
} {
  const keys: unknown[] = [];
  const open = new Set<number>();
  const follower = createLogFollower<unknown>({
    predictor: {
      observe({ key, reader }) {
        keys.push(key);
        open.add(reader);
      },
      predict: () => undefined,
      ended: (reader) => void open.delete(reader),
    },
    toKey: (key) => key,
    isResident: () => false,
    now: () => 0,
  });
  return { follower, keys, open };
}

/** Runs all slices, and counts them. */
function run<T>(generator: Generator<void, T>): { readonly slices: number; readonly value: T } {
  for (let slices = 1; ; slices++) {
    const step = generator.next();
    if (step.done === true) return { slices, value: step.value };
  }
}

const byProcess = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(20))
  .map((object) => new Map(Object.entries(object)));

describe('The newest numbers of processes', () => {
  it('are the same in any order, and however often they come', () => {
    fc.assert(
      fc.property(byProcess, byProcess, byProcess, (a, b, c) => {
        expect(newestOf(a, b)).toEqual(newestOf(b, a));
        expect(newestOf(newestOf(a, b), c)).toEqual(newestOf(a, newestOf(b, c)));
        expect(newestOf(newestOf(a, b), b)).toEqual(newestOf(a, b));
      }),
    );
  });

  it('are those of the processes that are alive', () => {
    const seen = new Map([['old', 10], ['new', 30], ['late', 20]]); // prettier-ignore
    expect([...aliveBetween(seen, 20, 100).keys()]).toEqual(['new', 'late']);
  });

  it('are not those of a clock that was set back since', () => {
    expect([...aliveBetween(new Map([['ahead', 1000], ['now', 50]]), 0, 100).keys()]).toEqual(['now']); // prettier-ignore
  });

  it.each([[null], [[]], ['text'], [{ a: -1 }], [{ a: '1' }], [{ a: 1.5 }]])(
    'are not %j',
    (stored) => {
      expect(readByProcess(stored)).toBeUndefined();
    },
  );
});

describe('The log of a process', () => {
  it('has its latest steps, and costs a constant number of copies for each', () => {
    const log = createOwnLog(10);
    for (let i = 0; i < 1000; i++) log.add(access(i), i);
    expect(log.toJSON().end).toBe(1000);
    expect(log.steps.map(([, key]) => key)).toEqual([990, 991, 992, 993, 994, 995, 996, 997, 998, 999]); // prettier-ignore
  });

  it('has no key that JSON does not give back, and no long one', () => {
    const log = createOwnLog(10);
    for (const key of [{ a: 1 }, undefined, () => 1, 'x'.repeat(1001)]) log.add(access(key), key);
    for (const key of ['a', 7, 12n, NaN, null]) log.add(access(key), key);
    const { steps } = readLog(JSON.parse(JSON.stringify(log)) as unknown) as SharedLog;
    const { follower, keys } = createTaught();
    run(follower.follow('other', { end: steps.length, steps }));
    expect(keys).toEqual(['a', 7, 12n, NaN, null]);
  });

  it.each([
    [null],
    [{ end: 1 }],
    [{ end: 0, steps: [[1, 'a']] }],
    [{ end: 1, steps: [['1', 'a']] }],
    [{ end: 1, steps: [[1, { a: 1 }]] }],
    [{ end: 1, steps: [[1, 'a', -1]] }],
    [{ end: 1, steps: [[1, 'a', 1, 1]] }],
    [{ end: 1, steps: [1] }],
    [{ end: 200_000, steps: Array.from({ length: 100_001 }, () => [1]) }],
  ])('is not %j', (stored) => {
    expect(readLog(stored)).toBeUndefined();
  });
});

describe('A follower of logs', () => {
  it('learns each step once, in order, whichever versions of a log come, in any order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.nat(60), { minLength: 1, maxLength: 20 }),
        (length, versions) => {
          const { follower, keys } = createTaught();
          const steps = Array.from({ length }, (_, i) => [1, i] as const);
          for (const end of [...versions, length].map((version) => Math.min(version, length)))
            run(follower.follow('other', { end, steps: steps.slice(0, end) }));
          expect(keys).toEqual(steps.map(([, key]) => key));
          expect(follower.seen.get('other')).toBe(length);
        },
      ),
    );
  });

  it('learns from all processes the same, in whatever order their logs come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(20)), { maxLength: 30 }),
        (arrivals) => {
          const logOf = (process: string, end: number): SharedLog => ({
            end,
            steps: Array.from({ length: end }, (_, i) => [1, `${process}${i}`] as const),
          });
          const learned = [arrivals, [...arrivals].reverse()].map((order) => {
            const { follower, keys } = createTaught();
            for (const [process, end] of order) run(follower.follow(process, logOf(process, end)));
            return keys.sort();
          });
          expect(learned[0]).toEqual(learned[1]);
        },
      ),
    );
  });

  it('does not learn what a restored model contains', () => {
    const { follower, keys } = createTaught();
    follower.skipTo(new Map([['other', 2]]));
    run(follower.follow('other', { end: 3, steps: [[1, 'a'], [1, 'b'], [1, 'c']] })); // prettier-ignore
    expect(keys).toEqual(['c']);
  });

  it('ends the readers of processes that have ended', () => {
    const { follower, open } = createTaught();
    run(follower.follow('a', { end: 2, steps: [[1, 'x'], [2, 'y']] })); // prettier-ignore
    run(follower.follow('b', { end: 1, steps: [[1, 'z']] }));
    expect(open.size).toBe(3);
    follower.endAllBut(new Map([['b', 1]]));
    expect(open.size).toBe(1);
  });

  it('keeps a bounded number of open readers of a process that ends none', () => {
    const { follower, open } = createTaught();
    const steps = Array.from({ length: 5000 }, (_, i) => [i, 'x'] as const);
    const { slices } = run(follower.follow('other', { end: 5000, steps }));
    expect(open.size).toBe(1000);
    expect(slices).toBe(51);
  });

  it('remembers the ends of a bounded number of logs', () => {
    const { follower } = createTaught();
    for (let i = 0; i < 1000; i++) run(follower.follow(`p${i}`, { end: 1, steps: [[1, 'x']] }));
    expect(follower.seen.size).toBe(256);
    expect(follower.seen.has('p999')).toBe(true);
  });

  it('does not forget a process that is quiet while others come and go', () => {
    const { follower, keys } = createTaught();
    const quiet: SharedLog = { end: 1, steps: [[1, 'quiet']] };
    run(follower.follow('quiet', quiet));
    for (let i = 0; i < 1000; i++) {
      run(follower.follow(`p${i}`, { end: 1, steps: [[1, 'x']] }));
      run(follower.follow('quiet', quiet));
    }
    expect(keys.filter((key) => key === 'quiet')).toHaveLength(1);
  });

  it('passes over a step that makes the predictor throw, and learns the others once', () => {
    const taught: unknown[] = [];
    const follower = createLogFollower<unknown>({
      predictor: {
        observe({ key }) {
          if (key === 'bad') throw new Error('bad');
          taught.push(key);
        },
        predict: () => undefined,
      },
      toKey: (key) => key,
      isResident: () => false,
      now: () => 0,
    });
    const log: SharedLog = { end: 3, steps: [[1, 'a'], [1, 'bad'], [1, 'c']] }; // prettier-ignore
    expect(run(follower.follow('other', log)).value).toEqual({ learned: 2, missed: 0, errors: [new Error('bad')] }); // prettier-ignore
    run(follower.follow('other', log));
    expect(taught).toEqual(['a', 'c']);
  });
});
