/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import { Injector, PLATFORM_ID, TransferState } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  injectPrefetchCache,
  type InjectPrefetchCacheOptions,
} from '../../src/angular/injectPrefetchCache.js';
import type { PrefetchCache } from '../../src/types.js';
import { silent } from '../support/naming.js';
import { record } from '../support/record.js';

type Options<K, V> = InjectPrefetchCacheOptions<K, V>;

let warn: jest.SpiedFunction<typeof console.warn>;
let loaded: unknown[];

beforeEach(() => {
  warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  loaded = [];
});
afterEach(() => {
  warn.mockRestore();
  jest.useRealTimers();
});

const warnings = (): string[] => warn.mock.calls.map(([message]) => String(message));

/** An application on a server. */
const server = (): Injector => setUp({ provide: PLATFORM_ID, useValue: 'server' }).inject(Injector);

/** The page that the present application on a server writes. */
const page = (): string => TestBed.inject(TransferState).toJson();

/** An application in a browser that opens a page. */
function browser(html: string): Injector {
  const injector = setUp().inject(Injector);
  // As Angular reads it from the document.
  Object.assign(injector.get(TransferState), { store: JSON.parse(html) as object });
  return injector;
}

function make<K, V>(injector: Injector, options: Options<K, V> = {}): PrefetchCache<K, V> {
  const load = (key: K): Promise<V> => {
    loaded.push(key);
    return new Promise(() => undefined);
  };
  return injectPrefetchCache(load, silent, { injector, transferKey: 'pages', ...options });
}

/** The items that reach the browser from a server that holds these. */
function transferred<K, V>(
  items: readonly (readonly [K, V])[],
  options: Options<K, V> = {},
): PrefetchCache<K, V> {
  const cache = make<K, V>(server(), options);
  for (const [key, value] of items) cache.set(key, value);
  return make(browser(page()), options);
}

describe('A cache with a `transferKey`', () => {
  it('holds in the browser what a promise gave on the server', async () => {
    const onServer = injectPrefetchCache(
      (key: number) => Promise.resolve({ text: `page ${key} </script>` }),
      silent,
      { injector: server(), transferKey: 'pages' },
    );
    await new Promise((resolve) => onServer.get(1).subscribe(resolve));
    const html = page();
    const cache = make<number, { text: string }>(browser(html));
    expect(html).not.toContain('</script>');
    expect([cache.peek(1), record(cache.get(1)).values, loaded]).toEqual([
      { text: 'page 1 </script>' },
      [{ text: 'page 1 </script>' }],
      [],
    ]);
    const { hits, requests, loads, evictions } = cache.stats();
    expect({ hits, requests, loads, evictions }).toEqual({ hits: 1, requests: 1, loads: 0, evictions: 0 }); // prettier-ignore
  });

  it('gets the items once, so that a later cache has no old ones', () => {
    make<number, string>(server()).set(1, 'old');
    const injector = browser(page());
    const route = Injector.create({ providers: [], parent: injector });
    expect(make(route).size).toBe(1);
    route.destroy();
    expect([make(injector).size, injector.get(TransferState).isEmpty]).toEqual([0, true]);
  });

  it('keeps the order of the items, within its budget', () => {
    const items = [1, 2, 3, 4].map((key) => [key, `item ${key}`] as const);
    const keys = (cache: PrefetchCache<number, string>): number[] =>
      cache.snapshot().residents.flat().map(({ key }) => key); // prettier-ignore
    expect(keys(transferred(items))).toEqual([1, 2, 3, 4]);
    make<number, string>(server()).set(0, 'item 0');
    const html = page().replace('[[0,"item 0"]]', JSON.stringify(items));
    expect(keys(make(browser(html), { maxKeys: 2 }))).toEqual([3, 4]);
  });

  it('sends nothing of an empty or closed cache', () => {
    const injector = server();
    const route = Injector.create({ providers: [], parent: injector });
    make(injector, { transferKey: 'empty' });
    make<number, string>(route).set(1, 'item 1');
    route.destroy();
    expect(page()).toBe('{}');
  });

  it('sends the items of the last of several that were open one after another', () => {
    const injector = server();
    const route = Injector.create({ providers: [], parent: injector });
    make<number, string>(route).set(1, 'first');
    route.destroy();
    make<number, string>(injector).set(1, 'second');
    expect([make(browser(page())).peek(1), warnings()]).toEqual(['second', []]);
  });

  it('sends nothing, with a warning, if another open cache has the same', () => {
    const injector = server();
    make<number, string>(injector).set(1, 'one');
    make<number, string>(injector).set(1, 'other');
    expect(page()).toBe('{}');
    expect(warnings()).toEqual([
      'Several caches have the transferKey "pages", so that none of them is transferred to the browser. Give each cache its own.',
    ]);
  });

  it('does not mix applications', () => {
    make<number, string>(server()).set(1, 'of one');
    const one = page();
    make<number, string>(server()).set(1, 'of the other');
    expect([make(browser(page())).peek(1), make(browser(one)).peek(1)]).toEqual([
      'of the other',
      'of one',
    ]);
    expect(warnings()).toEqual([]);
  });

  it('puts nothing into a cache without a `transferKey`', () => {
    make<number, string>(server()).set(1, 'item 1');
    expect(make(browser(page()), { transferKey: undefined }).size).toBe(0);
  });

  it('leaves the items to the next cache if its options are wrong', () => {
    make<number, string>(server(), { ttl: 50 }).set(1, 'item 1');
    const injector = browser(page());
    expect(() => make(injector, { ttl: 0 })).toThrow('Expected `ttl` to be a number above 0');
    expect(make(injector).size).toBe(1);
  });

  it.each([0, ''])('is no %j', (transferKey) => {
    const options = { transferKey: transferKey as string };
    expect(() => make(server(), options)).toThrow(
      'Expected `transferKey` to be a string that is not empty',
    );
  });
});

