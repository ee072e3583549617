/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import type { CollectionViewer, ListRange } from '@angular/cdk/collections';
import { Injector, NgZone, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BehaviorSubject, map, Subject, type Observable } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import type { PrefetchRow } from '../../src/angular/cdk/pageRows.js';
import {
  prefetchDataSource,
  type PrefetchDataSource,
  type PrefetchDataSourceOptions,
} from '../../src/angular/cdk/prefetchDataSource.js';
import { ClosedError } from '../../src/errors.js';
import type { PrefetchCache } from '../../src/types.js';
import { handProvider, type HandProvider } from '../support/handProvider.js';
import { silent } from '../support/naming.js';

/** Pages of three rows, each a letter of the text that the test gives. */
let provider: HandProvider<number>;
let cache: PrefetchCache<number, readonly string[]>;
let ranges: BehaviorSubject<ListRange>;
let viewer: CollectionViewer;
let shown: readonly PrefetchRow<string>[];
let emitted: number;

let warn: jest.SpiedFunction<typeof console.warn>;

beforeEach(() => {
  warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  setUp();
  provider = handProvider();
  cache = prefetchCache(
    {
      load: (page, context) => provider.load(page, context).pipe(map((text) => Array.from(text))),
    },
    silent,
  );
  ranges = new BehaviorSubject({ start: 0, end: 0 });
  viewer = { viewChange: ranges };
  shown = [];
  emitted = 0;
});

afterEach(() => warn.mockRestore());

function sourceOf(
  options: Partial<PrefetchDataSourceOptions<string>> = {},
): PrefetchDataSource<string> {
  return TestBed.runInInjectionContext(() =>
    prefetchDataSource({ cache, pageSize: 3, length: 9, ...options }),
  );
}

function show(row$: Observable<readonly PrefetchRow<string>[]>): void {
  row$.subscribe((rows) => {
    shown = rows;
    emitted++;
  });
}

/** The visible rows: letters, `…` for one that loads, `!` for one that has failed. */
const look = (): string =>
  shown
    .map(({ status, value }) => (status === 'loading' ? '…' : status === 'error' ? '!' : value))
    .join('');

describe('A data source of pages', () => {
  it('shows the rows of the range, of pages that load and pages that are there', () => {
    show(sourceOf().connect(viewer));
    expect([shown.length, look(), provider.open()]).toEqual([9, '', []]);
    ranges.next({ start: 0, end: 5 });
    expect([look(), [...provider.open()].sort()]).toEqual(['…'.repeat(5), [0, 1]]);
    provider.giveValue(1, 'def');
    expect(look()).toBe('………de');
    provider.giveValue(0, 'abc');
    expect(look()).toBe('abcde');
    expect(shown[4]).toEqual({ index: 4, status: 'resolved', value: 'e', error: undefined });
  });

  it('loads the pages in the middle of the range first, and no others', () => {
    show(sourceOf({ length: 1000 }).connect(viewer));
    ranges.next({ start: 290, end: 304 });
    expect(provider.open()).toEqual([98, 99, 97, 100, 96, 101]);
  });

  it('keeps rows that stay as the same objects, and abandons pages that leave', () => {
    show(sourceOf().connect(viewer));
    ranges.next({ start: 0, end: 6 });
    provider.giveValue(0, 'abc');
    const [, , third] = shown;
    ranges.next({ start: 2, end: 4 });
    expect([shown[2], look(), shown.length]).toEqual([third, 'c…', 9]);
    expect(shown[2]).toBe(third);
    ranges.next({ start: 6, end: 9 });
    expect(provider.open()).toEqual([2]);
    expect(cache.snapshot().readers).toHaveLength(1);
  });

  it('has a failed page as errors of its rows, and loads it again with `retry`', () => {
    const source = sourceOf();
    show(source.connect(viewer));
    ranges.next({ start: 0, end: 6 });
    provider.giveValue(0, 'abc');
    provider.fail(1);
    expect(look()).toBe('abc!!!');
    expect(shown[3]?.error?.message).toBe('The load of 1 failed: no 1');
    source.retry();
    expect(look()).toBe('abc………');
    provider.giveValue(1, 'def');
    expect(look()).toBe('abcdef');
  });

  it('has an error for rows that a page lacks, which stay the same objects', () => {
    show(sourceOf().connect(viewer));
    ranges.next({ start: 0, end: 3 });
    provider.giveValue(0, 'a');
    expect([look(), shown[2]?.error?.message]).toEqual([
      'a!!',
      'Expected page 0 to have row 2, got 1 rows',
    ]);
    const [, second] = shown;
    ranges.next({ start: 0, end: 2 });
    expect(shown[1]).toBe(second);
  });

  it('ends with the rows that there are', () => {
    show(sourceOf({ length: 5 }).connect(viewer));
    ranges.next({ start: 2, end: 50 });
    expect([shown.length, look(), [...provider.open()].sort()]).toEqual([5, '………', [0, 1]]);
  });

  it('costs as much as its range, however long the list is', () => {
    show(sourceOf({ length: 1e9 }).connect(viewer));
    ranges.next({ start: 3e8, end: 3e8 + 3 });
    provider.giveValue(1e8, 'abc');
    expect([shown.length, Object.keys(shown)]).toEqual([
      1e9,
      ['300000000', '300000001', '300000002'],
    ]);
  });

  it('is empty with a length of 0', () => {
    show(sourceOf({ length: 0 }).connect(viewer));
    ranges.next({ start: 0, end: 10 });
    expect([shown, provider.open()]).toEqual([[], []]);
  });
});

