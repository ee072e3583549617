import type { CDPSession, Page as Tab } from 'playwright-core';
import { serveClients, type ClientServer } from '../../demos/clients/server/serveClients.js';
import type { ClientFigures, ClientPage } from '../../demos/clients/shared/showClient.js';
import { openBrowser } from './openBrowser.js';
import { openTab } from './openTab.js';

/** The pages of clients, served and looked at by somebody. */
export interface OpenedClients {
  readonly server: ClientServer;
  /**
   * Opens the page of a client in a window of its own, and waits until nothing is blank. The counts
   * of the server begin with the page.
   */
  open(name: string, prefetching?: 'on' | 'off'): Promise<OpenedClient>;
  /** Errors of scripts and of the console, since it was called last. */
  takeFaults(): readonly string[];
  close(): Promise<void>;
}

/** The page of a client. */
export interface OpenedClient {
  readonly tab: Tab;
  /** Calls a function of the page's `client`. */
  call<N extends keyof ClientPage>(name: N): Promise<ReturnType<ClientPage[N]>>;
  /** Resolves when nothing visible is blank. */
  complete(): Promise<void>;
  /** Resolves when nothing visible is blank and no load is in flight. */
  quiet(): Promise<void>;
  /** Measures what the page shows while `act` runs. */
  measure(act: (tab: Tab) => Promise<void>): Promise<ClientFigures>;
  /** Bytes of the heap of scripts, after a garbage collection. */
  heap(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Serves pages of clients on a free port, and starts a browser.
 *
 * @param only - names of clients. @defaultValue all
 */
export async function openClients(only?: readonly string[]): Promise<OpenedClients> {
  const server = await serveClients({ port: 0, only });
  const browser = await openBrowser();
  let faults: string[] = [];
  return {
    server,
    async open(name, prefetching = 'on') {
      let fail: (error: Error) => void = () => undefined;
      const failed = new Promise<never>((_, reject) => (fail = reject));
      const tab = await openTab(browser, { viewport: { width: 1000, height: 760 } }, (fault) => {
        faults.push(`${name}: ${fault}`);
        fail(new Error(`${name}: ${fault}`));
      });
      // A fault after that is for `takeFaults`.
      failed.catch(() => undefined);
      server.clearCounts();
      await tab.goto(`${server.address}/${name}/${prefetching === 'off' ? '?prefetch=off' : ''}`);
      const client = openedClient(tab, await tab.context().newCDPSession(tab));
      await Promise.race([client.complete(), failed]);
      return client;
    },
    takeFaults() {
      const taken = faults;
      faults = [];
      return taken;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

function openedClient(tab: Tab, session: CDPSession): OpenedClient {
  const call = <N extends keyof ClientPage>(name: N): Promise<ReturnType<ClientPage[N]>> =>
    tab.evaluate(
      (name) =>
        (globalThis as unknown as { client: Record<string, () => unknown> }).client[name]?.(),
      name,
    ) as Promise<ReturnType<ClientPage[N]>>;
  return {
    tab,
    call,
    async complete() {
      await tab.waitForFunction(() => {
        // Until the page has set it, the browser gives the element with the id `client`.
        const { client } = globalThis as { client?: Partial<ClientPage> };
        return client?.isBlank?.() === false;
      });
    },
    async quiet() {
      await tab.waitForFunction(() => {
        const { client } = globalThis as { client?: Partial<ClientPage> };
        return client?.isBlank?.() === false && client.stats?.().inFlight === 0;
      });
    },
    async measure(act) {
      await call('start');
      await act(tab);
      return call('stop');
    },
    async heap() {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    },
    close: () => tab.context().close(),
  };
}
