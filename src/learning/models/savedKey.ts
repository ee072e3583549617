/**
 * A key or a step in the form of a saved model; undefined for a key that is not saved.
 *
 * Strings, finite numbers, booleans and null are saved as they are; NaN and the infinities as a
 * text in an array, such as `["NaN"]`. JSON does not give back any other key.
 */
export function writeKey(key: unknown): unknown {
  if (typeof key === 'number' && !Number.isFinite(key)) return [String(key)];
  return key === null || /string|number|boolean/.test(typeof key) ? key : undefined;
}

/** The key that `writeKey` wrote; undefined for anything else. */
export function readKey(saved: unknown): unknown {
  if (Array.isArray(saved))
    return [NaN, Infinity, -Infinity].find((key) => String(key) === saved[0]);
  return writeKey(saved) === saved ? saved : undefined;
}
