import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { defer, finalize, from, NEVER, of, throwError } from 'rxjs';
import {
  providerContract,
  type ProviderContractOptions,
} from '../../src/testing/providerContract.js';
import type { TestRunner } from '../../src/testing/testRunner.js';
import type { DataProvider, LoadContext, LoadFunction, Provider } from '../../src/types.js';
import { collectTests, failedTests } from './collectTests.js';

interface Page {
  readonly id: string;
}
const keys = ['a', 'b', 'c'];

/** A correct provider. */
const pages = {
  load: (key: string) =>
    keys.includes(key)
      ? Promise.resolve<Page>({ id: key })
      : Promise.reject(new Error(`no page ${key}`)),
  has: (key: string) => keys.includes(key),
  keys: () => keys,
  size: 3,
  stats: () => ({ loads: 0 }),
} satisfies DataProvider<string, Page>;

type Change = (provider: typeof pages) => Partial<DataProvider<string, Page>>;
const broken = (change: Change) => () => ({ ...pages, ...change(pages) });

/** Gives an item one microtask later, unless its signal aborts before. */
const later = (
  key: string,
  { signal }: LoadContext,
  onAbort: () => void = () => undefined,
): Promise<Page> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => {
      onAbort();
      reject(new Error('aborted'));
    });
    queueMicrotask(() => resolve({ id: key }));
  });

/** A batch of a correct provider. */
const loadPages = (batch: readonly string[]): Promise<(Page | Error)[]> =>
  Promise.resolve(
    batch.map((key) => (keys.includes(key) ? { id: key } : new Error(`no page ${key}`))),
  );

