import { HttpClient } from '@angular/common/http';
import { inject, type Signal } from '@angular/core';
import { catchError, defer, tap, type Observable } from 'rxjs';
import type { LoadContext } from 'rxjs-prefetch-cache';
import type { NetworkLog } from './network/injectNetworkLog.js';
import type { ReadingsPage } from './reading.js';

/** How many readings a page has. */
export const pageSize = 15;

/** How the server is asked to behave. */
export interface ServerManners {
  /** Milliseconds before an answer, plus or minus a fifth. */
  readonly latency: Signal<number>;
  /** How many requests are refused, in percent. */
  readonly failures: Signal<number>;
}

/** Loads a page with `HttpClient`, and logs each request. Unsubscribing aborts it. */
export function injectLoadPage(
  { latency, failures }: ServerManners,
  network: NetworkLog,
): (page: number, context: LoadContext) => Observable<ReadingsPage> {
  const http = inject(HttpClient);
  return (page, { reason }) =>
    defer(() => {
      const { id, end } = network.begin(page, reason === 'demand' ? 'asked for' : 'ahead');
      const params = {
        page,
        size: pageSize,
        latency: latency(),
        failures: failures(),
        id,
        client: network.client,
      };
      return http.get<ReadingsPage>('/api/rows', { params }).pipe(
        tap({
          next: () => end('answered'),
          error: () => end('failed'),
          unsubscribe: () => end('aborted'),
        }),
        catchError((failure: unknown) => {
          throw new Error(reasonOf(failure), { cause: failure });
        }),
      );
    });
}

/** The reason that the server gives, if any. */
function reasonOf(failure: unknown): string {
  const { error, message } = failure as {
    readonly error: { readonly error?: string } | null;
    readonly message: string;
  };
  return error?.error ?? message;
}
