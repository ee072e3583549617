/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpClient, provideHttpClient } from '@angular/common/http';
import { Injector } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { filter, firstValueFrom, ReplaySubject, Subject } from 'rxjs';
import { injectPrefetchCache } from '../../src/angular/injectPrefetchCache.js';
import { LoadError } from '../../src/errors.js';
import type { PrefetchCache } from '../../src/types.js';
import { naming } from '../support/naming.js';
import { record } from '../support/record.js';

/**
 * Log of the server, in order: `came 1`, `answered 1`, `left 1` (the connection closed before
 * the answer).
 */
let log$: ReplaySubject<string>;
let server: Server;
let injector: Injector;
let http: HttpClient;
let address: string;

const saw = (what: string): Promise<string> =>
  firstValueFrom(log$.pipe(filter((said) => said === what)));

beforeEach(async () => {
  log$ = new ReplaySubject(Infinity);
  // Pages below 10 are answered at once, those below 20 never, others are refused.
  server = createServer(({ url = '' }, response) => {
    const page = Number(url.slice(1));
    log$.next(`came ${page}`);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.on('close', () =>
      log$.next(`${response.writableFinished ? 'answered' : 'left'} ${page}`),
    );
    if (page < 10)
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(JSON.stringify([`row of page ${page}`]));
    else if (page >= 20) response.writeHead(503).end('later');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  injector = setUp(provideHttpClient()).inject(Injector);
  http = injector.get(HttpClient);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function pagesWith(...likely: number[]): PrefetchCache<number, string[]> {
  return injectPrefetchCache(
    (page: number) => http.get<string[]>(`${address}/${page}`),
    naming(...likely),
    { injector },
  );
}

describe('HttpClient as a provider, over a real server,', () => {
  it('loads requested and likely keys', async () => {
    const pages = pagesWith(2);
    expect(await firstValueFrom(pages.get(1))).toEqual(['row of page 1']);
    await saw('answered 2');
    expect(await firstValueFrom(pages.get(2))).toEqual(['row of page 2']);
  });

  it('aborts the request of an unwanted item', async () => {
    const reading = record(pagesWith().get(11));
    await saw('came 11');
    reading.stop();
    expect(await saw('left 11')).toBe('left 11');
  });

  it('aborts a superseded request', async () => {
    const key$ = new Subject<number>();
    const latest = firstValueFrom(
      key$.pipe(pagesWith().with({ order: 'switch', errors: 'value' })),
    );
    key$.next(11);
    await saw('came 11');
    key$.next(1);
    await saw('left 11');
    expect(await latest).toEqual({ key: 1, status: 'fulfilled', value: ['row of page 1'] });
  });

  it('aborts a prefetch when it is no longer likely, and when the cache closes with its injector', async () => {
    const pages = injectPrefetchCache(
      (page: number) => http.get<string[]>(`${address}/${page}`),
      (page) => [[page + 10, 1]],
      { injector },
    );
    await firstValueFrom(pages.get(1));
    await saw('came 11');
    await firstValueFrom(pages.get(2));
    await saw('left 11');
    await saw('came 12');
    TestBed.resetTestingModule();
    expect(await saw('left 12')).toBe('left 12');
  });

  it('gives a refusal of the server as a LoadError with its cause', async () => {
    const reading = firstValueFrom(pagesWith().get(20));
    await expect(reading).rejects.toBeInstanceOf(LoadError);
    await expect(reading).rejects.toMatchObject({
      key: 20,
      cause: { name: 'HttpErrorResponse', status: 503 },
    });
  });
});
