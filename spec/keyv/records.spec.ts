import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { firstValueFrom, of } from 'rxjs';
import { withStore, type WithStoreOptions } from 'rxjs-prefetch-cache/keyv';
import { fakeStore } from './fakeStore.js';
import { pass, startProcess } from './setup.js';

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  jest.useRealTimers();
});

/** Stores a value, and loads it in another process. */
async function roundTrip<V>(
  value: V,
  options: Partial<WithStoreOptions<number, V>> = {},
): Promise<{ readonly value: V | undefined; readonly told: readonly string[] }> {
  const store = new Map<string, string>();
  const first = startProcess<V>(store, options, { value: () => value });
  first.load(1);
  await pass(50);
  const second = startProcess<V>(store, options, {
    value: () => 'source' as V,
  });
  const loading = second.load(1);
  await pass(50);
  return { value: loading.values[0], told: [...first.told(), ...second.told()] };
}

describe('values', () => {
  it.each([
    ['a string', 'text "with" \n lines and \ud800'],
    ['a number', -1.5],
    ['null', null],
    ['undefined', undefined],
    ['false', false],
    ['an object', { frame: 7, boxes: [[1, 2, 3, 4]], label: ':colon', none: null }],
    ['a Uint8Array', new Uint8Array([0, 1, 255])],
    ['a part of a Uint8Array', new Uint8Array([9, 1, 2, 9]).subarray(1, 3)],
    ['a Float32Array', new Float32Array([1.5, -2.25])],
    ['a BigInt64Array', new BigInt64Array([-5n])],
    ['an ArrayBuffer', new Uint8Array([1, 2, 3]).buffer],
    ['an empty Uint8Array', new Uint8Array()],
    ['large bytes', new Uint8Array(100_000).map((_, i) => i % 251)],
  ])('come back whole: %s', async (_, value) => {
    const back = await roundTrip<unknown>(value);
    expect(back.value).toEqual(value);
    expect(back.told).toContain('hit');
  });

  it('come back whole: a Blob with its type', async () => {
    const blob = new Blob([new Uint8Array([1, 2, 3])], { type: 'image/png; q=1' });
    const { value } = await roundTrip(blob);
    expect(value?.type).toBe('image/png; q=1');
    expect(new Uint8Array((await value?.arrayBuffer()) ?? [])).toEqual(new Uint8Array([1, 2, 3]));
  });

  it('in browsers are read and written without a Buffer', async () => {
    const { Buffer: nodeBuffer } = globalThis;
    jest.resetModules();
    try {
      Reflect.deleteProperty(globalThis, 'Buffer');
      const { fromBase64, toBase64 } = await import('../../src/keyv/base64.js');
      const bytes = new Uint8Array(100_000).map((_, i) => i % 253);
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    } finally {
      globalThis.Buffer = nodeBuffer;
    }
  });

  it.each<[string, unknown]>([
    ['a Date', new Date(0)],
    ['a Map', new Map([[1, 2]])],
    ['bytes in an object', { pixels: new Uint8Array([1]) }],
    ['NaN', NaN],
    ['a function', () => 1],
    ['a bigint', 1n],
    ['a symbol', Symbol('one')],
    ['a DataView', new DataView(new ArrayBuffer(1))],
  ])('that JSON would change are not stored, but an event: %s', async (_, value) => {
    const back = await roundTrip<unknown>(value);
    expect(back.value).toBe('source');
    expect(back.told).toContain('error stringify');
    expect(back.told).not.toContain('hit');
  });

  it('are those of `serialize`, also if it is asynchronous', async () => {
    const serialize = {
      stringify: async (value: Date) => Promise.resolve(String(value.getTime())),
      parse: async (text: string) => Promise.resolve(new Date(Number(text))),
    };
    const back = await roundTrip(new Date(5), { serialize });
    expect(back).toMatchObject({ value: new Date(5) });
  });

  it('whose `serialize` throws, or gives no text, are events', async () => {
    for (const stringify of [
      () => {
        throw new Error('no text');
      },
      () => 5 as unknown as string,
    ]) {
      const back = await roundTrip('value', { serialize: { stringify, parse: String } });
      expect(back.told).toContain('error stringify');
    }
    const parse = (): string => {
      throw new Error('cannot parse');
    };
    const back = await roundTrip('value', { serialize: { stringify: String, parse } });
    expect(back).toMatchObject({ value: 'source' });
    expect(back.told).toContain('miss broken');
  });
});

describe('a stored text', () => {
  it.each([
    ['of another version', (text: string) => text, 'miss version'],
    ['that is no record', () => 'hello', 'miss broken'],
    ['that is JSON', () => '{"a":1}', 'miss broken'],
    ['that was cut', (text: string) => text.slice(0, -3), 'miss broken'],
    ['that is no text', () => 5 as unknown as string, 'miss broken'],
    ['of another key', (text: string) => text.replace('frames:1', 'frames:2'), 'miss foreign'],
    ['of another format', (text: string) => text.replace('[1,', '[9,'), 'miss broken'],
    ['with a wrong expiry', (text: string) => text.replace('1,0,null,', '1,0,"x",'), 'miss broken'],
    ['of an unknown kind', (text: string) => text.replace('"json"', '"yaml"'), 'miss broken'],
    ['with JSON that is wrong', (text: string) => text.replace('\n"', "\n'"), 'miss broken'],
  ])('%s is a miss and an event, and is replaced', async (title, change, event) => {
    const store = fakeStore();
    startProcess(store, { version: 1 }).load(1);
    await pass(50);
    store.texts.set('frames:1', change(store.texts.get('frames:1') ?? ''));
    const version = title === 'of another version' ? 2 : 1;
    const { load, told } = startProcess(store, { version }, { value: () => 'new' });
    const loading = load(1);
    await pass(50);
    expect(loading.values).toEqual(['new']);
    expect(told()).toEqual([event, 'written']);
    const again = startProcess(store, { version });
    again.load(1);
    await pass(50);
    expect(again.told()).toEqual(['hit']);
  });

  it('tells the version 1 from the version "1"', async () => {
    const store = fakeStore();
    startProcess(store, { version: 1 }).load(1);
    await pass(50);
    const { load, told } = startProcess(store, { version: '1' });
    load(1);
    await pass(50);
    expect(told()).toContain('miss version');
  });
});

