import { describe, expect, it } from '@jest/globals';
import { of, Subject } from 'rxjs';
import { ofType } from '../../operators/ofType.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { adaptive } from '../../src/auto/adaptive.js';
import { auto } from '../../src/auto/auto.js';
import type { Predictor, PredictFunction, PrefetchCache } from '../../src/types.js';
import { eventLog } from '../support/eventLog.js';
import { handProvider } from '../support/handProvider.js';
import { record } from '../support/record.js';
import { catchUnhandled } from '../support/unhandled.js';

const failure = new Error('no idea');
const throwing = (): never => {
  throw failure;
};
/** What its type forbids, as a program in JavaScript may say it. */
const saying = (answer: unknown): PredictFunction<number> =>
  (() => answer) as unknown as PredictFunction<number>;
const pairs = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) => [i + 100, 1]);

describe('Law 10: a predictor that fails. The cache', () => {
  const unhandled = catchUnhandled();

  it.each<[string, Predictor<number>, string]>([
    ['throws', throwing, 'no idea'],
    ['throws in its method', { predict: throwing }, 'no idea'],
    [
      'throws in `observe`',
      { observe: throwing, predict: (current, _history, add) => add(current + 1, 1) },
      'no idea',
    ],
    ['throws when it has said some', { predict: (_current, _history, add) => { add(5, 1); throw failure; } }, 'no idea'], // prettier-ignore
    ['says NaN', () => [[5, 1], [6, NaN]], 'got `NaN` (number)'], // prettier-ignore
    ['says Infinity', () => [[5, Infinity]], 'got `Infinity` (number)'],
    ['says less than 0', () => [[5, -1e-9]], 'got `-1e-9` (number)'],
    ['says more than 65,536 pairs', () => pairs(65_537), 'from 0 to 65536'],
    ['gives nothing', saying(undefined), 'got `undefined` (undefined)'],
    ['gives no pairs', saying([5]), 'got `5` (number)'],
  ])(
    'goes on with an empty prediction and plan, and emits an event, when the predictor %s',
    (_name, predictor, message) => {
      const provider = handProvider();
      const cache = prefetchCache(provider, predictor);
      const errors = record(cache.events$.pipe(ofType('predictor-error')));
      const reader = record(of(1, 2).pipe(cache));
      provider.give(1, 2);
      expect([reader.values, reader.end]).toEqual([['item 1', 'item 2'], 'complete']);
      expect(errors.values).toMatchObject(
        [1, 2].map((key) => ({ key, error: { message: expect.stringContaining(message) } })),
      );
      expect([cache.snapshot().plan, provider.log]).toEqual([[], ['demand 1', 'demand 2']]);
      expect(cache.stats().predictorErrors).toBe(2);
      expect(unhandled.arrived()).toEqual([]);
    },
  );

  it.each([
    ['', undefined],
    [' that `adaptive` measures', () => ({ control: adaptive<number>() })],
  ])('ends an endless generator%s', (_name, options) => {
    let said = 0;
    const endless = function* (): Generator<[number, number]> {
      for (;;) yield [said++, 1];
    };
    const cache = prefetchCache(handProvider(), endless, options?.());
    record(cache.get(1));
    expect([cache.stats().predictorErrors, said, cache.snapshot().plan]).toEqual([1, 65_537, []]);
  });

  it('ends an endless generator among the experts of `auto`, and goes on without its guesses', () => {
    const endless = function* (current: number): Generator<[number, number]> {
      for (let i = 0; current === 13 || i < 3; i++) yield [1000 + i, 1];
    };
    const provider = handProvider();
    const cache = prefetchCache(provider, auto<number>({ experts: [endless] }));
    for (const key of [10, 11, 12, 13, 14, 15]) {
      record(cache.get(key));
      provider.give(key);
    }
    expect(cache.stats().predictorErrors).toBe(1);
    expect(cache.snapshot().plan.map(({ key }) => key)).toContain(16);
    expect(cache.snapshot().plan.every(({ key }) => typeof key === 'number')).toBe(true);
  });

  it('takes 65,536 pairs', () => {
    const cache = prefetchCache(handProvider(), () => pairs(65_536), {
      concurrency: 0,
      lookahead: 3,
    });
    record(cache.get(1));
    expect([cache.stats().predictorErrors, cache.snapshot().plan.length]).toEqual([0, 3]);
  });

  it('counts pairs of likelihood 0 among them', () => {
    const cache = prefetchCache(handProvider(), () => pairs(65_537).map(([key]) => [key, 0]));
    record(cache.get(1));
    expect(cache.stats().predictorErrors).toBe(1);
  });

  it('drops the old plan and stops what only the old prediction named', () => {
    const provider = handProvider();
    let fails = false;
    const cache = prefetchCache(provider, () => (fails ? throwing() : [[8, 1]]));
    const log = eventLog(cache, 'plan', 'predictor-error', 'prefetch-abort');
    record(cache.get(1));
    fails = true;
    record(cache.get(2));
    expect(provider.open()).toEqual([1, 2]);
    expect(log).toEqual(['plan 8', 'predictor-error 2', 'plan', 'prefetch-abort 8']);
  });

  it('stops what only the old prediction named when `observe` throws too', () => {
    const provider = handProvider();
    const observe = ({ key }: { key: number }): void => {
      if (key === 2) throwing();
    };
    const cache = prefetchCache(provider, {
      observe,
      predict: (_current, _history, add) => add(8, 1),
    });
    record(cache.get(1));
    record(cache.get(2));
    expect(provider.open()).toEqual([1, 2]);
  });

  it('keeps the plan of a newer position, though the predictor fails at the older one', () => {
    const provider = handProvider();
    const observe = ({ key }: { key: number }): void => {
      if (key !== 1) return;
      record(cache.get(2));
      throwing();
    };
    const predict = (
      current: number,
      _history: readonly number[],
      add: (key: number, likelihood: number) => void,
    ): void => add(10 * current, 1);
    const cache: PrefetchCache<number, string> = prefetchCache<number, string>(provider, {
      observe,
      predict,
    });
    record(cache.get(1));
    expect(cache.snapshot().plan.map(({ key }) => key)).toEqual([20]);
    record(new Subject<number>().pipe(cache)).stop();
    expect(provider.open()).toContain(20);
  });

  it('keeps the empty plan until the next move', () => {
    const provider = handProvider();
    let fails = true;
    const cache = prefetchCache(provider, () => (fails ? throwing() : [[8, 1]]));
    record(cache.get(1));
    fails = false;
    record(cache.get(1));
    expect(provider.open()).toEqual([1]);
    record(cache.get(2));
    expect(provider.open()).toEqual([1, 2, 8]);
  });

  it('leaves the plans of other readers alone', () => {
    const provider = handProvider();
    const cache = prefetchCache(provider, (key) => (key === 1 ? [[8, 1]] : throwing()));
    const key$ = new Subject<number>();
    record(key$.pipe(cache));
    key$.next(1);
    record(cache.get(2));
    expect(provider.open()).toEqual([1, 8, 2]);
  });

  it('plans nothing that a predictor adds after its call', () => {
    const provider = handProvider();
    let late: (key: number, likelihood: number) => void = () => undefined;
    const keep = (_current: number, _history: readonly number[], add: typeof late): void => {
      late = add;
    };
    const cache = prefetchCache(provider, { predict: keep });
    record(cache.get(1));
    late(8, 1);
    record(cache.get(1));
    expect([provider.open(), cache.snapshot().plan]).toEqual([[1], []]);
  });

  it('does not plan what a predictor named for a key that is no longer current', () => {
    const provider = handProvider();
    const cache = prefetchCache<number, string>(provider, (key) => {
      if (key === 1) record(cache.get(2));
      return [[10 * key, 1]];
    });
    record(cache.get(1));
    expect(cache.snapshot().plan.map(({ key }) => key)).toEqual([20]);
    expect(cache.snapshot().readers.map(({ current, history }) => [current, history])).toEqual([
      [2, [1, 2]],
    ]);
    expect(provider.open()).toEqual([2, 1, 20]);
  });

  it('lets a predictor observe each request that moves a reader, once, before it is asked', () => {
    const log: string[] = [];
    const provider = handProvider();
    const cache = prefetchCache(provider, {
      observe: (access) => {
        const five = access.isResident(5) ? 'here' : 'absent';
        log.push(`${access.outcome} ${access.key} by ${access.reader}, 5 is ${five}`);
      },
      predict: (current, history, add) => {
        log.push(`predict ${current} [${history.join()}]`);
        if (current === 1) add(3, 1);
      },
    });
    cache.set(5, 'x');
    for (const key of [1, 1, 5, 1, 2]) record(cache.get(key));
    record(of(3).pipe(cache));
    expect(log).toEqual([
      'miss 1 by 1, 5 is here',
      'predict 1 [1]',
      'hit 5 by 1, 5 is here',
      'predict 5 [1,5]',
      'join 1 by 1, 5 is here',
      'predict 1 [1,5,1]',
      'miss 2 by 1, 5 is here',
      'predict 2 [1,5,1,2]',
      'miss 3 by 2, 5 is here',
      'predict 3 [3]',
    ]);
  });

  it('shows a predictor at most `historySize` keys', () => {
    const seen: (readonly number[])[] = [];
    const cache = prefetchCache(
      handProvider(),
      (_key, history) => {
        seen.push([...history]);
        return [];
      },
      { historySize: 2 },
    );
    for (const key of [1, 2, 3]) record(cache.get(key));
    expect(seen).toEqual([[1], [1, 2], [2, 3]]);
  });
});
