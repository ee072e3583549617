import type { DataProvider, Provider } from '../types.js';
import { batchLaws } from './batchLaws.js';
import { check, checkKeys, checkSuite, print } from './check.js';
import { begin, type Load } from './providerLoads.js';
import type { TestRunner } from './testRunner.js';

/** Options of `providerContract`. */
export interface ProviderContractOptions<K, V> {
  /** Keys that the provider has: at least two. */
  readonly keys: readonly K[];
  /** Whether an item belongs to a key. @defaultValue every item does */
  readonly isItem?: ((item: V, key: K) => boolean) | undefined;
  /** A key that the provider does not have. Without one, its tests are left out. */
  readonly unknownKey?: K;
  /** Outcome of a load of `unknownKey`: an error or an item. @defaultValue `'error'` */
  readonly unknown?: 'error' | 'item' | undefined;
  /** Releases a provider, after each test. @defaultValue nothing is done */
  readonly dispose?: ((provider: Provider<K, V>) => void | Promise<void>) | undefined;
}

/**
 * Adds the tests of a provider, of either form, to a test runner.
 *
 * @param runner - `describe` and `it` of the test runner
 * @param name - name of the provider, for the title
 * @param create - makes a new provider for each test; may return a promise
 * @throws TypeError for wrong arguments, or for fewer than two keys
 *
 * @example
 * ```ts
 * import { describe, it } from '@jest/globals';
 * providerContract({ describe, it }, 'tiles', () => tiles(url), { keys: ['0/0/0', '1/0/1'], isItem: (tile, key) => tile.id === key });
 * ```
 */
export function providerContract<K, V>(
  runner: TestRunner,
  name: string,
  create: () => Provider<K, V> | PromiseLike<Provider<K, V>>,
  options: ProviderContractOptions<K, V>,
): void {
  checkSuite(runner, create, options, ['keys', 'isItem', 'unknownKey', 'unknown', 'dispose']);
  checkKeys('keys', options.keys, 2);
  const laws = {
    ...loadLaws(options),
    ...abortLaws(options),
    ...batchLaws({
      keys: options.keys,
      isItem: options.isItem,
      unknownKeys: options.unknownKey === undefined ? [] : [options.unknownKey],
    }),
    ...keyLaws(options),
    ...('unknownKey' in options && unknownLaws(options, options.unknownKey)),
  };
  runner.describe(`${name} as a provider`, () => {
    for (const [title, law] of Object.entries(laws)) {
      runner.it(title, async () => {
        const provider = await create();
        try {
          await law(provider);
        } finally {
          await options.dispose?.(provider);
        }
      });
    }
  });
}

type Laws<K, V> = Record<string, (provider: Provider<K, V>) => void | Promise<void>>;

type Options<K, V> = ProviderContractOptions<K, V>;

async function expectItem<K, V>(
  load: Load<V>,
  key: K,
  { isItem = () => true }: Options<K, V>,
): Promise<void> {
  const item = await load.item;
  check(isItem(item, key), () => `gave ${print(item)} for the key ${print(key)}`);
}

async function expectItems<K, V>(provider: Provider<K, V>, options: Options<K, V>): Promise<void> {
  for (const key of options.keys) await expectItem(begin(provider, key), key, options);
}

function loadLaws<K, V>(options: Options<K, V>): Laws<K, V> {
  const { keys } = options;
  return {
    'returns an observable, a promise, an async iterable or a stream': (provider) => {
      for (const key of keys) begin(provider, key).stop();
    },
    'gives the item of each key': (provider) => expectItems(provider, options),
    'loads an item again': async (provider) => {
      await expectItems(provider, options);
      await expectItems(provider, options);
    },
    'loads several keys at once': async (provider) => {
      const loads = keys.map((key) => ({ key, load: begin(provider, key) })).reverse();
      for (const { key, load } of loads) await expectItem(load, key, options);
    },
    'loads one key twice at once': async (provider) => {
      for (const key of keys) {
        const loads = [begin(provider, key), begin(provider, key)];
        for (const load of loads) await expectItem(load, key, options);
      }
    },
    'gives a prefetch the same item as a request': async (provider) => {
      for (const key of keys) await expectItem(begin(provider, key, 'prefetch'), key, options);
    },
    'gives a revalidation an item of its key': async (provider) => {
      for (const key of keys) await expectItem(begin(provider, key, 'revalidate'), key, options);
    },
  };
}

