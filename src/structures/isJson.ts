/**
 * Whether a value is equal to what `JSON.parse(JSON.stringify(value))` gives: null, a string, a
 * boolean, a finite number, or an array or plain object of such values. A member that is undefined
 * counts as missing.
 *
 * @param above - the objects that contain the value
 */
export function isJson(value: unknown, above = new Set<unknown>()): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || above.has(value)) return false;
  above.add(value);
  const isWhole = Array.isArray(value)
    ? Array.from<unknown>(value).every((item) => isJson(item, above))
    : isPlain(value) &&
      Object.values(value).every((item) => item === undefined || isJson(item, above));
  above.delete(value);
  return isWhole;
}

/** Whether an object has the prototype of `{}`, also that of another realm, or none. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
