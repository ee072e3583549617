interface Listening {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

const listenings = new WeakMap<AbortSignal, Listening>();

/**
 * Calls back when a signal aborts, with one listener a signal, as Node warns of many.
 *
 * @param callback - a new function for each call
 * @returns a function that removes the callback, and with the last one the listener
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const { callbacks, listener } = listenings.get(signal) ?? listen(signal);
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size > 0) return;
    signal.removeEventListener('abort', listener);
    listenings.delete(signal);
  };
}

function listen(signal: AbortSignal): Listening {
  const callbacks = new Set<() => void>();
  const listener = () => {
    for (const callback of callbacks) callback();
  };
  signal.addEventListener('abort', listener);
  const listening = { callbacks, listener };
  listenings.set(signal, listening);
  return listening;
}
