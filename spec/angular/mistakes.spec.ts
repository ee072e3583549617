/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import { DestroyRef, InjectionToken } from '@angular/core';
import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import {
  injectPrefetchCache,
  prefetchResource,
  providePrefetchCache,
  stateSignal,
  statsSignal,
} from '../../src/angular/index.js';
import { predictivePreloading } from '../../src/angular/router/index.js';
import type { PrefetchCache } from '../../src/types.js';
import { silent } from '../support/naming.js';

/** A value where its type forbids it, as a program in JavaScript may give it. */
const wrong = (value: unknown): never => value as never;
const load = (key: number) => of(key);
const cache = prefetchCache(load, silent);
const key = (): number => 1;
const ITEMS = new InjectionToken<PrefetchCache<number, number>>('items');

function throwsTypeError(call: () => unknown, message: string): void {
  const inContext = (): unknown => setUp().runInInjectionContext(call);
  expect(inContext).toThrow(new TypeError(message));
  expect(inContext).toThrow(TypeError);
}

describe('A wrong option name throws an error that names the nearest right one', () => {
  it.each([
    ['maxkeys', 'maxKeys', () => injectPrefetchCache(load, silent, wrong({ maxkeys: 5 }))],
    ['enabled', 'enabled$', () => injectPrefetchCache(load, silent, wrong({ enabled: true }))],
    ['inject', 'injector', () => injectPrefetchCache(load, silent, wrong({ inject: null }))],
    [
      'whileloading',
      'whileLoading',
      () => prefetchResource(wrong({ key, cache, whileloading: 1 })),
    ],
    ['keys', 'key', () => prefetchResource(wrong({ keys: key, cache }))],
    ['caches', 'cache', () => prefetchResource(wrong({ key, caches: cache }))],
    ['Injector', 'injector', () => stateSignal(cache, wrong({ Injector: null }))],
    ['inject', 'injector', () => statsSignal(cache, wrong({ inject: null }))],
    ['maxRoute', 'maxRoutes', () => predictivePreloading(wrong({ maxRoute: 5 }))],
    ['saveData', 'savesData', () => predictivePreloading(wrong({ saveData: key }))],
    ['likelihood', 'minLikelihood', () => predictivePreloading(wrong({ likelihood: 1 }))],
  ] as const)('%s: %s', (given, nearest, call) => {
    throwsTypeError(call, `There is no option \`${given}\`: did you mean \`${nearest}\`?`);
  });
});

describe('A wrong argument throws an error with what was expected and what was given', () => {
  it.each([
    ['options', 'an object', '`5` (number)', () => injectPrefetchCache(load, silent, wrong(5))],
    ['options', 'an object', '`null` (null)', () => predictivePreloading(wrong(null))],
    ['options', 'an object', '`"a"` (string)', () => statsSignal(cache, wrong('a'))],
    ['options', 'an object', '`"a"` (string)', () => stateSignal(cache, wrong('a'))],
    ['options', 'an object', '`undefined` (undefined)', () => prefetchResource(wrong(undefined))],
    [
      'options',
      'an object with `key` and `cache`',
      '`a function` (function)',
      () => prefetchResource(wrong(cache)),
    ],
    [
      'provider',
      'a function or an object with `load`',
      '`"/items"` (string)',
      () => injectPrefetchCache(wrong('/items'), silent),
    ],
    [
      'predictor',
      'a function or an object with `predict`',
      '`{"maxKeys":5}` (object)',
      () => injectPrefetchCache(load, wrong({ maxKeys: 5 })),
    ],
    [
      'predictor',
      'a function or an object with `predict`',
      '`null` (null)',
      () => predictivePreloading({ predictor: wrong(null) }),
    ],
    ['cache', 'a prefetchCache', '`undefined` (undefined)', () => statsSignal(wrong(undefined))],
    ['cache', 'a prefetchCache', '`null` (null)', () => stateSignal(wrong(null))],
    [
      'cache',
      'a prefetchCache',
      '`a function` (function)',
      () => prefetchResource({ key, cache: wrong(() => cache) }),
    ],
    [
      'key',
      'a signal, a function or an observable',
      '`1` (number)',
      () => prefetchResource({ key: wrong(1), cache }),
    ],
    [
      'token',
      'an InjectionToken',
      '`"items"` (string)',
      () => providePrefetchCache(wrong('items'), () => cache),
    ],
    [
      'create',
      'a function that makes a cache',
      '`undefined` (undefined)',
      () => providePrefetchCache(ITEMS, wrong(undefined)),
    ],
  ] as const)('%s: %s, not %s', (name, what, given, call) => {
    throwsTypeError(call, `Expected \`${name}\` to be ${what}, got ${given}`);
  });

  it.each([
    ['injectPrefetchCache', (injector: never) => injectPrefetchCache(load, silent, { injector })],
    ['prefetchResource', (injector: never) => prefetchResource({ key, cache, injector })],
    ['stateSignal', (injector: never) => stateSignal(cache, { injector })],
    ['statsSignal', (injector: never) => statsSignal(cache, { injector })],
  ])('%s refuses an `injector` that is none, such as a DestroyRef', (_name, call) => {
    for (const injector of [DestroyRef, { onDestroy: silent }, null])
      expect(() => setUp().runInInjectionContext(() => call(wrong(injector)))).toThrow(
        'Expected `injector` to be an object with `get`',
      );
  });

  it('providePrefetchCache refuses a cache in place of a function that makes one', () => {
    throwsTypeError(
      () => providePrefetchCache(ITEMS, wrong(cache)),
      'Expected `create` to be a function that makes a cache, got a cache',
    );
  });
});
