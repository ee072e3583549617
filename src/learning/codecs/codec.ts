/** Arithmetic on keys, for experts that learn steps between keys. */
export interface Codec<K> {
  /**
   * The step from one key to another, compared as a Map compares keys; undefined if there is none.
   */
  sub(to: K, from: K): number | string | undefined;
  /** The key that a step leads to; undefined if there is no such key. */
  add(key: K, step: number | string): K | undefined;
  /** Whether two keys are so near that they may belong to one view. */
  isNear(a: K, b: K): boolean;
  /**
   * A number for the neighbourhood of a key, in which the same steps are likely; undefined for a key
   * without one.
   * @defaultValue no key has a neighbourhood
   */
  region?(key: K): number | undefined;
}

/** Whether a value can be a step. */
export const isStep = (value: unknown): boolean =>
  typeof value === 'number' || typeof value === 'string';
