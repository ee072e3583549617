import cluster from 'node:cluster';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { AggregatorRegistry } from 'prom-client';
import type { ServiceOptions } from './parseServiceOptions.js';

/** Milliseconds before a process that has ended is replaced. */
const RESTART = 200;

/**
 * Starts the processes of the service, and replaces each that ends. The metrics of all are at the
 * next port.
 */
export async function startProcesses({
  port,
  processes,
}: ServiceOptions): Promise<() => Promise<void>> {
  const [, , ...args] = process.argv;
  cluster.setupPrimary({ exec: fileURLToPath(new URL('./main.ts', import.meta.url)), args });
  let isStopping = false;
  const registry = new AggregatorRegistry();
  const metrics = createServer((_request, response) => {
    registry.clusterMetrics().then(
      (text) => response.setHeader('content-type', registry.contentType).end(text),
      (error: unknown) => response.writeHead(503).end(String(error)),
    );
  });
  cluster.on('exit', () => {
    if (!isStopping) setTimeout(() => !isStopping && cluster.fork(), RESTART);
  });
  const listening = Array.from({ length: processes }, () => {
    const worker = cluster.fork();
    return new Promise<number>((resolve, reject) => {
      worker.once('listening', (address) => resolve(address.port));
      worker.once('exit', () => reject(new Error('A process of the service ended at its start')));
    });
  });
  // All processes listen to one port.
  const [served = port] = await Promise.all(listening);
  await new Promise<void>((resolve, reject) => {
    metrics.listen(served + 1, 'localhost', resolve).once('error', reject);
  });
  console.log(`The service is at http://localhost:${served} (end with Ctrl+C)`);
  console.log(`The metrics of ${processes} processes are at http://localhost:${served + 1}`);
  return async () => {
    isStopping = true;
    metrics.close();
    const workers = Object.values(cluster.workers ?? {});
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((resolve) => {
            if (!worker || worker.isDead()) return resolve();
            worker.once('exit', () => resolve());
            worker.process.kill('SIGTERM');
          }),
      ),
    );
  };
}
