/** Characters of a key that is a string, as a measure of its memory; 0 for other keys. */
export function charactersOf(key: unknown): number {
  return typeof key === 'string' ? key.length : 0;
}