const mutants: [title: string, what: string, create: () => Provider<string, Page>][] = [
  [
    'returns an observable, a promise, an async iterable or a stream',
    'an array',
    broken(() => ({ load: (key) => [{ id: key }] as unknown as Promise<Page> })),
  ],
  [
    'returns an observable, a promise, an async iterable or a stream',
    'a plain value',
    broken(() => ({ load: (key) => ({ id: key }) as unknown as Promise<Page> })),
  ],
  [
    'gives the item of each key',
    'always the same',
    broken(({ load }) => ({ load: () => load('a') })),
  ],
  ['gives the item of each key', 'none', broken(() => ({ load: () => of() }))],
  [
    'loads an item again',
    'one that gives each away',
    broken(({ load }) => {
      const left = new Set(keys);
      return {
        load: (key) => (left.delete(key) ? load(key) : throwError(() => new Error('gone'))),
      };
    }),
  ],
  [
    'loads several keys at once',
    'one file handle between loads',
    broken(() => {
      let position = '';
      return {
        load: (key) => ((position = key), Promise.resolve().then(() => ({ id: position }))),
      };
    }),
  ],
  [
    'loads one key twice at once',
    'one that is busy',
    broken(({ load }) => {
      const busy = new Set<string>();
      return {
        load: async (key) => {
          if (busy.has(key)) throw new Error('busy');
          busy.add(key);
          const page = await load(key);
          busy.delete(key);
          return page;
        },
      };
    }),
  ],
  [
    'gives a prefetch the same item as a request',
    'a preview',
    broken(({ load }) => ({
      load: (key, { reason }) => (reason === 'prefetch' ? of({ id: 'preview' }) : load(key)),
    })),
  ],
  [
    'gives a revalidation an item of its key',
    'not modified',
    broken(({ load }) => ({
      load: (key, { reason }) => (reason === 'revalidate' ? of({ id: 'none' }) : load(key)),
    })),
  ],
  [
    'continues other loads when one is stopped',
    'one connection for all',
    broken(() => {
      let isOpen = true;
      return {
        load: async (key, context) => {
          const page = await later(key, context, () => (isOpen = false));
          if (!isOpen) throw new Error('connection lost');
          return page;
        },
      };
    }),
  ],
  [
    'continues a load when another one of its key is stopped',
    'one load a key',
    broken(() => {
      const shared = new Map<string, Promise<Page>>();
      return {
        load: (key, context) => {
          const page = shared.get(key) ?? later(key, context, () => shared.delete(key));
          shared.set(key, page);
          return page;
        },
      };
    }),
  ],
  [
    'loads a key again after a load of it was stopped',
    'one that keeps the failure',
    broken(() => {
      const kept = new Map<string, Promise<Page>>();
      return {
        load: (key, context) => {
          const page = kept.get(key) ?? later(key, context);
          kept.set(key, page);
          return page;
        },
      };
    }),
  ],
  [
    'loads a key again after a load of it was stopped',
    'an observable that does not come back',
    broken(({ load }) => {
      const started = new Set<string>();
      return {
        load: (key) =>
          defer(() => {
            if (started.has(key)) return throwError(() => new Error('left once'));
            return from(load(key)).pipe(finalize(() => started.add(key)));
          }),
      };
    }),
  ],
  [
    'gives the items of a batch in the order of its keys',
    'sorted',
    broken(() => ({ loadMany: (batch) => loadPages([...batch].sort()) })),
  ],
  [
    'gives the items of a batch in the order of its keys',
    'with one too many',
    broken(() => ({ loadMany: (batch) => loadPages([...batch, 'a']) })),
  ],
  [
    'gives the items of a batch in the order of its keys',
    'that is no array',
    broken(() => ({ loadMany: () => of('abc' as unknown as Page[]) })),
  ],
  [
    'loads a batch after one that was stopped',
    'of one connection',
    broken(() => {
      let isOpen = true;
      return {
        loadMany: (batch, { signal }) => {
          signal.addEventListener('abort', () => (isOpen = false));
          return isOpen ? loadPages(batch) : Promise.reject(new Error('connection lost'));
        },
      };
    }),
  ],
  [
    'gives the items of a batch with a key that it does not have',
    'that fails as a whole',
    broken(({ load }) => ({ loadMany: (batch) => Promise.all(batch.map(load)) })),
  ],
  ['has the keys that it loads', 'no c', broken(() => ({ has: (key) => key !== 'c' }))],
  [
    'lists the keys that it has, each once',
    'twice',
    broken(() => ({ keys: () => [...keys, 'a'], size: 4 })),
  ],
  ['lists the keys that it has, each once', 'too few', broken(() => ({ keys: () => ['a', 'b'] }))],
  [
    'lists the keys that it has, each once',
    'too many',
    broken(() => ({ keys: () => [...keys, 'd'], size: 4 })),
  ],
  ['counts the keys that it has', 'too few', broken(() => ({ size: 2 }))],
  [
    'counts the keys that it has',
    'not whole',
    broken(() => ({ size: 3.5, keys: undefined as unknown as () => string[] })),
  ],
  [
    'gives its stats as an object',
    'a number',
    broken(() => ({ stats: () => 7 as unknown as object })),
  ],
  [
    'gives an error for a key that it does not have',
    'an item',
    broken(() => ({ load: (key) => of({ id: key }) })),
  ],
  [
    'continues after a load of a key that it does not have',
    'one that is out of order',
    broken(({ load }) => {
      let isOff = false;
      return {
        load: (key) => {
          isOff ||= !keys.includes(key);
          return isOff ? throwError(() => new Error('out of order')) : load(key);
        },
      };
    }),
  ],
  [
    'excludes a key that it does not have from `has` and `keys`',
    'it has all',
    broken(() => ({ has: () => true })),
  ],
  [
    'excludes a key that it does not have from `has` and `keys`',
    'it lists it',
    broken(() => ({ keys: () => [...keys, 'x'], has: () => false })),
  ],
];

const suite =
  (
    create: () => Provider<string, Page>,
    options?: Partial<ProviderContractOptions<string, Page>>,
  ) =>
  (runner: TestRunner): void =>
    providerContract(runner, 'pages', create, {
      keys,
      isItem: ({ id }, key) => id === key,
      unknownKey: 'x',
      ...options,
    });

