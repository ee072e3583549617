import type { Result } from './runs.js';
import { withoutPrefetching } from './withoutPrefetching.js';

/**
 * On which trace a system is worst against no prefetching, and by how much longer the reader waits
 * there: `+1.2 % zipf`.
 *
 * @param own - its results
 * @param all - those of all; the text is empty if no system without prefetching is among them
 */
export function worstOf(own: readonly Result[], all: readonly Result[]): string {
  const shares = own.flatMap(({ trace, wait }) => {
    const none = withoutPrefetching(all, trace);
    return none === undefined ? [] : [{ trace, share: wait / none - 1 }];
  });
  const [worst] = shares.sort((a, b) => b.share - a.share);
  return worst
    ? `${worst.share > 0 ? '+' : ''}${(100 * worst.share).toFixed(1)} % ${worst.trace}`
    : '';
}
