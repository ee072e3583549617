import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { createApi } from '../../demos/visual/server/api/createApi.js';
import type { SeenRequest } from '../../demos/visual/src/app/table/network/seenRequest.js';
import type { ReadingsPage } from '../../demos/visual/src/app/table/reading.js';

let server: Server;
let address: string;

beforeAll(async () => {
  server = createServer(express().use('/api', createApi()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const get = (query: string): Promise<Response> => fetch(`${address}/rows?${query}`);
const pageOf = async (query: string): Promise<ReadingsPage> =>
  (await (await get(query)).json()) as ReadingsPage;

/** Listens to the events of the requests of a client. */
async function listenTo(
  client: string,
): Promise<{ until: (state: SeenRequest['state'], id: number) => Promise<string[]> }> {
  const response = await fetch(`${address}/log?client=${client}`);
  if (!response.body) throw new Error('The log has no body');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const seen: string[] = [];
  return {
    async until(state, id) {
      while (!seen.includes(`${state} ${id}`)) {
        const { value = '' } = await reader.read();
        for (const [, json = ''] of value.matchAll(/^data: (.*)$/gm)) {
          const request = JSON.parse(json) as SeenRequest;
          seen.push(`${request.state} ${request.id}`);
        }
      }
      return seen;
    },
  };
}

describe('The server of the table', () => {
  it('gives a page of readings, the same each time', async () => {
    const { page, total, rows } = await pageOf('page=3&size=4');
    expect([page, total, rows.map(({ number }) => number)]).toEqual([3, 10_000, [9, 10, 11, 12]]);
    expect((await pageOf('page=3&size=4')).rows).toEqual(rows);
    expect((await pageOf('page=9&size=1')).rows).toEqual(rows.slice(0, 1));
    for (const { temperature, humidity, wind, pressure } of rows) {
      expect(Math.abs(temperature)).toBeLessThan(30);
      expect(humidity).toBeGreaterThan(0);
      expect(humidity).toBeLessThan(100);
      expect(wind).toBeGreaterThanOrEqual(0);
      expect(Math.abs(pressure - 1013)).toBeLessThan(10);
    }
  });

  it('gives the rest on the last page, and nothing beyond it', async () => {
    expect((await pageOf('page=334&size=30')).rows).toHaveLength(10);
    expect((await pageOf('page=335&size=30')).rows).toEqual([]);
  });

  it('refuses as often as the query states', async () => {
    expect((await get('failures=0')).status).toBe(200);
    const response = await get('failures=100');
    expect([response.status, await response.json()]).toEqual([
      503,
      { error: 'the server refused, as the settings ask' },
    ]);
  });

  it('sends a client the events of its requests: arrived, answered, refused and aborted', async () => {
    const log = await listenTo('one');
    await get('client=other&id=1');
    await get('client=one&id=2');
    await log.until('answered', 2);
    await get('client=one&id=3&failures=100');
    await log.until('refused', 3);
    const controller = new AbortController();
    const request = fetch(`${address}/rows?client=one&id=4&latency=60000`, {
      signal: controller.signal,
    });
    await log.until('came', 4);
    controller.abort();
    await expect(request).rejects.toThrow('aborted');
    expect(await log.until('aborted', 4)).toEqual([
      'came 2',
      'answered 2',
      'came 3',
      'refused 3',
      'came 4',
      'aborted 4',
    ]);
  });

  it('sends earlier events to a client that listens late', async () => {
    await get('client=late&id=1');
    const log = await listenTo('late');
    await log.until('answered', 1);
    await get('client=late&id=2');
    expect(await log.until('answered', 2)).toEqual([
      'came 1',
      'answered 1',
      'came 2',
      'answered 2',
    ]);
  });

  it.each([
    ['page=0', 'Expected `page` to be a whole number from 1 to 1000000, got `"0"`'],
    ['page=1.5', 'Expected `page` to be a whole number from 1 to 1000000, got `"1.5"`'],
    ['size=5000', 'Expected `size` to be a whole number from 1 to 1000, got `"5000"`'],
    ['latency=soon', 'Expected `latency` to be a whole number from 0 to 60000, got `"soon"`'],
    ['failures=101', 'Expected `failures` to be a whole number from 0 to 100, got `"101"`'],
    ['page=1&page=2', 'Expected `page` to be a whole number from 1 to 1000000, got `["1","2"]`'],
  ])('names the fault of %s', async (query, error) => {
    const response = await get(query);
    expect([response.status, await response.json()]).toEqual([400, { error }]);
  });

  it('answers 404 for other names', async () => {
    expect((await fetch(`${address}/columns`)).status).toBe(404);
  });
});
