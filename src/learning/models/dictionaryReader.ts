import type { NumberReader } from './numberReader.js';
import { readKey } from '../../structures/savedKey.js';
import { INDEX, INTEGER, LENGTH, SHARED, STEP, STRING, TYPE } from './columns.js';

/** The part of a dictionary that is read with one memory. */
export interface SavedSection {
  readonly numbers: NumberReader;
  readonly text: string;
  readonly others: readonly unknown[];
  /** The error of a part that no writer wrote. */
  readonly fail: (path: string) => never;
}

/** Reads what a `DictionaryWriter` wrote. */
export interface DictionaryReader {
  /** All values so far, in their order. */
  readonly values: readonly unknown[];
  /** Reads the values of a section, as many as were written. */
  read(section: SavedSection, count: number): unknown[];
}

/** Characters of the strings of one section at most, beyond those of its text. */
const MAX_CHARACTERS = 4_194_304;

/** Starts with no values. */
export function createDictionaryReader(): DictionaryReader {
  const values: unknown[] = [];
  let expected = 0;
  let lastType = INTEGER;
  let lastInteger = 0;
  let lastString = '';

  /** Reads values of one section. */
  const readerOf = ({ numbers, text, others, fail }: SavedSection) => {
    let [textAt, othersAt, characters] = [0, 0, 0];
    const readString = (): string => {
      const shared = numbers.readUpTo(lastString.length, SHARED);
      const length = numbers.readUpTo(text.length - textAt, LENGTH);
      lastString = lastString.slice(0, shared) + text.slice(textAt, (textAt += length));
      characters += lastString.length;
      return characters > MAX_CHARACTERS + text.length ? fail('text') : lastString;
    };
    const readOther = (): unknown => {
      const at = othersAt++;
      return readKey(others[at]) ?? (others[at] === null ? null : fail(`values[${at}]`));
    };
    return (): unknown => {
      lastType = (lastType + numbers.readUpTo(2, TYPE)) % 3;
      if (lastType === STRING) return readString();
      if (lastType !== INTEGER) return readOther();
      lastInteger += numbers.readSigned(STEP);
      return Number.isSafeInteger(lastInteger) ? lastInteger : fail('digits');
    };
  };
  return {
    values,
    read(section, count) {
      const readValue = readerOf(section);
      const own: unknown[] = [];
      for (let i = 0; i < count; i++) {
        const index = expected + section.numbers.readSigned(INDEX);
        if (!(index >= 0 && index <= values.length)) section.fail('digits');
        if (index === values.length) values.push(readValue());
        own.push(values[index]);
        expected = index + 1;
      }
      return own;
    },
  };
}
