import type { NumberWriter } from './numberWriter.js';
import { writeKey } from '../../structures/savedKey.js';
import { INDEX, INTEGER, LENGTH, SHARED, STEP, STRING, TYPE } from './columns.js';

/** The part of a dictionary that is written with one memory. */
export interface Section {
  readonly numbers: NumberWriter;
  /** The strings, each without what it shares with the string before it. */
  readonly texts: string[];
  /** Values that are neither integers nor strings. */
  readonly others: unknown[];
}

/** One dictionary of the values of all memories: each is written once. */
export interface DictionaryWriter {
  /**
   * Writes a value, or its index if it is written before; returns the characters of its text.
   *
   * @param id - its number in `values`
   */
  write(section: Section, id: number): number;
  /** The written values, in their order, each by its number in `values`. */
  readonly written: readonly number[];
}

/** The type of a value that is neither an integer nor a string. */
const OTHER = 2;
/** Integers from here on are of type `OTHER`, as the difference of two must stay below 2^52. */
const MAX_INTEGER = 2 ** 51;
/** Characters that take more than one in JSON. */
const ESCAPED = /["\\\p{Cc}\p{Cs}]/u;

/** @param values - all values that may be written */
export function createDictionaryWriter(values: readonly unknown[]): DictionaryWriter {
  const indices = new Int32Array(values.length).fill(-1);
  const written: number[] = [];
  let expected = 0;
  let lastType = INTEGER;
  let lastInteger = 0;
  let lastString = '';

  const writeType = (numbers: NumberWriter, type: number): void => {
    // 0 for the type of the value before, else one of the two others.
    numbers.write(TYPE, (type - lastType + 3) % 3);
    lastType = type;
  };
  const writeString = ({ numbers, texts }: Section, value: string): number => {
    const shared = sharedLength(lastString, value);
    const text = shared === 0 ? value : value.slice(shared);
    lastString = value;
    numbers.write(SHARED, shared);
    numbers.write(LENGTH, text.length);
    texts.push(text);
    return ESCAPED.test(text) ? JSON.stringify(text).length - 2 : text.length;
  };
  const writeValue = (section: Section, value: unknown): number => {
    const { numbers, others } = section;
    if (typeof value === 'string') {
      writeType(numbers, STRING);
      return writeString(section, value);
    }
    if (Number.isInteger(value) && Math.abs(value as number) < MAX_INTEGER) {
      writeType(numbers, INTEGER);
      numbers.writeSigned(STEP, (value as number) - lastInteger);
      lastInteger = value as number;
      return 0;
    }
    writeType(numbers, OTHER);
    const saved = writeKey(value);
    others.push(saved);
    return JSON.stringify(saved).length + 1;
  };
  return {
    written,
    write(section, id) {
      const known = indices[id] as number;
      const index = known < 0 ? written.length : known;
      section.numbers.writeSigned(INDEX, index - expected);
      expected = index + 1;
      if (known >= 0) return 0;
      indices[id] = index;
      written.push(id);
      return writeValue(section, values[id]);
    },
  };
}

function sharedLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}
