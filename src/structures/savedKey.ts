/** Bits of a bigint at most: the time to read one grows with the square of its length. */
const MAX_BITS = 1024;
const BIGINT = /^-?\d{1,309}n$/;

/**
 * A key or a step in the form of a saved model; undefined for a key that is not saved.
 *
 * Strings, finite numbers, booleans and null are saved as they are; NaN, the infinities and bigints
 * as a text in an array, such as `["NaN"]` and `["10n"]`. JSON does not give back any other key.
 */
export function writeKey(key: unknown): unknown {
  if (typeof key === 'string') return key;
  if (typeof key === 'bigint')
    return BigInt.asIntN(MAX_BITS, key) === key ? [`${key}n`] : undefined;
  if (typeof key === 'number' && !Number.isFinite(key)) return [String(key)];
  return key === null || typeof key === 'number' || typeof key === 'boolean' ? key : undefined;
}

/** The key that `writeKey` wrote; undefined for anything else. */
export function readKey(saved: unknown): unknown {
  if (!Array.isArray(saved)) return writeKey(saved) === saved ? saved : undefined;
  const [text] = saved as unknown[];
  if (typeof text === 'string' && BIGINT.test(text)) return BigInt(text.slice(0, -1));
  return [NaN, Infinity, -Infinity].find((key) => String(key) === text);
}
