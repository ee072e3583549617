/** Arithmetic on keys: what experts that look for steps need. Without one they do without. */
export interface Codec<K> {
  /**
   * The step that leads from one key to another, to be compared as a Map compares keys; undefined
   * where there is none.
   */
  sub(to: K, from: K): number | string | undefined;
  /** Where a step leads from a key; undefined where there is no such key. */
  add(key: K, step: number | string): K | undefined;
  /** Whether two keys are so near that they may belong to one view. */
  isNear(a: K, b: K): boolean;
  /**
   * A number for the neighbourhood that a key lies in, where the same offsets are likely to lead
   * on; undefined where there is none.
   * @defaultValue none
   */
  region?(key: K): number | undefined;
}
