import { expected } from '../../options.js';
import type { Codec } from './codec.js';

/** Largest distance between keys of one view, in each coordinate. */
const NEAR = 4;
/** Parsed keys that are kept at most. */
const MAX_PARSED = 256;
/** Characters of a key whose parsed form is kept at most. */
const MAX_LENGTH = 1000;

/**
 * Codec of strings of integers with a separator, such as `12:7`: slices of volumes, cells of
 * tables. A step is the difference in each coordinate.
 *
 * Keys with different numbers of coordinates have no steps between them; other strings have none.
 *
 * @param separator - the text between coordinates, which cannot be a part of a number
 * @throws RangeError | TypeError for another one
 */
export function vectors(separator = ','): Codec<string> {
  if (typeof separator !== 'string') throw expected('separator', 'a string', separator);
  if (/^[-\d]*$/.test(separator))
    throw expected('separator', 'more than digits and signs', separator, RangeError);
  const parse = createParser(separator);
  return {
    sub(to, from) {
      const [a = [], b] = [parse(from), parse(to)];
      return b?.length === a.length
        ? b.map((coordinate, i) => coordinate - (a[i] as number)).join(separator)
        : undefined;
    },
    add(key, step) {
      const [a, by = []] = [parse(key), parse(step)];
      return a?.length === by.length
        ? a.map((coordinate, i) => coordinate + (by[i] as number)).join(separator)
        : undefined;
    },
    isNear(to, from) {
      const [a = [], b] = [parse(from), parse(to)];
      return (
        b?.length === a.length &&
        b.every((coordinate, i) => Math.abs(coordinate - (a[i] as number)) <= NEAR)
      );
    },
  };
}

function createParser(separator: string): (key: string | number) => readonly number[] | undefined {
  const known = new Map<string, readonly number[] | undefined>();
  return (key) => {
    // A number is a step between keys that are numbers, of a model with another codec.
    if (typeof key === 'number') return undefined;
    if (known.has(key)) return known.get(key);
    const coordinates = key.split(separator);
    const vector =
      coordinates.length > 1 && coordinates.every((text) => /^-?\d{1,9}$/.test(text))
        ? coordinates.map(Number)
        : undefined;
    if (known.size >= MAX_PARSED) known.clear();
    if (key.length <= MAX_LENGTH) known.set(key, vector);
    return vector;
  };
}
