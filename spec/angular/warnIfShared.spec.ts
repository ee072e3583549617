/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import { Injector, PLATFORM_ID } from '@angular/core';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { injectPrefetchCache } from '../../src/angular/injectPrefetchCache.js';
import { prefetchDataSource } from '../../src/angular/cdk/prefetchDataSource.js';
import { prefetchResource } from '../../src/angular/prefetchResource.js';
import { prefetchView } from '../../src/angular/prefetchView.js';
import { warnIfShared } from '../../src/angular/warnIfShared.js';
import type { PrefetchCache } from '../../src/types.js';
import { handProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';

const dev = globalThis as { ngDevMode?: unknown };
const before = dev.ngDevMode;
let warn: jest.SpiedFunction<typeof console.warn>;

beforeEach(() => {
  warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  dev.ngDevMode = before;
  warn.mockRestore();
});

const on = (platform: string): Injector =>
  setUp({ provide: PLATFORM_ID, useValue: platform }).inject(Injector);
const shared = (): PrefetchCache<number, string> => prefetchCache(handProvider(), silent);

describe('warnIfShared', () => {
  it('warns once of a cache on a server that injectPrefetchCache did not make', () => {
    const [one, other] = [shared(), shared()];
    for (const cache of [one, one, other]) warnIfShared(cache, on('server'));
    warnIfShared(one, on('server'));
    expect(warn).toHaveBeenCalledTimes(2);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('Make it with injectPrefetchCache'));
  });

  it.each<[string, (cache: PrefetchCache<number, string>, injector: Injector) => unknown]>([
    ['a resource', (cache, injector) => prefetchResource({ key: () => 1, cache, injector })],
    ['a view', (cache, injector) => prefetchView({ keys: () => [1], cache, injector })],
    ['a data source', (cache, injector) => prefetchDataSource({ cache: cache as never, pageSize: 1, length: 1, injector })], // prettier-ignore
  ])('is called by %s', (_what, create) => {
    create(shared(), on('server'));
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('does not warn of a cache that injectPrefetchCache made', () => {
    const injector = on('server');
    warnIfShared(injectPrefetchCache(handProvider(), silent, { injector }), injector);
    expect(warn).not.toHaveBeenCalled();
  });

  it('does not warn in a browser, nor in production', () => {
    warnIfShared(shared(), on('browser'));
    const injector = on('server');
    dev.ngDevMode = false;
    warnIfShared(shared(), injector);
    expect(warn).not.toHaveBeenCalled();
  });
});
