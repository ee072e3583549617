import { SIZE } from './columns.js';
import type { DictionaryReader, SavedSection } from './dictionaryReader.js';

/**
 * Reads values, and how many there are.
 *
 * @param most - how many there may be
 * @param isFit - whether a value can be used; each if undefined
 */
export function readValues(
  section: SavedSection,
  dictionary: DictionaryReader,
  most: number,
  isFit: (value: unknown) => boolean = () => true,
): unknown[] {
  const values = dictionary.read(section, section.numbers.readUpTo(most, SIZE));
  return values.every(isFit) ? values : section.fail('values');
}
