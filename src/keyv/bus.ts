/**
 * Carries texts to all processes that use a namespace.
 *
 * It may deliver a text to its sender, late, twice or never; and to listeners of other namespaces.
 */
export interface StoreBus {
  /** Sends a text to all listeners. It may return a promise, which rejects if it fails. */
  publish(text: string): unknown;
  /**
   * Listens, and stays connected until the result is called.
   *
   * @param onGap - called when texts may have been missed, as after a lost connection: all attached
   *   caches are then invalidated
   * @returns a function that ends it
   */
  subscribe(listener: (text: string) => void, onGap: () => void): () => unknown;
}
