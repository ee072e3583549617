/** Characters of a key that is a string: what it costs to remember. Other keys count as none. */
export function charactersOf(key: unknown): number {
  return typeof key === 'string' ? key.length : 0;
}