describe('An item that is not plain JSON is left out, with a warning', () => {
  class Point {
    readonly x = 1;
  }
  const circle: Record<string, unknown> = {};
  circle.self = { circle };

  it.each([
    ['a Date', new Date(0)],
    ['a Map', new Map()],
    ['an instance of a class', { points: [new Point()] }],
    ['a function', { call: silent }],
    ['a number that JSON does not have', [1, NaN]],
    ['a bigint', 1n],
    ['bytes', new Uint8Array(2)],
    ['a hole', [1, undefined]],
    ['undefined', undefined],
    ['a circle', circle],
  ])('%s', (_title, value) => {
    const cache = transferred<number, unknown>([
      [1, value],
      [2, 'plain'],
    ]);
    expect([cache.has(1), cache.peek(2)]).toEqual([false, 'plain']);
    expect(warnings()).toEqual([
      'The cache with the transferKey "pages" does not transfer 1 to the browser, which loads them again. Keys and values must be plain JSON, and keys that are objects require `keyOf`.',
    ]);
  });

  it('plain values, also shared ones and missing members, are transferred', () => {
    const shared = { a: [null, true, -1.5, 'text', {}] };
    const value = {
      one: shared,
      other: [shared],
      missing: undefined,
      bare: Object.create(null) as object,
    };
    expect(transferred([[1, value]]).peek(1)).toEqual({ one: shared, other: [shared], bare: {} });
    expect(warnings()).toEqual([]);
  });

  it('a key that is an object requires `keyOf`', () => {
    const keyOf = ({ id }: { id: number }): number => id;
    expect(transferred([[{ id: 1 }, 'item 1']], { keyOf }).peek({ id: 1 })).toBe('item 1');
    expect(transferred([[{ id: 1 }, 'item 1']]).size).toBe(0);
    expect(warnings()).toEqual([expect.stringContaining('does not transfer {"id":1} to')]);
  });

  it('names the first keys of many', () => {
    transferred([1, 2, 3, 4, 5].map((key) => [key, new Date(key)] as const));
    expect(warnings()).toEqual([
      expect.stringContaining('does not transfer 1, 2, 3 and 2 more to'),
    ]);
  });
});

describe('The `ttl` of a transferred item', () => {
  const after = (
    milliseconds: number,
    options: Options<number, string>,
  ): PrefetchCache<number, string> => {
    jest.useFakeTimers({ now: 1e12 });
    make<number, string>(server(), options).set(1, 'item 1');
    const html = page();
    if (milliseconds > 0) jest.advanceTimersByTime(milliseconds);
    else jest.setSystemTime(1e12 + milliseconds);
    return make(browser(html), options);
  };

  it('counts from when the server wrote the page', () => {
    const cache = after(60, { ttl: 100 });
    jest.advanceTimersByTime(39);
    expect(cache.has(1)).toBe(true);
    jest.advanceTimersByTime(1);
    expect(cache.has(1)).toBe(false);
  });

  it('is that of the item, and a later item has its whole one', () => {
    const cache = after(60, { ttl: (value) => (value === 'item 1' ? 100 : 10) });
    cache.set(2, 'item 2');
    jest.advanceTimersByTime(9);
    expect([cache.has(1), cache.has(2)]).toEqual([true, true]);
    jest.advanceTimersByTime(1);
    expect([cache.has(1), cache.has(2)]).toEqual([true, false]);
  });

  it('leaves out an expired item, unless it may be served stale', () => {
    expect(after(100, { ttl: 100 }).size).toBe(0);
    const cache = after(105, { ttl: 100, staleWhileRevalidate: 10 });
    expect([record(cache.get(1)).values, loaded]).toEqual([['item 1'], [1]]);
    expect(after(110, { ttl: 100, staleWhileRevalidate: 10 }).size).toBe(0);
  });

  it('is not longer than usual if the clock of the browser is behind', () => {
    const cache = after(-1e6, { ttl: 100 });
    jest.advanceTimersByTime(100);
    expect(cache.has(1)).toBe(false);
  });
});
