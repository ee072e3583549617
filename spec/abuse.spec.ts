import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { cacheState } from '../operators/cacheState.js';
import { foldState } from '../operators/foldState.js';
import { predict } from '../operators/predict.js';
import { prefetchCache } from '../operators/prefetchCache.js';
import { adaptive } from '../src/auto/adaptive.js';
import { largest } from '../src/eviction/largest.js';
import { smallest } from '../src/eviction/smallest.js';
import { auto } from '../src/auto/auto.js';
import { vectors } from '../src/learning/codecs/vectors.js';
import { deltas } from '../src/learning/experts/deltas.js';
import { distanceDecay } from '../src/predictors/distanceDecay.js';
import { dynamicData } from '../src/predictors/dynamicData.js';
import { dynamicDistanceDecay } from '../src/predictors/dynamicDistanceDecay.js';
import { likelihoodsOf } from '../src/predictors/likelihoodsOf.js';
import { spatial } from '../src/learning/experts/spatial.js';
import { silent } from './support/naming.js';

/** A value where its type forbids it, as a program in JavaScript may give it. */
const wrong = (value: unknown): never => value as never;
const load = (key: number) => of(key);
const hooks = { added: silent, used: silent, removed: silent, victim: () => undefined };
const withOptions = (options: object) => () => prefetchCache(load, silent, options);
const circular: { me?: unknown } = {};
circular.me = circular;

type Case = readonly [
  call: () => unknown,
  Kind: typeof TypeError | typeof RangeError,
  message: string,
];

