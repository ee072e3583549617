import type { Access, AccessPredictor } from '../types.js';
import type { SaveOptions } from './models/saveOptions.js';

/** A predictor that learns from requests, and whose memory can be saved as JSON. */
export interface LearningPredictor<K> extends AccessPredictor<K> {
  observe(access: Access<K>): void;
  ended(reader: number): void;
  /** How many requests it has observed: while it stays equal, the memory does not change. */
  observed(): number;
  /**
   * The memory as JSON, with its version; undefined without a memory. `JSON.stringify` passes a
   * string, which is ignored.
   *
   * Keys that are undefined, symbols, functions or objects are left out, as JSON does not give back
   * the same key.
   *
   * @throws RangeError | TypeError for a `maxCharacters` out of its limits
   */
  toJSON(options?: SaveOptions | string): unknown;
  /**
   * Takes over the result of `toJSON` at any time, in place of all that was learned before. Readers
   * go on with their next request.
   *
   * @throws RangeError | TypeError that names the path of a part that does not fit; nothing has
   *   changed then
   */
  restore(learned: unknown): void;
}
