import KeyvRedis from '@keyv/redis';
import { createClient } from '@redis/client';
import { Keyv } from 'keyv';
import { firstValueFrom, from, lastValueFrom, mergeMap, NEVER, of, timer, map } from 'rxjs';
import { redisLease, withStore } from 'rxjs-prefetch-cache/keyv';

/** What a spec tells a process of its own. */
export interface Order {
  readonly url: string;
  readonly keys: readonly number[];
  /** `never`: the load of the source never ends. */
  readonly source: 'quick' | 'never';
  readonly leaseFor: number;
}

/** What the process answers. */
export type Report =
  | { readonly type: 'ready' }
  | { readonly type: 'began'; readonly key: number }
  | { readonly type: 'done'; readonly loads: number; readonly wrong: number };

const tell = (report: Report): void => void process.send?.(report);

/** Loads keys, 20 at a time, and reports how often the source was asked. */
async function run({ url, keys, source, leaseFor }: Order): Promise<void> {
  const client = createClient({ url });
  client.on('error', () => undefined);
  await client.connect();
  let loads = 0;
  const load = (key: number) => {
    loads++;
    tell({ type: 'began', key });
    return source === 'never' ? NEVER : timer(20).pipe(map(() => `item ${key}`));
  };
  const frames = withStore(load, new Keyv({ store: new KeyvRedis(client) }), {
    namespace: 'frames',
    lease: redisLease(client),
    leaseFor,
    timeout: 60_000,
  });
  const { signal } = new AbortController();
  const items = from(keys).pipe(
    mergeMap(async (key) => {
      const item = await firstValueFrom(frames.load(key, { reason: 'demand', signal }));
      return item === `item ${key}` ? 0 : 1;
    }, 20),
  );
  let wrong = 0;
  await lastValueFrom(items.pipe(map((each) => (wrong += each))), { defaultValue: of(0) });
  await frames.close();
  tell({ type: 'done', loads, wrong });
  await client.close();
  process.disconnect();
}

process.once('message', (order) => void run(order as Order));
tell({ type: 'ready' });
