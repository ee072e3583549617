import { messageOf } from '../errors.js';
import { likelihoodsOf } from '../predictors/likelihoodsOf.js';
import type { Access, Predictor } from '../types.js';
import { check, checkKeys, checkSuite, print } from './check.js';
import type { TestRunner } from './testRunner.js';

/** Options of `predictorContract`. */
export interface PredictorContractOptions<K> {
  /** Keys that a typical reader requests, in order: at least three. */
  readonly walk: readonly K[];
  /**
   * Keys for which the predictor was not made, such as NaN.
   * @defaultValue NaN, infinities, fractions and extremes if the keys are numbers, else none
   */
  readonly oddKeys?: readonly K[] | undefined;
  /** Whether equal calls give equal predictions. @defaultValue true */
  readonly deterministic?: boolean | undefined;
}

/**
 * Adds the tests of a predictor, of either form, to a test runner.
 *
 * @param runner - `describe` and `it` of the test runner
 * @param name - name of the predictor, for the title
 * @param create - makes a new predictor for each test
 * @throws TypeError for wrong arguments, or for a walk of fewer than three keys
 *
 * @example
 * ```ts
 * import { describe, it } from 'vitest';
 * predictorContract({ describe, it }, 'nextPage', () => nextPage(), { walk: ['p1', 'p2', 'p3'] });
 * ```
 */
export function predictorContract<K>(
  runner: TestRunner,
  name: string,
  create: () => Predictor<K>,
  options: PredictorContractOptions<K>,
): void {
  checkSuite(runner, create, options, ['walk', 'oddKeys', 'deterministic']);
  checkKeys('walk', options.walk, 3);
  const laws = {
    ...answerLaws(create, options),
    ...historyLaws(create, options),
    ...(options.deterministic !== false && sameLaws(create, options)),
  };
  runner.describe(`${name} as a predictor`, () => {
    for (const [title, law] of Object.entries(laws)) runner.it(title, law);
  });
}

type Laws = Record<string, () => void | Promise<void>>;
type Likelihoods = ReadonlyMap<unknown, number>;

const HISTORY_SIZE = 30;
const ODD_NUMBERS: readonly number[] = [
  NaN, Infinity, -Infinity, 0.5, -1, -0, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 53, Number.MAX_VALUE, Number.MIN_VALUE,
]; // prettier-ignore

function answerLaws<K>(
  create: () => Predictor<K>,
  { walk, oddKeys = oddNumbers(walk) }: PredictorContractOptions<K>,
): Laws {
  return {
    'gives at most 65,536 pairs, with finite likelihoods of 0 or more': () => {
      answers(create(), walk);
    },
    'predicts for a reader without a history': () => {
      for (const key of walk) likelihoodsOf(create(), key, [key]);
    },
    'predicts for odd keys': () => {
      for (const key of oddKeys) {
        try {
          answers(create(), [key]);
          answers(create(), [...walk, key, ...walk, key, key]);
        } catch (error) {
          throw new Error(`failed at the key ${print(key)}: ${messageOf(error)}`, { cause: error });
        }
      }
    },
    'adds no key after `predict` has returned': async () => {
      const predictor = create();
      const predicted = walk.map((key, i) => likelihoodsOf(predictor, key, historyAt(walk, i)));
      const before = predicted.map((likelihoods) => new Map(likelihoods));
      for (let i = 0; i < 10; i++) await Promise.resolve();
      predicted.forEach((likelihoods, i) =>
        expectSame(likelihoods, before[i], 'when it had answered'),
      );
    },
    'predicts without observing': () => {
      const predictor = create();
      walk.forEach((key, i) => likelihoodsOf(predictor, key, historyAt(walk, i)));
    },
  };
}

function historyLaws<K>(create: () => Predictor<K>, { walk }: PredictorContractOptions<K>): Laws {
  return {
    'does not change the history': () => {
      const predictor = create();
      walk.forEach((key, i) => {
        const history = historyAt(walk, i);
        const before = [...history];
        likelihoodsOf(predictor, key, history);
        const isSame =
          history.length === before.length &&
          history.every((one, at) => Object.is(one, before[at]));
        check(isSame, () => `made ${print(history)} of ${print(before)}`);
      });
    },
  };
}

function sameLaws<K>(create: () => Predictor<K>, { walk }: PredictorContractOptions<K>): Laws {
  return {
    'gives equal predictions for equal calls': () => {
      const other = answers(create(), walk);
      answers(create(), walk).forEach((likelihoods, i) =>
        expectSame(likelihoods, other[i], 'when another one was asked the same'),
      );
    },
    'depends only on the current key and the history, if it does not observe': () => {
      const predictor = create();
      if (observes(predictor)) return;
      const before = answers(predictor, walk);
      for (let i = walk.length - 1; i >= 0; i--) {
        const likelihoods = likelihoodsOf(predictor, walk[i] as K, historyAt(walk, i));
        expectSame(likelihoods, before[i], 'when it was asked the same later');
      }
    },
    'does not read the history after `predict` has returned': () => {
      const own = answers(create(), walk);
      const predictor = create();
      const history: K[] = [];
      walk.forEach((key, i) => {
        history.splice(0, HISTORY_SIZE, ...historyAt(walk, i));
        tell(predictor, key, i);
        expectSame(
          likelihoodsOf(predictor, key, history),
          own[i],
          'when the array of an earlier answer had been written over',
        );
        history.reverse().fill(walk[0] as K, 1);
      });
    },
  };
}

/** Predictions of a predictor along a walk, which it observes if it can. */
function answers<K>(predictor: Predictor<K>, walk: readonly K[]): Likelihoods[] {
  return walk.map((key, i) => {
    tell(predictor, key, i);
    return likelihoodsOf(predictor, key, historyAt(walk, i));
  });
}

function tell<K>(predictor: Predictor<K>, key: K, i: number): void {
  const outcome = (['miss', 'join', 'hit'] as const)[i % 3] ?? 'miss';
  const access: Access<K> = { key, at: 100 * i, reader: 1, outcome, isResident: () => i % 2 === 0 };
  if (typeof predictor === 'object') predictor.observe?.(access);
}

function observes<K>(predictor: Predictor<K>): boolean {
  return typeof predictor === 'object' && predictor.observe !== undefined;
}

function historyAt<K>(walk: readonly K[], i: number): K[] {
  return walk.slice(Math.max(0, i + 1 - HISTORY_SIZE), i + 1);
}

function oddNumbers<K>(walk: readonly K[]): readonly K[] {
  return walk.every((key) => typeof key === 'number')
    ? (ODD_NUMBERS as readonly unknown[] as readonly K[])
    : [];
}

function expectSame(
  likelihoods: Likelihoods,
  expected: Likelihoods | undefined,
  when: string,
): void {
  const keys = new Set([...likelihoods.keys(), ...(expected?.keys() ?? [])]);
  for (const key of keys) {
    const [was, is] = [expected?.get(key), likelihoods.get(key)];
    check(
      was === is,
      () => `gave ${print(is)} for the key ${print(key)} ${when}, and ${print(was)} before`,
    );
  }
}
