import type { StoreBus } from 'rxjs-prefetch-cache/keyv';

/** A bus in memory, whose messages take a while. */
export interface FakeBus extends StoreBus {
  /** All texts that were published. */
  readonly texts: string[];
  /** What `publish` does. */
  fault: 'none' | 'throws' | 'never' | 'lost';
  /** Tells all listeners that messages may have been missed. */
  gap(): void;
  /** How many listen. */
  readonly listeners: () => number;
  /** Delivers a text to all. */
  deliver(text: string): void;
}

/** A bus that delivers each text to all listeners, also to the sender, after `delay` ms. */
export function fakeBus(delay = 1): FakeBus {
  const listeners = new Set<{ onText: (text: string) => void; onGap: () => void }>();
  const bus: FakeBus = {
    texts: [],
    fault: 'none',
    publish(text) {
      bus.texts.push(text);
      if (bus.fault === 'throws') throw new Error('the bus is down');
      if (bus.fault === 'never') return new Promise(() => undefined);
      if (bus.fault === 'none') setTimeout(() => bus.deliver(text), delay);
      return Promise.resolve();
    },
    subscribe(onText, onGap) {
      const listener = { onText, onGap };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    gap: () => listeners.forEach(({ onGap }) => onGap()),
    listeners: () => listeners.size,
    deliver: (text) => listeners.forEach(({ onText }) => onText(text)),
  };
  return bus;
}
