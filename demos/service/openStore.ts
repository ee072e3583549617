import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import KeyvRedis, { createClient } from '@keyv/redis';
import { ClassicLevel } from 'classic-level';
import Keyv from 'keyv';
import {
  redisBus,
  redisLease,
  type KeyvLike,
  type Lease,
  type StoreBus,
} from 'rxjs-prefetch-cache/keyv';

/** The second level: what all processes share. */
export interface OpenStore {
  readonly store: KeyvLike;
  /** One process at a time loads a key; undefined where there is one process. */
  readonly lease?: Lease;
  readonly bus?: StoreBus;
  /** For models: texts by name. */
  readonly models: { get(name: string): Promise<unknown>; set(name: string, text: string): Promise<unknown> }; // prettier-ignore
  close(): Promise<void>;
}

/** Opens Redis or Valkey at an address; without one, LevelDB in a folder. */
export async function openStore(redis: string | undefined, folder?: string): Promise<OpenStore> {
  return redis === undefined ? openLevel(folder) : openRedis(redis);
}

async function openLevel(folder?: string): Promise<OpenStore> {
  const path = folder ?? (await mkdtemp(join(tmpdir(), 'prefetch-service-')));
  const level = new ClassicLevel(path);
  await level.open();
  const store = {
    get: (key: string) => level.get(key),
    set: async (key: string, value: string) => {
      await level.put(key, value);
    },
    delete: (key: string) => level.del(key),
    getMany: (keys: string[]) => level.getMany(keys),
  };
  const close = async (): Promise<void> => {
    await level.close();
    if (folder === undefined) await rm(path, { recursive: true, force: true });
  };
  return { store, models: store, close };
}

async function openRedis(url: string): Promise<OpenStore> {
  // While Redis is away, commands fail at once: the source answers meanwhile.
  let wasConnected = false;
  const client = createClient({
    url,
    disableOfflineQueue: true,
    // A wrong address is an error at the start; a server that goes away comes back.
    socket: { reconnectStrategy: (tries) => wasConnected && Math.min(50 * (tries + 1), 2000) },
  });
  client.on('error', () => undefined);
  await client.connect();
  wasConnected = true;
  // Without `throwOnErrors`, a Redis that is away looks like an empty one.
  const adapter = new KeyvRedis(client, { throwOnErrors: true });
  const keyv = new Keyv({ store: adapter, useKeyPrefix: false, throwOnErrors: true });
  keyv.on('error', () => undefined);
  return {
    store: keyv,
    lease: redisLease(client),
    bus: redisBus(client),
    models: keyv,
    close: () => keyv.disconnect(),
  };
}
