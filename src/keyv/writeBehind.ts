import { after } from '../../operators/internal/timerOf.js';
import { createSender, type SendOptions } from './sendWrites.js';
import type { StoreGate } from './storeGate.js';
import { tried, type QueuedWrite, type Write } from './write.js';
import { createWriteQueue } from './writeQueue.js';

/** Writes that never delay a reader. */
export interface WriteBehind<K, V> {
  /** The latest write of a key that the store has not confirmed. */
  peek(storedKey: string): Write<K, V> | undefined;
  /** Adds a write in place of one of the same key that still waits. */
  add(write: Write<K, V>): void;
  /** Takes the value of a load back, or removes it if it is on its way to the store. */
  forget(storedKey: string): void;
  /** Takes back the values of all loads, or all that waits. */
  forgetAll(which: 'loads' | 'all'): void;
  /** Resolves when nothing waits, or the store has failed. */
  flush(): Promise<void>;
  /** No write is tried again after this. */
  close(): void;
}

/** What writes need. */
export interface WriteBehindOptions<K> extends SendOptions<K> {
  readonly gate: StoreGate;
  /** How many values may wait. */
  readonly maxPending: number;
  /** Called when too many removals wait: they are taken back. */
  readonly onOverflow: () => void;
}

/** Writes of one batch. */
const BATCH = 100;
/** Removals that may wait: each is a key. */
const MAX_REMOVALS = 10_000;
/** Tries of a lasting write. */
const MAX_TRIES = 10;
/** Milliseconds before a batch that failed is tried again, while the store is not paused. */
const RETRY = 1000;

// One idea: a queue by key, of which one batch is on its way.
export function createWriteBehind<K, V>(options: WriteBehindOptions<K>): WriteBehind<K, V> {
  const { gate, maxPending, timer, now, emit, onOverflow } = options;
  const send = createSender<K, V>(options);
  const queue = createWriteQueue<K, V>();
  let sending = new Map<string, QueuedWrite<K, V>>();
  let running: Promise<void> | undefined;
  let hasTimer = false;
  let isClosed = false;

  const drop = (write: QueuedWrite<K, V>, reason: 'full' | 'failed'): void => {
    if (write.key !== undefined) emit({ type: 'store-dropped', key: write.key, reason });
    tried(write, false);
  };
  const put = (write: QueuedWrite<K, V>): void => {
    const replaced = queue.put(write);
    if (replaced) tried(replaced, false);
    const surplus = queue.takeSurplus(maxPending);
    if (surplus) drop(surplus, 'full');
    if (queue.removals <= MAX_REMOVALS) return;
    const removals = queue.all().filter(({ content }) => content === undefined);
    for (const { storedKey } of removals) queue.take(storedKey);
    onOverflow();
    for (const removal of removals) tried(removal, false);
  };

  // ---- Batches.

  const later = (delay: number): void => {
    if (hasTimer || isClosed) return;
    hasTimer = true;
    after(delay, timer).subscribe(() => {
      hasTimer = false;
      begin();
    });
  };
  const begin = (): void => {
    running ??= Promise.resolve()
      .then(run)
      .finally(() => {
        running = undefined;
        // A write may have come after the last look at the queue.
        if (queue.size > 0 && !hasTimer && !isClosed) begin();
      });
  };
  const run = async (): Promise<void> => {
    while (queue.size > 0) {
      const pass = gate.enter();
      if (!pass) {
        for (const write of queue.all()) if (write.tries === 0) tried(write, false);
        later(Math.max(gate.opensAt - now(), 1));
        return;
      }
      const batch = queue.takeMany(BATCH);
      sending = new Map(batch.map((write) => [write.storedKey, write]));
      const { stored, failed, dropped, isUp } = await send(batch);
      sending = new Map();
      if (isUp) pass.succeeded();
      else pass.failed();
      for (const write of failed) {
        tried(write, false);
        if (!write.isLasting || queue.get(write.storedKey)) continue;
        if (write.tries < MAX_TRIES) put(write);
        else drop(write, 'failed');
      }
      for (const write of dropped) tried(write, false);
      for (const write of stored) tried(write, true);
      if (isUp) continue;
      later(RETRY);
      return;
    }
  };

  const add = (write: Write<K, V>): void => {
    put({ ...write, tries: 0 });
    begin();
  };
  return {
    peek: (storedKey) => queue.get(storedKey) ?? sending.get(storedKey),
    add,
    forget(storedKey) {
      const write = queue.get(storedKey);
      if (write?.isLasting === false) {
        queue.take(storedKey);
        tried(write, false);
      }
      const sent = sending.get(storedKey);
      if (sent?.isLasting === false && !queue.get(storedKey))
        add({ storedKey, key: sent.key, content: undefined, isLasting: true });
    },
    forgetAll(which) {
      const isForgotten = ({ isLasting }: QueuedWrite<K, V>): boolean =>
        which === 'all' || !isLasting;
      for (const write of [...sending.values()].filter(isForgotten))
        sending.delete(write.storedKey);
      for (const write of queue.all().filter(isForgotten)) {
        queue.take(write.storedKey);
        tried(write, false);
      }
    },
    async flush() {
      while (running) await running;
    },
    close() {
      isClosed = true;
    },
  };
}
