import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { keepModel } from '../operators/keepModel.js';
import { predict } from '../operators/predict.js';
import { prefetchCache } from '../operators/prefetchCache.js';
import { resolvePreloadingOptions } from '../src/angular/router/options.js';
import { adaptive } from '../src/auto/adaptive.js';
import { lhd } from '../src/eviction/lhd.js';
import { lru } from '../src/eviction/lru.js';
import { oldest } from '../src/eviction/oldest.js';
import { sieve } from '../src/eviction/sieve.js';
import { motProvider, urlSource } from '../src/mot/index.js';
import { associations } from '../src/learning/experts/associations.js';
import { auto } from '../src/auto/auto.js';
import { vectors } from '../src/learning/codecs/vectors.js';
import { deltas } from '../src/learning/experts/deltas.js';
import { distanceDecay } from '../src/predictors/distanceDecay.js';
import { dynamicData } from '../src/predictors/dynamicData.js';
import { dynamicDistanceDecay } from '../src/predictors/dynamicDistanceDecay.js';
import { likelihoodsOf } from '../src/predictors/likelihoodsOf.js';
import { markov } from '../src/learning/experts/markov.js';
import { spatial } from '../src/learning/experts/spatial.js';
import { strides } from '../src/learning/experts/strides.js';
import { evictionContract } from '../src/testing/index.js';
import { silent } from './support/naming.js';

/** A value where its type forbids it, as a program in JavaScript may give it. */
const wrong = (value: unknown): never => value as never;
const load = (key: number) => of(key);
const withOptions = (options: object) => () => prefetchCache(load, silent, options);

describe('An unknown option throws, and the nearest right one is named', () => {
  const source = { open: silent, read: silent, close: silent };
  it.each([
    ['maxkeys', 'maxKeys', withOptions({ maxkeys: 5 })],
    ['maxsize', 'maxKeys', withOptions({ maxsize: 5 })],
    ['lookAhead', 'lookahead', withOptions({ lookAhead: 5 })],
    ['enabled', 'enabled$', withOptions({ enabled: true })],
    ['concurency', 'concurrency', withOptions({ concurency: undefined })],
    ['wast', 'waste', () => auto(wrong({ wast: 1 }))],
    ['expert', 'experts', () => auto(wrong({ expert: [] }))],
    ['dwel', 'dwell', () => adaptive(wrong({ dwel: 1 }))],
    ['experts', 'waste', () => adaptive(wrong({ experts: [] }))],
    ['codecs', 'codec', () => deltas(wrong({ codecs: vectors() }))],
    ['Codec', 'codec', () => spatial(wrong({ Codec: vectors() }))],
    ['span', 'maxSpan', () => distanceDecay(wrong({ span: 5 }))],
    ['forwardbias', 'forwardBias', () => dynamicDistanceDecay(wrong({ forwardbias: 5 }))],
    ['possiblejump', 'possibleJumps', () => dynamicData(wrong({ possiblejump: [5] }))],
    ['history', 'historySize', () => predict(silent, wrong({ history: 5 }))],
    [
      'saveevery',
      'saveEvery',
      () => keepModel(auto(), new Map(), wrong({ name: 'x', saveevery: 5 })),
    ],
    ['cache', 'cacheSize', () => motProvider(wrong(source), wrong({ cache: 5 }))],
    ['fetcher', 'fetch', () => urlSource('/file', wrong({ fetcher: silent }))],
    ['maxRoute', 'maxRoutes', () => resolvePreloadingOptions(wrong({ maxRoute: 5 }))],
    [
      'seeds',
      'seed',
      () => evictionContract({ describe: silent, it: silent }, 'lru', lru, wrong({ seeds: 5 })),
    ],
  ] as const)('%s: %s', (given, nearest, call) => {
    throws(call, TypeError, `There is no option \`${given}\`: did you mean \`${nearest}\`?`);
  });
});

