/**
 * A key or a step as it stands in a saved model; undefined for a key that is not saved.
 *
 * Strings, finite numbers, booleans and null stand for themselves, NaN and infinities are the only
 * text of an array, such as `["NaN"]`. Of all others JSON does not give back the same key.
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
