import { setImmediate } from 'node:timers/promises';
import { notifyManager, QueryClient } from '@tanstack/query-core';
import type { Key, System } from '../../../../src/replay/types.js';

// It would tell its listeners by the clock of the machine.
notifyManager.setScheduler(queueMicrotask);

/**
 * TanStack Query with `query` (which `fetchQuery` and `prefetchQuery` have become), for each
 * request and then for the next n keys.
 *
 * It knows no limit, neither of what it keeps nor of loads at once.
 */
export function tanstackQuery(n: number): System {
  return ({ source }) => {
    const client = new QueryClient({
      defaultOptions: { queries: { staleTime: Infinity, gcTime: Infinity, retry: false } },
    });
    const optionsOf = (key: Key) => ({
      queryKey: [key],
      queryFn: ({ signal }: { signal: AbortSignal }) => source.fetch(key, signal),
    });
    return {
      get(key, deliver) {
        void client.query(optionsOf(key)).then(deliver);
        if (typeof key === 'number')
          for (let i = 1; i <= n; i++) void client.query(optionsOf(key + i)).catch(() => undefined);
      },
      close: () => client.clear(),
      settle: () => setImmediate(),
    };
  };
}
