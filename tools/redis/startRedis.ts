import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';

/** A Redis server of a spec or of a bench. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Ends the process. */
  stop(): Promise<void>;
}

/** Where `redis-server` is; undefined if it is not installed. */
export function findRedis(): string | undefined {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/bin'])
    try {
      const path = join(folder, 'redis-server');
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // The next one.
    }
  return undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts a server on loopback that writes no files.
 *
 * @param port - @defaultValue any that is free
 * @throws Error (rejects) where it is not installed
 */
export async function startRedis(port?: number): Promise<RedisServer> {
  const path = findRedis();
  if (path === undefined)
    throw new Error('redis-server is not installed: apt-get install redis-server');
  const chosen = port ?? (await freePort());
  const child = spawn(
    path,
    ['--port', `${chosen}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`redis-server ended: ${code}\n${printed}`)));
    child.stdout.on('data', (data: Buffer) => {
      printed += data.toString();
      if (printed.includes('Ready to accept connections')) resolve();
    });
  });
  return {
    port: chosen,
    url: `redis://127.0.0.1:${chosen}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