describe('keys', () => {
  it('of other types have other texts, and each begins with the namespace', async () => {
    const store = new Map<string, string>();
    const keys = ['1', 1, 1n, '', "'1", 'a:b', 'a%3Ab', -0, NaN, Infinity, 'NaN'];
    const frames = withStore((key: string | number | bigint) => of(typeof key), store, {
      namespace: 'frames',
    });
    for (const key of keys)
      await firstValueFrom(frames.load(key, { reason: 'demand', signal: new AbortController().signal })); // prettier-ignore
    await frames.close();
    expect(store.size).toBe(keys.length);
    for (const key of store.keys()) expect(key.startsWith('frames:')).toBe(true);
  });

  it('of two namespaces are never the same', async () => {
    const store = new Map<string, string>();
    for (const [namespace, key] of [
      ['a', 'b:c'],
      ['a:b', 'c'],
      ["a:'b", 'c'],
      ['a', "b:'c"],
    ] as const) {
      const frames = withStore(() => of(1), store, { namespace });
      await frames.set(key, 1);
    }
    expect(store.size).toBe(4);
  });

  it('that are objects have the text of `keyOf`', async () => {
    const store = new Map<string, string>();
    interface Tile {
      readonly x: number;
      readonly y: number;
    }
    const tiles = withStore(({ x, y }: Tile) => of(x + y), store, {
      namespace: 'tiles',
      keyOf: ({ x, y }) => `${x}:${y}`,
    });
    await tiles.set({ x: 1, y: 2 }, 5);
    expect([...store.keys()]).toEqual(['tiles:=1%3A2']);
    const without = withStore(({ x }: Tile) => of(x), store, { namespace: 'tiles' });
    expect(() => without.invalidate({ x: 1, y: 2 })).toThrow(
      'Expected `key` to be a string, a number or a bigint: other keys require `keyOf`, got',
    );
  });
});

describe('the arguments', () => {
  const store = new Map<string, string>();
  it.each<[string, object, string]>([
    ['no namespace', { namespace: '' }, 'Expected `namespace` to be a string that is not empty'],
    ['an unknown option', { namspace: 'a' }, 'did you mean `namespace`?'],
    ['a wrong ttl', { namespace: 'a', ttl: 0 }, 'Expected `ttl` to be a number above 0'],
    ['staleFor without ttl', { namespace: 'a', staleFor: 1 }, '`staleFor` requires `ttl`'],
    ['a wrong timeout', { namespace: 'a', timeout: 0 }, 'Expected `timeout` to be'],
    ['a timeout without end', { namespace: 'a', timeout: { hard: Infinity } }, '`timeout.hard`'],
    ['an unknown timeout', { namespace: 'a', timeout: { firm: 1 } }, 'no option `firm`'],
    ['a wrong version', { namespace: 'a', version: NaN }, 'Expected `version` to be'],
    ['half a bus', { namespace: 'a', bus: { publish: () => 1 } }, 'an object with `subscribe`'],
    ['half a lease', { namespace: 'a', lease: { acquire: () => 1 } }, 'an object with `release`'],
    ['half a serializer', { namespace: 'a', serialize: {} }, 'an object with `stringify`'],
    ['a wrong limit', { namespace: 'a', maxPending: 0.5 }, 'Expected `maxPending` to be'],
  ])('are refused: %s', (_, options, message) => {
    expect(() => withStore(() => of(1), store, options as { namespace: string })).toThrow(message);
  });

  it('are refused if the store is none', () => {
    expect(() => withStore(() => of(1), {} as Map<string, string>, { namespace: 'a' })).toThrow(
      'Expected `store` to be an object with `get`',
    );
  });

  it('of the provider are passed on: has, keys, size and stats', () => {
    const provider = {
      known: [1, 2],
      load: () => of(1),
      has(key: number) {
        return this.known.includes(key);
      },
      keys() {
        return this.known;
      },
      get size() {
        return this.known.length;
      },
      stats() {
        return { known: this.known };
      },
    };
    const frames = withStore(provider, store, { namespace: 'a' });
    expect(frames.has?.(1)).toBe(true);
    expect(frames.has?.(3)).toBe(false);
    expect([...(frames.keys?.() ?? [])]).toEqual([1, 2]);
    provider.known.push(3);
    expect(frames.size).toBe(3);
    expect(frames.stats?.()).toEqual({ known: [1, 2, 3] });
    const bare = withStore(() => of(1), store, { namespace: 'a' });
    expect('has' in bare || 'keys' in bare || 'size' in bare || 'stats' in bare).toBe(false);
  });
});
