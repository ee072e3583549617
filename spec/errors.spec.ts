import '@angular/compiler';
import { HttpErrorResponse } from '@angular/common/http';
import { describe, expect, it } from '@jest/globals';
import { from, of, throwError } from 'rxjs';
import { distanceDecay } from '../src/predictors/distanceDecay.js';
import { dynamicData } from '../src/predictors/dynamicData.js';
import { dynamicDistanceDecay } from '../src/predictors/dynamicDistanceDecay.js';
import { prefetchCache } from '../operators/prefetchCache.js';
import { LoadError, messageOf, show } from '../src/errors.js';
import { silent } from './support/naming.js';

const throws = (): never => {
  throw new Error('a part of a user');
};
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const hostile = new Proxy({}, { get: throws, getPrototypeOf: throws, ownKeys: throws });
const withMessage = (message: unknown): Error => Object.assign(new Error('first'), { message });
const withGetter = (error: object): object =>
  Object.defineProperty(error, 'message', { get: throws });
const circular: { me?: unknown } = {};
circular.me = circular;

const odd: readonly (readonly [what: string, cause: unknown])[] = [
  ['a Symbol', Symbol('s')],
  ['a Symbol as message', withMessage(Symbol('s'))],
  ['a message without a prototype', withMessage(Object.create(null))],
  ['a message that throws', withGetter(new Error('first'))],
  ['a message of an object that throws', withGetter({})],
  ['an object without a prototype', Object.create(null)],
  ['an object that cannot be converted', { toString: throws, valueOf: throws, toJSON: throws }],
  ['an object whose JSON is nothing', { toJSON: () => undefined }],
  ['a proxy that throws', hostile],
  ['a revoked proxy', revoked()],
  ['a circular object', circular],
  ['a function', silent],
  ['undefined', undefined],
  ['null', null],
  ['a bigint', 5n],
];

describe('The message of a LoadError', () => {
  const http = new HttpErrorResponse({ status: 500, statusText: 'Internal', url: '/api/1' });
  it.each([
    ['an error', new Error('no network'), 'no network'],
    ['an HttpErrorResponse, which is no Error', http, http.message],
    ['a DOMException', new DOMException('The user aborted', 'AbortError'), 'The user aborted'],
    [
      'an object like an error, as axios and GraphQL have',
      { message: 'Request failed', code: 'ERR' },
      'Request failed',
    ],
    ['a text', 'no network', 'no network'],
    ['an error without a message', new RangeError(), 'RangeError'],
    ['an object without a message', { code: 5 }, '{"code":5}'],
    ['a number', 404, '404'],
  ])('has the message of its cause: %s', (_what, cause, message) => {
    const error = new LoadError(1, cause);
    expect(error.message).toBe(`The load of 1 failed: ${message}`);
    expect(error.cause).toBe(cause);
  });

  it.each(odd)('is a text for any cause: %s', (_what, cause) => {
    expect(new LoadError(1, cause).message).toMatch(/^The load of 1 failed: ./);
    expect([typeof messageOf(cause), typeof show(cause)]).toEqual(['string', 'string']);
  });

  it.each(odd)('reaches the reader for any cause and key: %s', (_what, odd) => {
    const reasons: unknown[] = [];
    const cache = prefetchCache<unknown, never>(() => throwError(() => odd), silent);
    from([1, odd])
      .pipe(cache.with({ errors: 'value' }))
      .subscribe((result) => reasons.push(result.status === 'rejected' && result.reason));
    expect(reasons).toEqual([expect.any(LoadError), expect.any(LoadError)]);
  });
});

describe('Keys that cannot be compared', () => {
  const unable = [Symbol('s'), Object.create(null), { valueOf: throws }, hostile] as const;
  it.each([
    ['distanceDecay', distanceDecay],
    ['dynamicDistanceDecay', dynamicDistanceDecay],
    ['dynamicData', () => dynamicData({ possibleJumps: [5] })],
  ] as const)('are no error of a predictor for the integers after them: %s', (_name, make) => {
    for (const key of unable) {
      const cache = prefetchCache<unknown, string>(() => of('item'), make() as never);
      of(1, key, 2, 3, 4).pipe(cache).subscribe();
      expect(cache.stats()).toMatchObject({ predictorErrors: 0, requests: 5 });
      expect(cache.stats().planned + cache.stats().prefetches).toBeGreaterThan(0);
    }
  });
});
