/** A key of the scripts: a small number, or an object of which there are many with one number. */
export type Key = number | KeyObject;

interface KeyObject {
  readonly id: number;
}

/** How many keys there are: the ids 0 to 9. */
export const KEYS = 10;

/** The identity of a key. */
export function idOf(key: Key): number {
  return typeof key === 'number' ? key : key.id;
}