describe('Wrong arguments throw at once, with the name, what was expected and what was given', () => {
  it.each(
 rows([
    [() => prefetchCache(wrong(undefined), silent), TypeError, 'Expected `provider` to be a function or an object with `load`, got `undefined` (undefined)'],
    [() => prefetchCache(wrong(null), silent), TypeError, 'Expected `provider` to be a function or an object with `load`, got `null` (null)'],
    [() => prefetchCache(wrong('url'), silent), TypeError, 'Expected `provider` to be a function or an object with `load`, got `"url"` (string)'],
    [() => prefetchCache(wrong({ load: 5 }), silent), TypeError, 'Expected `provider` to be a function or an object with `load`, got `{"load":5}` (object)'],
    [() => prefetchCache(wrong([1, 2]), silent), TypeError, 'Expected `provider` to be a function or an object with `load`, got `an array of 2` (object)'],
    [() => prefetchCache(load, wrong(undefined)), TypeError, 'Expected `predictor` to be a function or an object with `predict`, got `undefined` (undefined)'],
    [() => prefetchCache(load, wrong({ predict: 5 })), TypeError, 'Expected `predictor` to be a function or an object with `predict`, got `{"predict":5}` (object)'],
    [() => prefetchCache(load, silent, wrong(null)), TypeError, 'Expected `options` to be an object, got `null` (null)'],
    [() => prefetchCache(load, silent, wrong(5)), TypeError, 'Expected `options` to be an object, got `5` (number)'],
    [() => prefetchCache(load, silent).warm(wrong(undefined)), TypeError, 'Expected `keys` to be an iterable, got `undefined` (undefined)'],
    [() => prefetchCache(load, silent).warm(wrong(5)), TypeError, 'Expected `keys` to be an iterable, got `5` (number)'],
    [() => prefetchCache(load, wrong({ predict: silent, observe: 5 })), TypeError, 'Expected `predictor` to be an object with `observe`, got `{"observe":5}` (object)'],
    [() => prefetchCache(load, wrong({ predict: silent, ended: 5 })), TypeError, 'Expected `predictor` to be an object with `ended`, got `{"ended":5}` (object)'],
    [() => prefetchCache(wrong({ load, has: true }), silent), TypeError, 'Expected `provider` to be an object with `has`, got `{"has":true}` (object)'],
    [() => predict(wrong({})), TypeError, 'Expected `predictor` to be a function or an object with `predict`, got `{}` (object)'],
    [() => predict(silent, { historySize: 0 }), RangeError, 'Expected `historySize` to be a finite integer of 1 or more, got `0` (number)'],
    [() => cacheState(wrong(undefined)), TypeError, 'Expected `cache` to be an object with `snapshot`, got `undefined` (undefined)'],
    [() => cacheState(wrong({})), TypeError, 'Expected `cache` to be an object with `snapshot`, got `{}` (object)'],
    [() => prefetchCache(load, silent).with(wrong(undefined)), TypeError, 'Expected `options` to be an object, got `undefined` (undefined)'],
    [() => prefetchCache(load, silent).with(wrong({ orders: 'merge' })), TypeError, 'There is no option `orders`: did you mean `order`?'],
    [() => prefetchCache(load, silent).with(wrong({ error: 'value' })), TypeError, 'There is no option `error`: did you mean `errors`?'],
    [() => prefetchCache(load, silent).with({ order: wrong('random') }), RangeError, "Expected `order` to be 'concat', 'merge' or 'switch', got `\"random\"` (string)"],
    [() => prefetchCache(load, silent).with({ errors: wrong('values') }), RangeError, "Expected `errors` to be 'throw' or 'value', got `\"values\"` (string)"],
    [() => prefetchCache(load, silent).with({ errors: wrong(null) }), RangeError, "Expected `errors` to be 'throw' or 'value', got `null` (null)"],
    [() => foldState(wrong('x')), TypeError, 'Expected `from` to be a state of a cache, got `"x"` (string)'],
    [() => foldState(wrong(null)), TypeError, 'Expected `from` to be a state of a cache, got `null` (null)'],
    [() => foldState(wrong({})), TypeError, 'Expected `from` to be a state of a cache, got `{}` (object)'],
    [() => predict(wrong(undefined)), TypeError, 'Expected `predictor` to be a function or an object with `predict`, got `undefined` (undefined)'],
    [() => predict(silent, wrong(null)), TypeError, 'Expected `options` to be an object, got `null` (null)'],
    [() => distanceDecay({ maxSpan: -1 }), RangeError, 'Expected `maxSpan` to be an integer from 0 to 32767, got `-1` (number)'],
    [() => dynamicData(wrong({})), TypeError, 'Expected `possibleJumps` to be an array of integers, got `undefined` (undefined)'],
    [() => auto({ without: wrong(null) }), RangeError, 'Expected `without` to be some of strides, deltas, markov, associations, spatial, got `null` (null)'],
    [() => deltas({ codec: wrong(5) }), TypeError, 'Expected `codec` to be an object with `sub`, got `5` (number)'],
    [() => deltas({ codec: wrong(null) }), TypeError, 'Expected `codec` to be an object with `sub`, got `null` (null)'],
    [() => spatial({ codec: wrong({}) }), TypeError, 'Expected `codec` to be an object with `sub`, got `{}` (object)'],
    [() => spatial({ codec: wrong({ ...vectors(), add: 5 }) }), TypeError, 'Expected `codec` to be an object with `add`, got `{"add":5}` (object)'],
    [() => spatial({ codec: wrong({ ...vectors(), isNear: undefined }) }), TypeError, 'Expected `codec` to be an object with `isNear`, got `{}` (object)'],
    [() => spatial({ codec: wrong({ ...vectors(), region: 5 }) }), TypeError, 'Expected `codec` to be an object with `region`, got `{"region":5}` (object)'],
    [() => vectors(wrong(5)), TypeError, 'Expected `separator` to be a string, got `5` (number)'],
    [() => vectors(''), RangeError, 'Expected `separator` to be more than digits and signs, got `""` (string)'],
    [() => vectors('-'), RangeError, 'Expected `separator` to be more than digits and signs, got `"-"` (string)'],
    [() => vectors('1'), RangeError, 'Expected `separator` to be more than digits and signs, got `"1"` (string)'],
    [() => likelihoodsOf(wrong(undefined), 1, []), TypeError, 'Expected `predictor` to be a function or an object with `predict`, got `undefined` (undefined)'],
    [() => likelihoodsOf(wrong({}), 1, []), TypeError, 'Expected `predictor` to be a function or an object with `predict`, got `{}` (object)'],
    [() => likelihoodsOf(() => [[1, NaN]], 1, []), RangeError, 'Expected `likelihood` to be a finite number of 0 or more, got `NaN` (number)'],
    [() => likelihoodsOf(wrong(() => 5), 1, []), TypeError, 'Expected `predictor` to be a function that returns an iterable of [key, likelihood] pairs, got `5` (number)'],
    [() => prefetchCache(load, silent, { sizeOf: () => NaN }).set(1, 1), RangeError, 'Expected `sizeOf(value)` to be a finite number of 0 or more, got `NaN` (number)'],
    [() => prefetchCache(load, silent, { sizeOf: () => Infinity }).set(1, 1), RangeError, 'Expected `sizeOf(value)` to be a finite number of 0 or more, got `Infinity` (number)'],
    [() => prefetchCache(load, silent, { sizeOf: () => wrong('5') }).set(1, 1), TypeError, 'Expected `sizeOf(value)` to be a finite number of 0 or more, got `"5"` (string)'],
  ]))('%s', (message, Kind, call) => throws(call, Kind, message)); // prettier-ignore
});

