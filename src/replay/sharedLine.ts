import type { Subscription, VirtualTimeScheduler } from 'rxjs';
import type { Line } from './line.js';
import { sizeOf } from './sizeOf.js';

interface Transfer {
  /** Milliseconds for which it still needs the whole line. */
  rest: number;
  readonly over: () => void;
}

/**
 * A line that all loads share: half of a load is latency, and the other half is transfer. Transfers
 * at the same time divide the bandwidth. An item of size 1 takes `load` milliseconds if no other
 * item is transferred.
 */
export function sharedLine(clock: VirtualTimeScheduler, load: number): Line {
  const transfers = new Set<Transfer>();
  let since = 0;
  let due: Subscription | undefined;

  /** Subtracts what was transferred since the last change. */
  const settle = (): void => {
    const share = (clock.frame - since) / Math.max(transfers.size, 1);
    for (const transfer of transfers) transfer.rest -= share;
    since = clock.frame;
  };
  /** Schedules the end of the transfer that will end first. */
  const plan = (): void => {
    due?.unsubscribe();
    if (transfers.size === 0) return;
    const least = Math.min(...Array.from(transfers, ({ rest }) => rest));
    due = clock.schedule(
      () => {
        settle();
        const done = [...transfers].filter(({ rest }) => rest <= least * 1e-9 + 1e-9);
        for (const transfer of done) transfers.delete(transfer);
        plan();
        for (const { over } of done) over();
      },
      Math.max(least, 0) * transfers.size,
    );
  };

  return {
    begin(key, over) {
      const transfer: Transfer = { rest: (sizeOf(key) * load) / 2, over };
      const latency = clock.schedule(() => {
        settle();
        transfers.add(transfer);
        plan();
      }, load / 2);
      return () => {
        latency.unsubscribe();
        settle();
        if (transfers.delete(transfer)) plan();
      };
    },
  };
}
