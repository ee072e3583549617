import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { serveApp } from '../../demos/visual/server/serveApp.js';

const other = createServer();
let port: number;
beforeAll(async () => {
  await new Promise<void>((resolve) => other.listen(0, 'localhost', resolve));
  ({ port } = other.address() as AddressInfo);
});
afterAll(() => new Promise((resolve) => other.close(resolve)));

it('The demo explains how to use another port if its port is in use', async () => {
  await expect(serveApp(port)).rejects.toThrow(
    `Port ${port} is in use. Any free port: npm run demo -- --port 0`,
  );
});

it('The demo uses any free port for 0', async () => {
  const server = await serveApp(0);
  expect(server.address).toMatch(/^http:\/\/localhost:[1-9]\d*$/);
  await server.close();
});
