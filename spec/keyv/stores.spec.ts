import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import KeyvRedis from '@keyv/redis';
import KeyvValkey from '@keyv/valkey';
import { ClassicLevel } from 'classic-level';
import { Keyv } from 'keyv';
import { firstValueFrom, of } from 'rxjs';
import { withStore, type KeyvLike, type WithStoreOptions } from 'rxjs-prefetch-cache/keyv';
import { levelStore } from './levelStore.js';
import { startRedis, type RedisServer } from '../../tools/redis/startRedis.js';
import { until } from '../../tools/redis/until.js';
import { hasRedis } from './hasRedis.js';

let server: RedisServer | undefined;
let folder = '';
const ends: (() => unknown)[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stores-spec-'));
  if (hasRedis) server = await startRedis();
});
afterAll(async () => {
  for (const end of ends) await end();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

/** Keyv as it is used, so that it can be closed. */
function closing(keyv: Keyv): Keyv {
  ends.push(() => keyv.disconnect());
  return keyv;
}

async function openLevel(): Promise<KeyvLike> {
  const db = new ClassicLevel(join(folder, 'level'));
  await db.open();
  ends.push(() => db.close());
  return levelStore(db);
}

const embedded: readonly [string, () => KeyvLike | Promise<KeyvLike>][] = [
  ['a Map', () => new Map<string, string>()],
  ['Keyv over a Map', () => new Keyv()],
  ['Keyv with options', () => new Keyv({ namespace: 'others', ttl: 60_000 })],
  ['Keyv with the namespace that is the begin of ours', () => new Keyv({ namespace: 'frames' })],
  ['classic-level', openLevel],
];
const withServer: typeof embedded = [
  ['@keyv/redis', () => closing(new Keyv({ store: new KeyvRedis(server?.url) }))],
  [
    '@keyv/redis without Keyv',
    () => {
      const adapter = new KeyvRedis<string>(server?.url);
      ends.push(() => adapter.disconnect());
      return adapter;
    },
  ],
  [
    '@keyv/redis with the namespace that is the begin of ours',
    () => closing(new Keyv({ store: new KeyvRedis(server?.url), namespace: 'frames' })),
  ],
  ['@keyv/valkey', () => closing(new Keyv({ store: new KeyvValkey(server?.url ?? '') }))],
];
if (!hasRedis) it.skip.each(withServer)('%s needs redis-server', () => undefined);

describe.each([...embedded, ...(hasRedis ? withServer : [])])('%s', (name, open) => {
  let store: KeyvLike;
  let loads = 0;
  const namespaces: string[] = [];
  beforeAll(async () => {
    store = await open();
  });

  /** A provider over the store, in a namespace of its own unless one is named. */
  const start = (options: Partial<WithStoreOptions<number, unknown>> = {}) => {
    const namespace = options.namespace ?? `frames:${name}:${namespaces.length}`;
    namespaces.push(namespace);
    const events: string[] = [];
    const frames = withStore<number, unknown>(() => of(`load ${++loads}`), store, {
      timeout: 60_000,
      ...options,
      namespace,
    });
    frames.events$.subscribe((event) =>
      events.push(event.type === 'store-miss' ? event.reason : event.type),
    );
    const load = (key: number, reason: 'demand' | 'prefetch' = 'demand') =>
      firstValueFrom(frames.load(key, { reason, signal: new AbortController().signal }));
    return { frames, load, events, namespace };
  };

  it('gives back what was stored, one by one and together', async () => {
    const first = start();
    const values = ['text', { a: [1, null] }, undefined, new Uint8Array([0, 1, 255]), ':colon'];
    expect(await Promise.all(values.map((value, key) => first.frames.set(key, value)))).toEqual(
      values.map(() => true),
    );
    const second = start({ namespace: first.namespace });
    for (const [key, value] of values.entries()) expect(await second.load(key)).toEqual(value);
    const third = start({ namespace: first.namespace });
    expect(await Promise.all(values.map((_, key) => third.load(key, 'prefetch')))).toEqual(values);
    expect(third.events).toEqual(values.map(() => 'store-hit'));
  });

  it('has nothing for a key that was not stored, and keeps what the source gives', async () => {
    const { load, events, frames } = start();
    const values = await Promise.all([load(1), load(2, 'prefetch'), load(3, 'prefetch')]);
    expect(events.slice(0, 3)).toEqual(['absent', 'absent', 'absent']);
    await until(() => events.filter((type) => type === 'store-written').length === 3);
    expect(await Promise.all([1, 2, 3].map((key) => load(key)))).toEqual(values);
    await frames.close();
  });

  it('keeps an item no longer than its `ttl`', async () => {
    const { load, events, frames } = start({ ttl: 40 });
    const value = await load(1);
    await until(() => events.includes('store-written'));
    await until(async () => (await load(1)) !== value);
    expect(events.filter((type) => type === 'store-error')).toEqual([]);
    await frames.close();
  });

  it('forgets what was invalidated', async () => {
    const { frames, load, events } = start();
    await Promise.all([1, 2, 3].map((key) => frames.set(key, 'old')));
    expect(await frames.invalidate(1)).toBe(true);
    expect(await Promise.all([2, 3].map((key) => frames.invalidate(key)))).toEqual([true, true]);
    for (const key of [1, 2, 3]) expect(await load(key)).not.toBe('old');
    expect(events.filter((type) => type === 'absent')).toHaveLength(3);
    await frames.close();
  });

  it('forgets a namespace that was cleared, and no other one', async () => {
    const [one, two] = [start(), start()];
    for (const { frames } of [one, two]) await frames.set(1, 'value');
    expect(await one.frames.clear()).toBe(true);
    const [after, other] = [
      start({ namespace: one.namespace }),
      start({ namespace: two.namespace }),
    ];
    expect(await after.load(1)).not.toBe('value');
    expect(after.events[0]).toBe('cleared');
    expect(await other.load(1)).toBe('value');
  });
});
