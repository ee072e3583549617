import { checkNumber, checkOptions } from '../../options.js';

/** Options of `toJSON` and `saveInSlices`. */
export interface SaveOptions {
  /**
   * Characters of the model as a text of JSON at most: an integer of 1,000 or more.
   * @defaultValue 150,000
   */
  readonly maxCharacters?: number | undefined;
}

const DEFAULT = 150_000;
/** A model without any key fits. */
const LEAST = 1000;

/**
 * The characters that a saved model may have.
 *
 * @param options - `JSON.stringify` passes a string, which is ignored
 * @throws RangeError | TypeError for another limit
 */
export function maxCharactersOf(options: SaveOptions | string = {}): number {
  const { maxCharacters = DEFAULT } =
    typeof options === 'string' ? {} : checkOptions(options, ['maxCharacters']);
  return checkNumber('maxCharacters', maxCharacters, LEAST, true);
}