function abortLaws<K, V>(options: Options<K, V>): Laws<K, V> {
  const { keys } = options;
  return {
    'continues other loads when one is stopped': async (provider) => {
      const [stopped, ...others] = keys.map((key) => ({ key, load: begin(provider, key) }));
      stopped?.load.stop();
      for (const { key, load } of others) await expectItem(load, key, options);
    },
    'continues a load when another one of its key is stopped': async (provider) => {
      for (const key of keys) {
        const [stopped, other] = [begin(provider, key), begin(provider, key)];
        stopped.stop();
        await expectItem(other, key, options);
      }
    },
    'loads a key again after a load of it was stopped': async (provider) => {
      for (const key of keys) {
        begin(provider, key).stop();
        await expectItem(begin(provider, key), key, options);
        const late = begin(provider, key);
        await Promise.resolve();
        late.stop();
        await Promise.resolve();
        await expectItem(begin(provider, key), key, options);
      }
    },
  };
}

function keyLaws<K, V>(options: Options<K, V>): Laws<K, V> {
  /** Makes a first load, as some providers know their keys only after it. */
  const ready = async (provider: Provider<K, V>): Promise<Partial<DataProvider<K, V>>> => {
    for (const key of options.keys.slice(0, 1))
      await expectItem(begin(provider, key), key, options);
    return typeof provider === 'function' ? {} : provider;
  };
  return {
    'has the keys that it loads': async (provider) => {
      const known = await ready(provider);
      for (const key of options.keys)
        check(known.has?.(key) !== false, () => `does not have ${print(key)}`);
    },
    'lists the keys that it has, each once': async (provider) => {
      const known = await ready(provider);
      if (!known.keys) return;
      const list = [...known.keys()];
      const set = new Set(list);
      check(
        set.size === list.length,
        () => `listed ${list.length} keys, of which only ${set.size} differ`,
      );
      for (const key of options.keys) check(set.has(key), () => `does not list ${print(key)}`);
      for (const key of list)
        check(known.has?.(key) !== false, () => `lists ${print(key)}, and does not have it`);
    },
    'counts the keys that it has': async (provider) => {
      const known = await ready(provider);
      if (known.size === undefined) return;
      const { size } = known;
      const count = known.keys ? [...known.keys()].length : size;
      check(
        size === count && Number.isInteger(size) && size >= options.keys.length,
        () => `has the size ${size}, and lists ${count} keys`,
      );
    },
    'gives its stats as an object': async (provider) => {
      const known = await ready(provider);
      const stats: unknown = known.stats?.() ?? {};
      check(typeof stats === 'object', () => `gave ${print(stats)}`);
    },
  };
}

function unknownLaws<K, V>(options: Options<K, V>, unknownKey: K): Laws<K, V> {
  const { unknown = 'error' } = options;
  const came = async (provider: Provider<K, V>): Promise<'error' | 'item'> => {
    try {
      await begin(provider, unknownKey).item;
      return 'item';
    } catch {
      return 'error';
    }
  };
  return {
    [`gives an ${unknown} for a key that it does not have`]: async (provider) => {
      const outcome = await came(provider);
      check(
        outcome === unknown,
        () => `gave an ${outcome} for the key ${print(unknownKey)}, which it does not have`,
      );
    },
    'continues after a load of a key that it does not have': async (provider) => {
      await came(provider);
      await expectItems(provider, options);
    },
    'excludes a key that it does not have from `has` and `keys`': async (provider) => {
      await expectItems(provider, options);
      if (typeof provider === 'function') return;
      check(provider.has?.(unknownKey) !== true, () => `has ${print(unknownKey)}`);
      const list = provider.keys ? [...provider.keys()] : [];
      check(!list.includes(unknownKey), () => `lists ${print(unknownKey)}`);
    },
  };
}
