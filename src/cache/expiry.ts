/** What may expire, as a store asks for it. */
export interface Expiry<E> {
  /** One that expires no sooner than those before it. */
  add(entry: E): void;
  delete(entry: E): void;
  /** One that has expired and for which `mayGo` holds. */
  find(mayGo: (entry: E) => boolean): E | undefined;
}

/** Finds what has expired without a look at what has not. */
export function createExpiry<E extends { readonly expires: number }>(now: () => number): Expiry<E> {
  // An iterator that goes on where it stopped: one that began anew would pass over the places of all that has left.
  let waiting = new Set<E>();
  let queue = waiting.values();
  /** The first that has not expired. */
  let next: E | undefined;
  const overdue = new Set<E>();
  return {
    add: (entry) => void waiting.add(entry),
    delete(entry) {
      waiting.delete(entry);
      overdue.delete(entry);
    },
    find(mayGo) {
      const at = now();
      while (!next || !waiting.has(next) || next.expires <= at) {
        if (next && waiting.delete(next)) overdue.add(next);
        next = queue.next().value;
        if (next) continue;
        // An iterator that has come to the end stays there.
        waiting = new Set();
        queue = waiting.values();
        break;
      }
      for (const entry of overdue) if (mayGo(entry)) return entry;
      return undefined;
    },
  };
}