describe('A factory in place of its result throws', () => {
  const factories = {
    auto,
    markov,
    associations,
    spatial,
    deltas,
    strides,
    distanceDecay,
    dynamicDistanceDecay,
    dynamicData,
  };
  it.each(Object.entries(factories))(
    '%s as a predictor, in each function that takes one',
    (name, factory) => {
      const given = wrong(factory);
      const message = `to be the predictor that \`${name}()\` makes, got \`a function\` (function)`;
      throws(() => prefetchCache(load, given), TypeError, `Expected \`predictor\` ${message}`);
      throws(() => predict(given), TypeError, `Expected \`predictor\` ${message}`);
      throws(() => likelihoodsOf(given, 1, []), TypeError, `Expected \`predictor\` ${message}`);
      throws(() => auto({ experts: [given] }), TypeError, `Expected \`experts[0]\` ${message}`);
    },
  );

  it("but a user's predictor may have the name of a factory", () => {
    const own = { auto: () => [], markov: (key: number) => [[key + 1, 1] as const] };
    for (const predictor of Object.values(own))
      expect(() => prefetchCache(load, predictor)).not.toThrow();
  });

  it.each([lru, lhd, sieve, oldest])('%p as a policy', (eviction) => {
    throws(
      withOptions({ eviction }),
      TypeError,
      'Expected `eviction` to be an object with `added` (perhaps it must be called), got `a function` (function)',
    );
  });
});

describe('An instance that serves one cache', () => {
  const message = (name: string): string =>
    `\`${name}\` serves another cache that is not closed: each cache needs an instance of its own`;
  const uses = {
    predictor: (instance: never) => prefetchCache(load, instance),
    eviction: (instance: never) => prefetchCache(load, silent, { eviction: instance }),
    control: (instance: never) => prefetchCache(load, silent, { control: instance }),
  };
  it.each([
    ['predictor', auto],
    ['predictor', markov],
    ['predictor', () => ({ predict: silent, observe: silent })],
    ['eviction', lru],
    ['eviction', lhd],
    ['control', adaptive],
  ] as const)('is refused by another one until the first closes: %s, %p', (name, make) => {
    const instance = wrong(make());
    const first = uses[name](instance);
    expect(() => uses[name](instance)).toThrow(new Error(message(name)));
    first.close();
    const second = uses[name](instance);
    expect(() => uses[name](instance)).toThrow(message(name));
    second.close();
  });

  it('stays free if its cache could not be made', () => {
    const [predictor, eviction] = [auto<number>(), lru<number>()];
    const first = prefetchCache(load, silent, { eviction });
    expect(() => prefetchCache(load, predictor, { eviction })).toThrow(message('eviction'));
    expect(() => prefetchCache(load, predictor, { maxKeys: 0 })).toThrow('maxKeys');
    first.close();
    expect(() => prefetchCache(load, predictor, { eviction })).not.toThrow();
  });

  it('is not a function or a predictor without `observe`: those serve any number of caches', () => {
    const fixed = distanceDecay();
    for (const predictor of [fixed, fixed, silent, silent])
      expect(() => prefetchCache(load, predictor)).not.toThrow();
  });
});

describe('A method that needs a key', () => {
  const methods = ['get', 'peek', 'has', 'set', 'reload', 'invalidate'] as const;
  it.each(methods)('throws without one: %s', (name) => {
    const cache = prefetchCache(load, silent);
    throws(() => (cache[name] as () => unknown)(), TypeError, `\`${name}\` requires a key`);
  });

  it.each(methods)('accepts `undefined` as a key: %s', (name) => {
    const cache = prefetchCache((key: undefined) => of(key), () => []); // prettier-ignore
    expect(() => (cache[name] as (key: undefined) => unknown)(undefined)).not.toThrow();
  });
});

describe('A method that needs a function', () => {
  it.each([undefined, 1, 'page'])('throws without one: invalidateWhere(%p)', (wrong) => {
    const cache = prefetchCache(load, silent);
    expect(() => cache.invalidateWhere(wrong as never)).toThrow(
      /^Expected `matches` to be a function, got/,
    );
  });
});

function throws(call: () => unknown, Kind: typeof TypeError, message: string): void {
  expect(call).toThrow(new Kind(message));
  expect(call).toThrow(Kind);
}
