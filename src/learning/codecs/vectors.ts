import { expected } from '../../options.js';
import type { Codec } from './codec.js';

/** How far apart keys of one view are at most, in each place. */
const NEAR = 4;
/** How many keys are kept as what they mean. */
const REMEMBERED = 256;
/** Longer keys, in characters, are parsed each time. */
const LONGEST = 1000;

/**
 * Keys that are strings of integers with a separator, such as `12:7`: slices of volumes, cells of
 * tables. Steps are differences, place by place; keys with another number of places, and those that
 * are no such strings, have none.
 *
 * @param separator - what stands between the places: not a part of a number
 * @throws RangeError | TypeError for another one
 */
export function vectors(separator = ','): Codec<string> {
  if (typeof separator !== 'string') throw expected('separator', 'a string', separator);
  if (/^[-\d]*$/.test(separator))
    throw expected('separator', 'more than digits and signs', separator, RangeError);
  const known = new Map<string, readonly number[] | undefined>();
  const parse = (key: unknown): readonly number[] | undefined => {
    // A step of a saved model may be anything.
    if (typeof key !== 'string') return undefined;
    if (known.has(key)) return known.get(key);
    const places = key.split(separator);
    const vector =
      places.length > 1 && places.every((place) => /^-?\d{1,9}$/.test(place))
        ? places.map(Number)
        : undefined;
    if (known.size >= REMEMBERED) known.clear();
    if (key.length <= LONGEST) known.set(key, vector);
    return vector;
  };
  return {
    sub(to, from) {
      const [a = [], b] = [parse(from), parse(to)];
      return b?.length === a.length
        ? b.map((place, i) => place - (a[i] as number)).join(separator)
        : undefined;
    },
    add(key, step) {
      const [a, by = []] = [parse(key), parse(step)];
      return a?.length === by.length
        ? a.map((place, i) => place + (by[i] as number)).join(separator)
        : undefined;
    },
    isNear(to, from) {
      const [a = [], b] = [parse(from), parse(to)];
      return (
        b?.length === a.length && b.every((place, i) => Math.abs(place - (a[i] as number)) <= NEAR)
      );
    },
  };
}
