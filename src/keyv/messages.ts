import type { Subscription } from 'rxjs';
import { after, type Timer } from '../../operators/internal/timerOf.js';
import type { StoreBus } from './bus.js';
import { randomId } from './randomId.js';
import type { BareStoreEvent } from './storeEvents.js';
import { within } from './within.js';

/** What one process tells the others. */
export interface Messages {
  /** A key has changed. Resolves when the message was sent, or could not be sent. */
  changed(text: string): Promise<void>;
  /** The namespace was cleared. */
  cleared(generation: number): Promise<void>;
  close(): void;
}

/** What messages need. */
export interface MessageOptions<K> {
  readonly bus: StoreBus;
  readonly namespace: string;
  /** Milliseconds after which the next message does not wait for one that was not confirmed. */
  readonly hard: number;
  readonly timer: Timer;
  readonly emit: (event: BareStoreEvent<K>) => void;
  readonly onKeys: (texts: readonly string[]) => void;
  readonly onClear: (generation: unknown) => void;
  /** Any key may have changed: as a message, or as messages were missed. */
  readonly onAll: (why: 'all' | 'gap') => void;
}

/** Version of the messages. */
const FORMAT = 1;
/** Keys of one message. */
const MAX_KEYS = 1000;
/** Keys that may wait to be sent: of more, only one message is sent that stands for all. */
const MAX_WAITING = 10_000;

/** Milliseconds before a message that failed is sent again; each wait is twice as long. */
const FIRST_RETRY = 1000;
const LONGEST_RETRY = 60_000;

/** The changes that a message reports. */
interface Body {
  readonly keys?: readonly string[];
  readonly clear?: number;
  readonly all?: true;
}

/**
 * Sends and receives messages: one at a time, with all keys that have changed meanwhile.
 *
 * Messages of this instance, and of other namespaces, are ignored.
 */
export function createMessages<K>(options: MessageOptions<K>): Messages {
  const { namespace, emit } = options;
  // Two instances of one process are two senders.
  const from = randomId();
  const texts = new Set<string>();
  let generation: number | undefined;
  let isAll = false;
  let running: Promise<void> | undefined;
  let failures = 0;
  let retry: Subscription | undefined;

  const take = (): Body => {
    if (generation !== undefined || isAll) {
      const body = generation === undefined ? ({ all: true } as const) : { clear: generation };
      [generation, isAll] = [undefined, false];
      texts.clear();
      return body;
    }
    const keys = [...texts].slice(0, MAX_KEYS);
    for (const text of keys) texts.delete(text);
    return { keys };
  };
  const add = ({ all, clear, keys = [] }: Body): void => {
    isAll ||= all === true;
    generation ??= clear;
    for (const text of keys) texts.add(text);
    if (texts.size <= MAX_WAITING) return;
    texts.clear();
    isAll = true;
  };
  const hasMore = (): boolean => texts.size > 0 || generation !== undefined || isAll;
  const run = async (): Promise<void> => {
    // All changes of this microtask go together.
    await Promise.resolve();
    while (hasMore()) {
      const body = take();
      try {
        await sent(options, JSON.stringify({ format: FORMAT, from, namespace, ...body }));
        failures = 0;
      } catch (error) {
        emit({ type: 'store-error', during: 'publish', error, keys: [] });
        add(body);
        later();
        return;
      }
    }
  };
  const later = (): void => {
    const delay = Math.min(FIRST_RETRY * 2 ** failures++, LONGEST_RETRY);
    retry = after(delay, options.timer).subscribe(() => {
      retry = undefined;
      void begin();
    });
  };
  const begin = (): Promise<void> => {
    if (retry) return Promise.resolve();
    running ??= run().finally(() => {
      running = undefined;
      if (hasMore()) void begin();
    });
    return running;
  };
  const end = listen(options, from);
  return {
    changed(text) {
      add({ keys: [text] });
      return begin();
    },
    cleared(next) {
      generation = next;
      return begin();
    },
    close() {
      retry?.unsubscribe();
      end();
    },
  };
}

/** Sends a text. Rejects if that fails, or is not confirmed in time. */
function sent<K>({ bus, timer, hard }: MessageOptions<K>, text: string): Promise<void> {
  const publish = async (): Promise<void> => {
    await bus.publish(text);
  };
  const late = new Error(`The bus has not confirmed a message within ${hard} ms`);
  return within(publish(), hard, timer, late);
}

/** Listens, and returns a function that ends it. */
function listen<K>(options: MessageOptions<K>, from: string): () => void {
  const { bus, namespace, emit, onKeys, onClear, onAll } = options;
  let isClosed = false;
  const fail = (during: 'message' | 'subscribe', error: unknown): void =>
    emit({ type: 'store-error', during, error, keys: [] });
  const receive = (text: string): void => {
    if (isClosed) return;
    try {
      const message = Object(JSON.parse(text)) as Record<string, unknown>;
      if (message.from === from || message.namespace !== namespace) return;
      // A newer version of this package may say more: at worst, an item is loaded again.
      if (message.format !== FORMAT || message.all === true) onAll('all');
      else if (message.clear !== undefined) onClear(message.clear);
      else if (Array.isArray(message.keys))
        onKeys(message.keys.filter((each) => typeof each === 'string'));
    } catch (error) {
      fail('message', error);
    }
  };
  let end: unknown;
  try {
    end = bus.subscribe(receive, () => {
      if (!isClosed) onAll('gap');
    });
  } catch (error) {
    fail('subscribe', error);
  }
  return () => {
    isClosed = true;
    try {
      if (typeof end === 'function') (end as () => unknown)();
    } catch (error) {
      fail('subscribe', error);
    }
  };
}
