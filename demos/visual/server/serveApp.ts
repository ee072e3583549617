import express from 'express';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createApi } from './api/createApi.js';
import { builtFolder } from './buildApp.js';

/** A server of the demo, on this machine alone. */
export interface AppServer {
  /** `http://localhost:<port>` */
  readonly address: string;
  /** Ends it, and all that is still being answered. */
  close(): Promise<void>;
}

/**
 * Serves the built app, and what its pages ask below `/api`.
 *
 * @param port - 0: any that is free
 * @throws Error (rejects) if the port is taken, with the way to another
 */
export async function serveApp(port: number): Promise<AppServer> {
  const app = express();
  app.disable('x-powered-by');
  app.use('/api', createApi());
  app.use(express.static(builtFolder));
  // Each page has an address of its own, and all are one file.
  app.get('/{*page}', (_request, response) => response.sendFile(join(builtFolder, 'index.html')));
  const server = app.listen(port, 'localhost');
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(
        isTaken
          ? new Error(`Port ${port} is in use. Any free port: npm run demo -- --port 0`, {
              cause: error,
            })
          : error,
      );
    });
  });
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