describe('providerContract', () => {
  it('passes a correct provider', async () => {
    expect(await failedTests(suite(() => pages))).toEqual([]);
  });

  const functions: Record<string, LoadFunction<string, Page>> = {
    'an observable': (key) =>
      pages.has(key) ? of({ id: key }) : throwError(() => new Error('no such page')),
    'a promise': pages.load,
    'an async iterable': async function* (key) {
      yield await pages.load(key);
    },
    'a stream': (key) => Readable.toWeb(Readable.from(pages.has(key) ? [{ id: key }] : [])),
  };

  it.each(Object.keys(functions))('passes a load function that returns %s', async (what) => {
    const load = functions[what] ?? pages.load;
    expect(await failedTests(suite(() => load))).toEqual([]);
  });

  it('passes a load that rejects when it is aborted', async () => {
    expect(
      await failedTests(
        suite(() => (key, context) => (pages.has(key) ? later(key, context) : pages.load(key))),
      ),
    ).toEqual([]);
  });

  it('passes an observable of several values', async () => {
    const load: Provider<string, Page> = (key) =>
      pages.has(key) ? of({ id: key }, { id: 'more' }) : pages.load(key);
    expect(await failedTests(suite(() => load))).toEqual([]);
  });

  it('has a wrong provider for each of its tests', async () => {
    expect([...new Set(mutants.map(([title]) => title))]).toEqual([
      ...(await collectTests(suite(() => pages))).keys(),
    ]);
  });

  it.each(mutants)(
    'fails a provider that breaks the test: %s (%s)',
    async (title, _what, create) => {
      expect(await failedTests(suite(create))).toContain(title);
    },
  );

  it("accepts a provider that has an item for any key, with `unknown: 'item'`", async () => {
    const all: Provider<string, Page> = (key) => of({ id: key });
    const title = 'gives an item for a key that it does not have';
    expect(await failedTests(suite(() => all, { unknown: 'item' }))).toEqual([]);
    expect(await failedTests(suite(() => pages, { unknown: 'item' }))).toEqual([title]);
  });

  it('omits the tests of an unknown key without one', async () => {
    const titles = await collectTests((runner) =>
      providerContract(runner, 'pages', () => pages, { keys }),
    );
    expect([...titles.keys()].filter((title) => title.includes('does not have'))).toEqual([]);
  });

  it('waits for a provider that is made asynchronously, and disposes each, also after a failure', async () => {
    const alive = new Set<object>();
    const options = {
      keys,
      isItem: () => false,
      dispose: (provider: object) => void alive.delete(provider),
    };
    const create = async () => {
      await Promise.resolve();
      const provider = { ...pages };
      alive.add(provider);
      return provider;
    };
    const results = await collectTests((runner) =>
      providerContract(runner, 'pages', create, options),
    );
    expect(results.get('gives the item of each key')).toBe('gave {"id":"a"} for the key "a"');
    expect(alive.size).toBe(0);
  });

  it('reads keys and size only after a first load', async () => {
    let isReady = false;
    const slow = broken(({ load }) => ({
      load: async (key) => {
        const page = await load(key);
        isReady = true;
        return page;
      },
      keys: () => {
        if (!isReady) throw new Error('not yet');
        return keys;
      },
    }));
    const create = () => ((isReady = false), slow());
    expect(await failedTests(suite(create))).toEqual([]);
  });

  it('does not wait for a stopped load', async () => {
    let count = 0;
    const load: Provider<string, Page> = (key) => (count++ === 0 ? NEVER : of({ id: key }));
    const title = 'continues other loads when one is stopped';
    expect(
      await collectTests(
        suite(() => load),
        title,
      ),
    ).toEqual(new Map([[title, undefined]]));
    expect(count).toBe(3);
  });

  it('passes a provider with `loadMany` alone, and one with both', async () => {
    const { load, ...others } = pages;
    for (const provider of [
      { ...others, loadMany: loadPages },
      { ...pages, load, loadMany: loadPages },
    ])
      // prettier-ignore
      expect(await failedTests(suite(() => provider))).toEqual([]);
  });
});