describe('The length of a data source', () => {
  it('may be a signal that grows and shrinks', () => {
    const length = signal(2);
    show(sourceOf({ length }).connect(viewer));
    ranges.next({ start: 0, end: 6 });
    expect([shown.length, provider.open()]).toEqual([2, [0]]);
    provider.giveValue(0, 'abc');
    length.set(5);
    TestBed.tick();
    expect([shown.length, look(), provider.open()]).toEqual([5, 'abc……', [1]]);
    length.set(1);
    TestBed.tick();
    expect([shown.length, look(), provider.open()]).toEqual([1, 'a', []]);
  });

  it('may be an observable, and is 0 before its first value', () => {
    const length$ = new Subject<number>();
    show(sourceOf({ length: length$ }).connect(viewer));
    ranges.next({ start: 0, end: 3 });
    expect([shown.length, provider.open()]).toEqual([0, []]);
    length$.next(3);
    expect([shown.length, provider.open()]).toEqual([3, [0]]);
    const before = emitted;
    length$.next(3);
    expect(emitted).toBe(before);
  });

  it.each([
    ['an observable', new BehaviorSubject(-1)],
    ['a signal', signal(-1)],
  ])('from %s that is no length is an error of the rows', (_what, length) => {
    const errors: unknown[] = [];
    sourceOf({ length })
      .connect(viewer)
      .subscribe({ error: (error: unknown) => errors.push(error) });
    expect(errors).toMatchObject([
      { message: 'Expected `length` to be an integer of 0 or more, got `-1` (number)' },
    ]);
  });
});

describe('A viewer of a data source', () => {
  it('that leaves aborts its loads, and may come again', () => {
    const source = sourceOf();
    const rows$ = source.connect(viewer);
    const first = rows$.subscribe();
    ranges.next({ start: 0, end: 3 });
    first.unsubscribe();
    expect(provider.open()).toEqual([]);
    show(rows$);
    expect([look(), provider.open()]).toEqual(['………', [0]]);
    source.disconnect(viewer);
    expect([provider.open(), cache.snapshot().readers]).toEqual([[], []]);
    show(source.connect(viewer));
    provider.giveValue(0, 'abc');
    expect(look()).toBe('abc');
  });

  it('is a reader of its own, beside others', () => {
    const source = sourceOf();
    const other = { viewChange: new BehaviorSubject({ start: 6, end: 9 }) };
    show(source.connect(viewer));
    source.connect(other).subscribe();
    ranges.next({ start: 0, end: 3 });
    expect(cache.snapshot().readers).toHaveLength(2);
    source.disconnect(other);
    expect(provider.open()).toEqual([0]);
  });

  it('ends with the injector of the source', () => {
    const injector = Injector.create({ providers: [], parent: TestBed.inject(Injector) });
    let hasEnded = false;
    sourceOf({ injector })
      .connect(viewer)
      .subscribe({ complete: () => (hasEnded = true) });
    ranges.next({ start: 0, end: 3 });
    injector.destroy();
    expect([hasEnded, provider.open()]).toEqual([true, []]);
  });

  it('keeps its rows when the cache closes, and has an error for those that load', () => {
    show(sourceOf().connect(viewer));
    ranges.next({ start: 0, end: 3 });
    provider.giveValue(0, 'abc');
    ranges.next({ start: 0, end: 5 });
    expect(look()).toBe('abc……');
    cache.close();
    expect(look()).toBe('abc!!');
    expect(shown[3]?.error).toBeInstanceOf(ClosedError);
  });
});

describe('A data source that is not made in a component', () => {
  it('has a warning in an application without zones', () => {
    sourceOf();
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('Make it in the component'));
  });

  it('has none in an application with zones, which is checked when a load ends', () => {
    const zone = { provide: NgZone, useValue: Object.create(NgZone.prototype) as NgZone };
    const parent = TestBed.inject(Injector);
    sourceOf({ injector: Injector.create({ providers: [zone], parent }) });
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('A wrong option of a data source is refused:', () => {
  it.each([
    ['a cache', { cache: {} }, 'Expected `cache` to be a prefetchCache'],
    ['a page size', { pageSize: 0 }, 'Expected `pageSize` to be an integer of 1 or more'],
    ['a length', { length: '9' }, 'Expected `length` to be a number, a signal or an observable'],
    ['a number as length', { length: 1.5 }, 'Expected `length` to be an integer of 0 or more'],
  ])('%s', (_what, options, message) => {
    expect(() => sourceOf(options as object)).toThrow(message);
  });

  it('no injector', () => {
    expect(() => prefetchDataSource({ cache, pageSize: 3, length: 9 })).toThrow('NG0203');
  });
});
