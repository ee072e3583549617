import type { Page as Tab } from 'playwright-core';

/** What somebody does on the page of a client, with a mouse, a wheel or keys. */
export interface ClientScript {
  /** The client: a folder of `demos/clients`. */
  readonly client: string;
  /** What is done, in a few words. */
  readonly what: string;
  /** Does what comes before, unmeasured. @defaultValue nothing */
  readonly before?: (tab: Tab) => Promise<void>;
  /** Does it; the page is measured meanwhile. */
  readonly run: (tab: Tab) => Promise<void>;
}
