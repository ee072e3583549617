/** What the application and its server share in one process. */
interface Shared {
  /** Address of the API; that of the page in a browser. */
  apiAddress?: string;
  openCaches?: { count: number };
}

const shared = globalThis as Shared;

/** Caches that are not closed. */
export const openCaches = (shared.openCaches ??= { count: 0 });

export const API = shared.apiAddress ?? '/api';
