import express from 'express';
import type { AddressInfo } from 'node:net';
import { clients } from '../clients.js';
import { buildPage } from './buildPage.js';
import { dataRoutes } from './data/dataRoutes.js';
import { createDataLog, type DataCounts } from './dataLog.js';
import { clientPage, indexPage } from './shell.js';

/** Milliseconds until a request of data is answered, by the first part of its path. */
const latencies: Readonly<Record<string, number>> = {
  tiles: 200,
  rows: 200,
  slices: 150,
  pdf: 0,
};

/** Options of `serveClients`. */
export interface ServeClientsOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Names of the clients to build. @defaultValue all */
  readonly only?: readonly string[] | undefined;
  /** Milliseconds until any request of data is answered. @defaultValue differs by kind of data */
  readonly latency?: number | undefined;
}

/** A server of the pages and their data, on this machine alone, by HTTP/1.1. */
export interface ClientServer {
  /** `http://localhost:<port>` */
  readonly address: string;
  /** Requests of data since the last `clearCounts`. */
  counts(): DataCounts;
  clearCounts(): void;
  /** Milliseconds until requests of data that come from now on are answered. */
  setLatency(milliseconds: number): void;
  close(): Promise<void>;
}

/**
 * Builds the pages of the clients and serves them with their data.
 *
 * @throws Error (rejects) for a client that does not exist or cannot be built, and if the port is
 *   taken
 */
export async function serveClients(options: ServeClientsOptions): Promise<ClientServer> {
  const { port, only = clients.map(({ name }) => name) } = options;
  let { latency } = options;
  const log = createDataLog((path) => latency ?? latencies[kindOf(path)] ?? 0);
  const app = express();
  app.disable('x-powered-by');
  const served = only.map((name) => {
    const client = clients.find((client) => client.name === name);
    if (!client)
      throw new Error(`Expected one of ${clients.map(({ name }) => name).join(', ')}, got \`${name}\``); // prettier-ignore
    return client;
  });
  for (const client of served) {
    const files = await buildPage(client.name);
    app.get(`/${client.name}/`, (_request, response) => {
      response.send(clientPage(client, files.has('page.css')));
    });
    for (const [file, contents] of files)
      app.get(`/${client.name}/${file}`, (_request, response) => {
        response.type(file).send(Buffer.from(contents));
      });
  }
  app.get('/', (_request, response) => response.send(indexPage(served)));
  app.use((request, response, next) => {
    if (kindOf(request.path) in latencies) log.delayed(request, response, next);
    else next();
  });
  app.use(dataRoutes());
  const server = app.listen(port, 'localhost');
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject);
  });
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}`,
    counts: () => log.counts(),
    clearCounts: () => log.clear(),
    setLatency: (milliseconds) => void (latency = milliseconds),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The first part of a path. */
function kindOf(path: string): string {
  return path.split('/')[1] ?? '';
}
