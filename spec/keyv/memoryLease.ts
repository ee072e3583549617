import type { Lease } from 'rxjs-prefetch-cache/keyv';

/** Leases of one machine, whose answers take a while. */
export interface MemoryLease extends Lease {
  /** The calls, in order: `acquire a`, `release a`. */
  readonly log: string[];
  fault: 'none' | 'throws' | 'never';
}

/** Leases with a clock: those that have expired are free. */
export function memoryLease(delay = 1): MemoryLease {
  const held = new Map<string, { readonly token: number; readonly until: number }>();
  let tokens = 0;
  const later = <T>(call: string, result: () => T): Promise<T> => {
    lease.log.push(call);
    if (lease.fault === 'throws') throw new Error('no leases');
    if (lease.fault === 'never') return new Promise(() => undefined);
    return new Promise((resolve) => setTimeout(() => resolve(result()), delay));
  };
  const lease: MemoryLease = {
    log: [],
    fault: 'none',
    acquire: (key, ms) =>
      later(`acquire ${key}`, () => {
        if ((held.get(key)?.until ?? 0) > Date.now()) return undefined;
        held.set(key, { token: ++tokens, until: Date.now() + ms });
        return tokens;
      }),
    release: (key, token) =>
      later(`release ${key}`, () => {
        const mine = held.get(key);
        if (mine?.token !== token || mine.until <= Date.now()) return false;
        return held.delete(key);
      }),
  };
  return lease;
}
