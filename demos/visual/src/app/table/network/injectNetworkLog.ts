import { signal, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { NetworkRequest } from './networkRequest.js';
import { serverLog } from './serverLog.js';

/** Numbers of requests by reason and outcome. */
export type NetworkCounts = Readonly<
  Record<'asked for' | 'ahead' | 'joined' | 'aborted' | 'failed', number>
>;

/** The requests of a page, as the page and the server see them. */
export interface NetworkLog {
  /** Name of the page for the server. */
  readonly client: string;
  /** The last 30 requests, the latest first. */
  readonly requests: Signal<readonly NetworkRequest[]>;
  readonly counts: Signal<NetworkCounts>;
  /** A request begins. */
  begin(page: number, why: NetworkRequest['why']): OpenRequest;
  /** Logs a request for a page that is in flight. */
  join(page: number): void;
}

/** A request that has not ended yet. */
export interface OpenRequest {
  readonly id: number;
  /** Ends the request. Only the first call counts. */
  readonly end: (how: 'answered' | 'failed' | 'aborted') => void;
}

const kept = 30;

/** A log that listens to the server until its injector is destroyed. */
export function injectNetworkLog(): NetworkLog {
  const client = crypto.randomUUID();
  const requests = signal<readonly NetworkRequest[]>([]);
  const counts = signal<NetworkCounts>({
    'asked for': 0,
    ahead: 0,
    joined: 0,
    aborted: 0,
    failed: 0,
  });
  const count = (name: keyof NetworkCounts): void =>
    counts.update((before) => ({ ...before, [name]: before[name] + 1 }));
  const change = (
    isMeant: (request: NetworkRequest) => boolean,
    to: Partial<NetworkRequest>,
  ): void =>
    requests.update((all) =>
      all.map((request) => (isMeant(request) ? { ...request, ...to } : request)),
    );
  let last = 0;

  serverLog(client)
    .pipe(takeUntilDestroyed())
    .subscribe(({ id, state }) => change((request) => request.id === id, { server: state }));

  return {
    client,
    requests: requests.asReadonly(),
    counts: counts.asReadonly(),
    begin(page, why) {
      const id = ++last;
      const began = performance.now();
      const begun: NetworkRequest = {
        id,
        at: Date.now(),
        page,
        why,
        isJoined: false,
        state: 'on its way',
        took: 0,
        server: undefined,
      };
      let isOpen = true;
      count(why);
      requests.update((all) => [begun, ...all].slice(0, kept));
      return {
        id,
        end(state) {
          if (isOpen)
            change((request) => request.id === id, { state, took: performance.now() - began });
          if (isOpen && state !== 'answered') count(state);
          isOpen = false;
        },
      };
    },
    join(page) {
      count('joined');
      change((request) => request.page === page && request.state === 'on its way', {
        isJoined: true,
      });
    },
  };
}