describe('Options must be an object', () => {
  const made: readonly (readonly [name: string, make: (options: never) => unknown])[] = [
    ['distanceDecay', distanceDecay],
    ['dynamicDistanceDecay', dynamicDistanceDecay],
    ['dynamicData', dynamicData],
    ['deltas', deltas],
    ['spatial', spatial],
    ['auto', auto],
    ['adaptive', adaptive],
  ];
  it.each(made)('%s', (_name, make) => {
    throws(
      () => make(wrong(null)),
      TypeError,
      'Expected `options` to be an object, got `null` (null)',
    );
    throws(() => make(wrong(5)), TypeError, 'Expected `options` to be an object, got `5` (number)');
    throws(
      () => make(wrong('all')),
      TypeError,
      'Expected `options` to be an object, got `"all"` (string)',
    );
  });

  it('and required ones must be given', () => {
    throws(
      () => dynamicData(wrong(undefined)),
      TypeError,
      'Expected `options` to be an object, got `undefined` (undefined)',
    );
  });
});

describe('Wrong options throw at once, with the name, what was expected and what was given', () => {
  const numbers: readonly (readonly [name: string, what: string, wrong: readonly number[]])[] = [
    ['maxKeys', 'an integer of 1 or more', [0, -1, 1.5, NaN]],
    ['maxBytes', 'a number of 0 or more', [-1, NaN]],
    ['concurrency', 'an integer of 0 or more', [-1, 1.5, NaN]],
    ['maxPerSecond', 'an integer of 1 or more', [0, -1, 1.5, NaN]],
    ['lookahead', 'an integer of 0 or more', [-1, 1.5, NaN]],
    ['historySize', 'a finite integer of 1 or more', [0, -1, 1.5, NaN, Infinity]],
    ['ttl', 'a number above 0', [0, -1, NaN]],
    ['staleWhileRevalidate', 'a number of 0 or more', [-1, NaN]],
    ['staleIfError', 'a number of 0 or more', [-1, NaN]],
    ['prefetchBackoff', 'a number of 0 or more', [-1, NaN]],
  ];
  const sizeOf = (): number => 1;

  it.each(
    numbers.flatMap(([name, what, values]) => values.map((value) => [name, value, what] as const)),
  )('%s: %p', (name, value, what) => {
    throws(
      withOptions({ sizeOf, [name]: value }),
      RangeError,
      `Expected \`${name}\` to be ${what}, got \`${value}\` (number)`,
    );
  });

  it.each(numbers)('%s: anything but a number', (name, what) => {
    const cases: readonly (readonly [unknown, string])[] = [
      ['5', '`"5"` (string)'],
      [null, '`null` (null)'],
      [true, '`true` (boolean)'],
      [5n, '`5` (bigint)'],
      [{}, '`{}` (object)'],
      [Symbol('s'), '`Symbol(s)` (symbol)'],
      // Another function may be a `ttl`.
      ...(name === 'ttl' ? [] : [[load, '`a function` (function)'] as const]),
      [circular, '`an object` (object)'],
    ];
    for (const [value, got] of cases)
      throws(
        withOptions({ sizeOf, [name]: value }),
        TypeError,
        `Expected \`${name}\` to be ${what}, got ${got}`,
      );
  });

  it.each(
 rows([
    [withOptions({ ttl: 0 }), RangeError, 'Expected `ttl` to be a number above 0, got `0` (number)'],
    [withOptions({ order: 'random' }), RangeError, "Expected `order` to be 'concat', 'merge' or 'switch', got `\"random\"` (string)"],
    [withOptions({ order: null }), RangeError, "Expected `order` to be 'concat', 'merge' or 'switch', got `null` (null)"],
    [withOptions({ sizeOf: 5 }), TypeError, 'Expected `sizeOf` to be a function, got `5` (number)'],
    [withOptions({ keyOf: 'id' }), TypeError, 'Expected `keyOf` to be a function, got `"id"` (string)'],
    [withOptions({ keyOf: null }), TypeError, 'Expected `keyOf` to be a function, got `null` (null)'],
    [withOptions({ maxBytes: 5 }), TypeError, '`maxBytes` requires `sizeOf`'],
    [withOptions({ eviction: largest() }), TypeError, '`eviction` requires `sizeOf`'],
    [withOptions({ eviction: smallest() }), TypeError, '`eviction` requires `sizeOf`'],
    [withOptions({ eviction: 'lru' }), TypeError, 'Expected `eviction` to be an object with `added`, got `"lru"` (string)'],
    [withOptions({ eviction: null }), TypeError, 'Expected `eviction` to be an object with `added`, got `null` (null)'],
    [withOptions({ eviction: { ...hooks, added: undefined } }), TypeError, 'Expected `eviction` to be an object with `added`, got `{}` (object)'],
    [withOptions({ eviction: { ...hooks, used: undefined } }), TypeError, 'Expected `eviction` to be an object with `used`, got `{}` (object)'],
    [withOptions({ eviction: { ...hooks, removed: undefined } }), TypeError, 'Expected `eviction` to be an object with `removed`, got `{}` (object)'],
    [withOptions({ eviction: { ...hooks, victim: 5 } }), TypeError, 'Expected `eviction` to be an object with `victim`, got `{"victim":5}` (object)'],
    [withOptions({ enabled$: true }), TypeError, 'Expected `enabled$` to be an object with `subscribe`, got `true` (boolean)'],
    [withOptions({ scheduler: {} }), TypeError, 'Expected `scheduler` to be an object with `now`, got `{}` (object)'],
  ]))('%s', (message, Kind, call) => throws(call, Kind, message)); // prettier-ignore

  it('cut a long given value', () => {
    throws(
      withOptions({ order: 'x'.repeat(500) }),
      RangeError,
      `Expected \`order\` to be 'concat', 'merge' or 'switch', got \`"${'x'.repeat(79)}\` (string)`,
    );
  });
});

/** Cases by their messages, which are the titles. */
function rows(cases: readonly Case[]): [string, Case[1], Case[0]][] {
  return cases.map(([call, Kind, message]) => [message, Kind, call]);
}

function throws(
  call: () => unknown,
  Kind: typeof TypeError | typeof RangeError,
  message: string,
): void {
  expect(call).toThrow(new Kind(message));
  expect(call).toThrow(Kind);
}
