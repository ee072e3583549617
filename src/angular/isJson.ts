/**
 * Whether a value is equal to what `JSON.parse(JSON.stringify(value))` gives: null, a string, a
 * boolean, a finite number, or an array or plain object of such values. A member that is undefined
 * counts as missing.
 */
export function isJson(value: unknown, above: readonly unknown[] = []): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || above.includes(value)) return false;
  const path = [...above, value];
  if (Array.isArray(value)) return Array.from<unknown>(value).every((item) => isJson(item, path));
  const prototype: unknown = Object.getPrototypeOf(value);
  // The prototype of a plain object, also of one of another realm, has none.
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain && Object.values(value).every((item) => item === undefined || isJson(item, path));
}
