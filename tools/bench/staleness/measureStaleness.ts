import { setTimeout as delay } from 'node:timers/promises';
import KeyvRedis from '@keyv/redis';
import { createClient } from '@redis/client';
import { Command } from 'commander';
import { Keyv } from 'keyv';
import { defer, filter, firstValueFrom, map, of, type Observable } from 'rxjs';
import { prefetchCache, type PrefetchCache } from 'rxjs-prefetch-cache';
import { redisBus, withStore, type StoredProvider } from 'rxjs-prefetch-cache/keyv';
import { table } from '../../../demos/shared/table.js';
import type { Terminal } from '../../../demos/shared/terminal.js';
import { startRedis, type RedisServer } from '../../redis/startRedis.js';
import { number } from '../replay/optionValues.js';

interface StalenessOptions {
  readonly invalidations: number;
  readonly restarts: number;
}

/** Milliseconds for which Redis is down. */
const OUTAGE = 500;

/**
 * The bench of staleness.
 *
 * @throws CommanderError | Error (as errors of the observable) for wrong options, and without
 *   `redis-server`
 */
export function measureStaleness(args: readonly string[], terminal: Terminal): Observable<void> {
  return defer(async () => {
    const { invalidations, restarts } = parseStalenessOptions(args, terminal);
    const sides = createSides();
    try {
      await sides.start();
      const changed = await sides.invalidate(invalidations);
      const lost = await sides.restart(restarts);
      return [
        ['an item is invalidated', ...figures(changed)],
        [`Redis was down for ${OUTAGE} ms, and is ready again`, ...figures(lost)],
      ];
    } finally {
      await sides.stop();
    }
  }).pipe(
    map((rows) => {
      const head = ['until the other cache drops it, ms', 'times', 'p50', 'p95', 'max'];
      terminal.print(table(terminal, head, rows));
    }),
  );
}

function parseStalenessOptions(args: readonly string[], terminal: Terminal): StalenessOptions {
  return new Command('npm run bench -- staleness')
    .description('For how long a cache serves what another process has changed, in real time.')
    .option('--invalidations <n>', 'items that are invalidated', number(1, 1e6, true), 500)
    .option('--restarts <n>', 'restarts of Redis', number(1, 1000, true), 5)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })
    .parse(args, { from: 'user' })
    .opts<StalenessOptions>();
}

function figures(times: readonly number[]): string[] {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.ceil(share * sorted.length) - 1] ?? NaN).toFixed(1);
  return [String(times.length), at(0.5), at(0.95), at(1)];
}

/** One process: a cache in front of the store. */
interface Side {
  readonly frames: StoredProvider<number, string>;
  readonly cache: PrefetchCache<number, string>;
  close(): Promise<void>;
}

/** Two processes in front of one server. */
interface Sides {
  start(): Promise<void>;
  /** @returns for each item, the ms from the call on one side until the other has dropped it */
  invalidate(items: number): Promise<number[]>;
  /** @returns the ms from a server that is ready until all that may be old is dropped */
  restart(times: number): Promise<number[]>;
  stop(): Promise<void>;
}

function createSides(): Sides {
  let server: RedisServer | undefined;
  const open: Side[] = [];
  const sideAt = (index: number): Side => {
    const side = open[index];
    if (!side) throw new Error('The bench has not begun');
    return side;
  };
  return {
    async start() {
      server = await startRedis();
      for (let i = 0; i < 2; i++) {
        const side = await startSide(server.url);
        open.push(side);
        // The bus has a gap before its first connection.
        await gapOf(side);
      }
    },
    async invalidate(items) {
      const [one, two] = [sideAt(0), sideAt(1)];
      const times: number[] = [];
      for (let key = 0; key < items; key++) {
        await firstValueFrom(two.cache.get(key));
        const dropped = firstValueFrom(
          two.cache.evictions$.pipe(filter((eviction) => eviction.key === key)),
        );
        const begun = performance.now();
        await Promise.all([one.frames.invalidate(key), dropped]);
        times.push(performance.now() - begun);
      }
      return times;
    },
    async restart(restarts) {
      const two = sideAt(1);
      const times: number[] = [];
      for (let i = 0; i < restarts; i++) {
        const { port } = server ?? { port: 0 };
        await server?.stop();
        await delay(OUTAGE);
        const gap = gapOf(two);
        server = await startRedis(port);
        const ready = performance.now();
        await gap;
        times.push(performance.now() - ready);
      }
      return times;
    },
    async stop() {
      for (const side of open) await side.close();
      await server?.stop();
    },
  };
}

/** The time at which messages may have been missed, and all that may be old is dropped. */
function gapOf({ frames }: Side): Promise<unknown> {
  return firstValueFrom(frames.events$.pipe(filter(({ type }) => type === 'store-gap')));
}

async function startSide(url: string): Promise<Side> {
  const client = createClient({ url });
  // While the server is down; the client reconnects by itself.
  client.on('error', () => undefined);
  await client.connect();
  const frames = withStore(
    (key: number) => of(`item ${key}`),
    new Keyv({ store: new KeyvRedis(client) }),
    { namespace: 'bench', bus: redisBus(client) },
  );
  const cache = prefetchCache<number, string>(frames, () => [], { ttl: frames.ttl });
  frames.attach(cache);
  return {
    frames,
    cache,
    async close() {
      cache.close();
      await frames.close();
      client.destroy();
    },
  };
}
